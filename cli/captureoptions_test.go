package cli

import (
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/selection"
)

// TestDescribe: the line that says what is captured has the flags that say so, and nothing in it
// reaches a terminal as it was typed.
func TestDescribe(t *testing.T) {
	for args, want := range map[string]string{
		"/run/a @b":                   "/run/a, @b",
		"--uid 0 -p 5 /run/a":         "/run/a with --uid=0 --pid=5",
		"--container web":             "what --container=web selects",
		"--container=a\x1b --uid 0":   `what --container=a\x1b --uid=0 select`,
		"-p 5 -f --events -q":         "what --pid=5 --follow-forks select",
		"-- ls -l":                    "what the command says and hears",
		"--exclude /x -- ls":          "what the command says and hears with --exclude=/x",
		"-w x --unnamed -c 5 /run/a*": "/run/a* with --unnamed",
		"":                            "what was asked for",
	} {
		var o captureOptions
		var s flags.Set
		o.define(&s)
		line := pflag.NewFlagSet("", pflag.ContinueOnError)
		for _, g := range s.Groups() {
			line.AddFlagSet(g.FlagSet)
		}
		if err := line.Parse(strings.Fields(args)); err != nil {
			t.Fatal(err)
		}
		words := line.Args()
		if at := line.ArgsLenAtDash(); at >= 0 {
			words, o.command = words[:at], words[at:]
		}
		var err error
		if o.Names, err = selection.ParseSockets(words); err != nil {
			t.Fatal(err)
		}
		if got := o.describe(); got != want {
			t.Errorf("%s: %q, want %q", args, got, want)
		}
	}
}
