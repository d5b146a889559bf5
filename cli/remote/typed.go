package remote

import (
	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// typed is the value of a flag that is written down as it was typed.
type typed struct {
	pflag.Value
	name      string
	words     *[]string
	elsewhere func() bool
}

// Record writes down all flags of a group as they are typed, for another host. While
// elsewhere says so, they mean nothing here: the other host has other users and processes.
func Record(g *flags.Group, words *[]string, elsewhere func() bool) {
	g.VisitAll(func(f *pflag.Flag) { f.Value = &typed{f.Value, f.Name, words, elsewhere} })
}

// Set writes a value down.
func (t *typed) Set(value string) error {
	*t.words = append(*t.words, "--"+t.name+"="+value)
	if t.elsewhere() {
		return nil
	}
	return t.Value.Set(value)
}
