package flags

import (
	"fmt"
	"strings"

	"github.com/spf13/pflag"
)

// Line is what the help says of a flag.
type Line struct {
	Names string // as it is typed: "-c, --count N", "    --once"
	Usage string // what it does, with its default
}

// Lines are those of all flags of the group that are not hidden, in their order.
func (g *Group) Lines() []Line {
	var lines []Line
	g.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			lines = append(lines, lineOf(f))
		}
	})
	return lines
}

func lineOf(f *pflag.Flag) Line {
	argument, usage := pflag.UnquoteUsage(f)
	names := "    --" + f.Name
	if f.Shorthand != "" {
		names = fmt.Sprintf("-%s, --%s", f.Shorthand, f.Name)
	}
	if IsSwitch(f) {
		if strings.Contains(f.Usage, "`") { // it may have a value all the same
			names += "[=" + argument + "]"
		}
		return Line{names, usage}
	}
	if argument != "" {
		names += " " + argument
	}
	if d := f.DefValue; d != "" && d != "0" && d != "0s" && d != "[]" {
		usage += fmt.Sprintf(" (default %s)", d)
	}
	return Line{names, usage}
}

// IsSwitch reports whether a flag can be given without a value.
func IsSwitch(f *pflag.Flag) bool { return f.NoOptDefVal != "" }
