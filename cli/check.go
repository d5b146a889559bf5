package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes"
)

var checkCommand = &command{
	name:  "check",
	about: "what this kernel can do, and why not",
	forms: []form{{"unixsnoop check [flags]", "what this kernel can do, and why not"}},
	text: `Says of everything that a capture needs, and of what it can do without,
whether this kernel has it and this process may use it, and what would help.
Exit status: 0 if a capture works, 1 if not.`,
	examples: []form{
		{"unixsnoop check", "what a capture as this user would lack"},
		{"sudo unixsnoop check", "the same of root"},
		{"unixsnoop check --btf vmlinux.btf", "with type information from elsewhere"},
	},
	define: func(s *flags.Set) action {
		btf := s.Group(flags.TheMachine).String("btf", "", "read the kernel's type information from `FILE`")
		return func(e *env, args arguments) error { return check(e, *btf, args) }
	},
}

// check prints what the kernel can do.
func check(e *env, btf string, args arguments) error {
	if words := args.all(); len(words) > 0 {
		return flags.Mistakef("check takes no argument, but there is %q", words[0])
	}
	host, err := hostWith(btf)
	if err != nil {
		return err
	}
	report := host.Inspect()
	report.Checks = append(report.Checks, confinement())
	tryKprobes(report, host)
	for i := range report.Checks {
		c := &report.Checks[i]
		c.Detail, c.Help = harmlessLine(c.Detail), harmlessLine(c.Help)
	}
	// The exit status is an answer, too, also for who has read enough.
	if err := report.Write(e.stdout); err != nil && !isClosedPipe(err) {
		return fmt.Errorf("writing the output: %w", err)
	}
	return report.Err()
}

// tryKprobes finds out whether kprobes work that may not, as function tracing is switched
// off: on some kernels they are made of that. It takes a capture that begins.
func tryKprobes(report *kernel.Report, host *kernel.Host) {
	i := slices.IndexFunc(report.Checks, func(c kernel.Check) bool {
		return c.Name == "kprobes" && c.Status == kernel.Missing && c.Optional
	})
	if i < 0 || report.Err() != nil {
		return
	}
	nothing := probes.Filter{Filter: format.Filter{Names: []format.Pattern{{Name: "\x00"}}}}
	c, err := beginCapture(nothing, host, 0, -1, 0, false)
	if err == nil {
		err = c.Close()
	}
	var not *probes.NotFiringError
	if errors.As(err, &not) {
		report.Checks[i].Optional = false
		report.Checks[i].Detail = "function tracing is switched off, and its kprobes with it"
	}
}

// confinement says what a capture gives up once it has begun.
func confinement() kernel.Check {
	c := kernel.Check{Name: "confinement", Status: kernel.Works, Optional: true}
	kept, err := confine.Kept()
	if err == nil {
		err = confine.Possible()
	}
	switch {
	case err == nil:
		c.Detail = kept
	case errors.Is(err, errors.ErrUnsupported):
		c.Status = kernel.Missing
		c.Detail = "capabilities are kept while it captures: with cgo in it, a program can't give them up"
		c.Help = "build it with CGO_ENABLED=0"
	default:
		c.Status, c.Detail = kernel.Unknown, err.Error()
	}
	return c
}
