package output

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

const (
	usualMemfd = "64K"
	mostMemfd  = 1 << 20 // a file has it in a packet's comments
)

// showContents are the formats that have a place for what is in files.
var showContents = []string{"hex", "hexstring", format.JSON, "string", page}

func (o *Options) defineMemfd(g *flags.Group) {
	const name = "memfd"
	g.Var(&o.memfd, name, "show what is in memfds that are passed, up to `SIZE`, "+usualMemfd+" without it")
	g.Lookup(name).NoOptDefVal = usualMemfd
}

// checkMemfd says what is wrong with --memfd, once the format is known.
func (o *Options) checkMemfd(func(string) bool) error {
	switch {
	case o.memfd > mostMemfd:
		return fmt.Errorf("--memfd=%s: at most 1M of each is read", &o.memfd)
	case o.memfd == 0 || o.Save.Path != "": // a file has it in any case
	case o.Conversation.AsDialogue:
		return fmt.Errorf("--memfd has no effect with --follow, which shows what is said and no more; leave one out")
	case !slices.Contains(showContents, o.Format):
		return fmt.Errorf("--memfd has no effect with --format %s; it is for %s and -w", o.Format, strings.Join(showContents, ", "))
	}
	return nil
}

// MemfdSize says what is wrong with a word of the command line that is meant as the SIZE of
// --memfd, which stands behind an equals sign, as it may be missing.
func (o *Options) MemfdSize(words []string) error {
	for _, word := range words {
		if o.memfd > 0 && new(size).Set(word) == nil {
			return flags.Mistakef("a size of --memfd stands behind an equals sign: --memfd=%s; for a socket of this name write ./%s", word, word)
		}
	}
	return nil
}

// Memfd is how many bytes of each memfd that is passed are wanted, none if 0.
func (o *Options) Memfd() int { return int(o.memfd) }
