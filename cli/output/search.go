package output

import (
	"errors"
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/cli/search"
	"github.com/unixsnoop/unixsnoop/format"
)

// Search says which messages are wanted by their bytes.
type Search struct {
	grep   search.Patterns // one of them has to fit, all fit if there is none
	invert bool            // none may fit
	until  search.Patterns // the first message that one of them fits is the last
	around int             // messages to show before and after
}

// Define adds the flags that say what is found, and when that ends.
func (s *Search) Define(g *flags.Group) {
	show := search.Pattern.String
	g.Var(flags.ListOf((*[]search.Pattern)(&s.grep), search.Regexp, show), "grep", "only messages whose bytes fit `REGEX` (Go's syntax)")
	g.Var(flags.ListOf((*[]search.Pattern)(&s.grep), search.Hex, show), "grep-hex", "only messages that have these `BYTES`, such as '06 01 ?? ??'")
	g.BoolVarP(&s.invert, "invert-match", "v", false, "with --grep or --grep-hex, only messages that do not fit")
	g.Var(flags.ListOf((*[]search.Pattern)(&s.until), search.Regexp, show), "until", "end with the first message whose bytes fit `REGEX`")
}

// define adds all flags.
func (s *Search) define(g *flags.Group) {
	s.Define(g)
	g.IntVar(&s.around, "around", 0, "with --grep or --grep-hex, also show `N` messages of the same conversation before and after")
}

// check says what is wrong with the flags.
func (s *Search) check(given func(string) bool) error {
	switch {
	case s.invert && len(s.grep) == 0:
		return errors.New("-v shows the messages that --grep or --grep-hex does not find, but neither is given; it is not the -v of tcpdump")
	case given("around") && s.around < 1:
		return fmt.Errorf("--around %d: it takes the number of messages to show before and after, at least 1", s.around)
	case given("around") && len(s.grep) == 0:
		return errors.New("--around shows what is said before and after what --grep or --grep-hex finds, but neither is given")
	}
	return nil
}

// searched is a search that goes on.
type searched struct {
	Search
	around *search.Around // nil if only what is found is wanted
	limit  uint64         // of what is found

	seen, found uint64
	ended       bool // by what should end it
}

// begin returns nil if nothing is searched for.
func (s *Search) begin(limit uint64) *searched {
	if len(s.grep)+len(s.until) == 0 {
		return nil
	}
	begun := &searched{Search: *s, limit: limit}
	if s.around > 0 {
		begun.around = search.NewAround(s.around)
	}
	return begun
}

// wants reports whether a message is found, and notes where.
func (s *searched) wants(m *format.Message) bool {
	s.seen++
	s.ended, m.Matches = s.until.In(m)
	found := s.ended
	switch {
	case s.invert:
		found = found || !s.grep.Any(m)
	case len(s.grep) > 0:
		fits, where := s.grep.In(m)
		found = found || fits
		if !s.ended {
			m.Matches = where
		}
	default:
		found = true
	}
	if !found || s.isFull() {
		return s.ended
	}
	s.found++
	return true
}

// isFull reports whether as much was found as is wanted.
func (s *searched) isFull() bool { return s.limit > 0 && s.found >= s.limit }

// over reports whether the last message is the last one that is wanted.
func (s *searched) over() bool {
	return s.ended || s.isFull() && (s.around == nil || !s.around.Awaits())
}

// pass returns what is to be shown before a message, and whether it is itself.
func (s *searched) pass(m *format.Message, found bool) (before []*format.Message, show bool) {
	if s.around == nil {
		return nil, found
	}
	return s.around.Pass(m, found)
}

// notices tell what was found, and what could not be shown with it.
func (s *searched) notices() []string {
	var all []string
	if len(s.grep) > 0 {
		all = append(all, fmt.Sprintf("%s searched, %d found", Messages(s.seen), s.found))
	}
	if len(s.until) > 0 && !s.ended {
		all = append(all, "no message fits --until "+format.Escape(s.until[0].String()))
	}
	if s.around == nil {
		return all
	}
	if n := s.around.Lacking; n > 0 {
		all = append(all, fmt.Sprintf("before %s that matched, some may be missing: --around keeps %d MiB at most; a narrower SOCKET, or -s, makes room for more", Messages(n), search.MostKept>>20))
	}
	if n := s.around.GivenUp; n > 0 {
		all = append(all, fmt.Sprintf("behind %s that matched, some may be missing: too many conversations were open for --around; a narrower SOCKET has fewer", Messages(n)))
	}
	return all
}
