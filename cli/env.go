package cli

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/unixsnoop/unixsnoop/format"
)

// programName is the name of all this.
const programName = "unixsnoop"

// env is what a command runs in.
type env struct {
	stdout, stderr io.Writer
	program        *cobra.Command // all commands, for who tells of them

	// onlyErrors has what goes well left unsaid: whatever is on standard error is an error
	// to who runs us.
	onlyErrors bool
}

// say writes a line for people. What is for programs goes to standard output.
func (e *env) say(a ...any) {
	_, _ = io.WriteString(e.stderr, harmless(fmt.Sprintln(append([]any{programName + ":"}, a...)...)))
}

// note writes a line of what goes as it should.
func (e *env) note(a ...any) {
	if !e.onlyErrors {
		e.say(a...)
	}
}

// harmless is a text with \xNN for what can control a terminal. An argument, or the name of a
// file in an error of the system, may have that in it. Of several lines all but the first
// are indented, so that no name can have a line of its own that seems to be ours.
func harmless(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = harmlessLine(line)
	}
	last := len(lines) - 1 // empty, behind the end of the last line
	for i := 1; i < last; i++ {
		lines[i] = "  " + lines[i]
	}
	return strings.Join(lines, "\n")
}

// harmlessLine is the same of a part of a line. Names that were escaped before stay as they are.
func harmlessLine(text string) string { return strings.ReplaceAll(format.Escape(text), `\\`, `\`) }

// sayf is say of a text with values in it.
func (e *env) sayf(text string, a ...any) { e.say(fmt.Sprintf(text, a...)) }

// version is the module's version as the go command recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(unknown version)"
	}
	return info.Main.Version
}
