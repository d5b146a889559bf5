package output

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

const (
	usualMemfd = "64K"
	mostMemfd  = 1 << 20 // a file has it in a packet's comments
)

func (o *Options) defineMemfd(g *flags.Group) {
	const name = "memfd"
	g.Var(&o.memfd, name, "show what is in memfds that are passed, up to `SIZE`, "+usualMemfd+" without it")
	g.Lookup(name).NoOptDefVal = usualMemfd
}

// checkMemfd says what is wrong with --memfd.
func (o *Options) checkMemfd(func(string) bool) error {
	if o.memfd > mostMemfd {
		return fmt.Errorf("--memfd=%s: at most 1M of each is read", &o.memfd)
	}
	return nil
}

// Memfd is how many bytes of each memfd that is passed are wanted, none if 0.
func (o *Options) Memfd() int { return int(o.memfd) }
