package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/output"
	"github.com/unixsnoop/unixsnoop/format"
)

// leftOut is what a file has and was not asked for.
type leftOut struct {
	all       bool     // the file was read to its end
	some      bool     // something was asked for
	events    bool     // it has some, asked for or not
	processes bool     // something that was asked for tells more of a process than its name
	messages  uint64   // that are not wanted
	undecided uint64   // of these, those of which that can't be said for sure
	sockets   []string // of some of them
}

// someSockets is how many of them a hint names.
const someSockets = 5

func (l *leftOut) add(m *format.Message, undecided bool) {
	if !m.Counts() {
		return
	}
	l.messages++
	if undecided {
		l.undecided++
	}
	if len(l.sockets) > someSockets {
		return
	}
	name := "sockets without a name"
	if bound := m.SocketName(); bound != "" {
		name = format.Escape(string(bound))
	}
	if !slices.Contains(l.sockets, name) {
		l.sockets = append(l.sockets, name)
	}
}

// hint is for who asked for something else than what there is.
func (l *leftOut) hint() string { return "nothing in the file matches: it has " + l.what() }

// what is what there is.
func (l *leftOut) what() string {
	some := l.sockets
	if len(some) > someSockets {
		some = append(slices.Clone(some[:someSockets]), "others")
	}
	return fmt.Sprintf("%s, over %s", output.Messages(l.messages), strings.Join(some, ", "))
}
