package cli

import (
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// programName is the name of all this.
const programName = "unixsnoop"

// env is what a command runs in.
type env struct {
	stdout, stderr io.Writer
	program        *cobra.Command // all commands, for who tells of them
}

// say writes a line for people. What is for programs goes to standard output.
func (e *env) say(a ...any) {
	fmt.Fprintln(e.stderr, append([]any{programName + ":"}, a...)...)
}

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
