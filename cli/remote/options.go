package remote

import (
	"errors"
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// Options say where to capture. The zero Options are of this host.
type Options struct {
	Host string // as ssh takes it: a name, user@host or ssh://user@host:port
	Copy bool   // our own program there, for as long as it captures
}

// Define adds the flags.
func (o *Options) Define(g *flags.Group) {
	g.StringVar(&o.Host, "remote", "", "capture on `HOST`, to which ssh leads, such as root@web or an alias of ~/.ssh/config, and show it here. Before other flags, as names of users and the like are that host's")
	g.BoolVar(&o.Copy, "copy", false, "with --remote, copy this program there for the time of the capture, instead of running the one that is installed")
}

// Check says what is wrong with the flags.
func (o *Options) Check(given func(flag string) bool) error {
	switch {
	case o.Copy && o.Host == "":
		return errors.New("--copy copies this program to the host of --remote, but there is none")
	case given("remote") && o.Host == "", strings.HasPrefix(o.Host, "-"):
		return fmt.Errorf("--remote %q: it is no host that ssh could be given", o.Host)
	}
	return nil
}
