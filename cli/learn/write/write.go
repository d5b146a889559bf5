package write

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/golang"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/kaitai"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/lua"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/masks"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/rust"
)

// mostCases is how many messages of each kind are in a table of tests.
const mostCases = 50

// formats are those there are, each with what writes it.
var formats = map[string]func(w io.Writer, p *model.Protocol, messages []model.Message, name string) error{
	"go": func(w io.Writer, p *model.Protocol, _ []model.Message, name string) error {
		return golang.Write(w, p, name)
	},
	"go-test": func(w io.Writer, p *model.Protocol, _ []model.Message, name string) error {
		return golang.WriteTest(w, p, name, mostCases)
	},
	"rust": func(w io.Writer, p *model.Protocol, _ []model.Message, _ string) error {
		return rust.Write(w, p, mostCases)
	},
	"ksy": func(w io.Writer, p *model.Protocol, _ []model.Message, name string) error {
		return kaitai.Write(w, p, name)
	},
	"lua": func(w io.Writer, p *model.Protocol, _ []model.Message, name string) error {
		return lua.Write(w, p, name)
	},
	"masks": func(w io.Writer, p *model.Protocol, messages []model.Message, _ string) error {
		return masks.Write(w, p, messages)
	},
}

// Formats are the names of the formats there are.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// Named are the formats in which a name that is given stands.
func Named() []string { return []string{"go", "go-test", "ksy", "lua"} }

// CheckName says why s can't be the name of a protocol in every format.
func CheckName(s string) error {
	if words := code.Words(s, ""); s == "" || s != code.Snake(words) || golang.IsKeyword(s) {
		return fmt.Errorf("%q can't be the name of a protocol: it takes a-z, 0-9 and single _ between them, a letter first, and no keyword of Go", s)
	}
	return nil
}

// Write writes what was learned from these messages in a format. The name, as CheckName
// wants it, is what source calls the protocol; without one, it follows from the socket's.
func Write(w io.Writer, format string, p *model.Protocol, messages []model.Message, name string) error {
	write, ok := formats[format]
	switch {
	case !ok:
		return fmt.Errorf("unknown format %q", format)
	case p.Opaque != nil:
		return fmt.Errorf("nothing was learned that format %s could tell: it is %s (%s); %s", format, p.Opaque.What, p.Opaque.Why, p.Opaque.Tool)
	case name == "":
		name = nameOf(p.Socket)
	}
	return write(w, p, messages, name)
}

// nameOf makes a name of a socket's: the last component of the path, without the ending
// .sock or .socket.
func nameOf(socket string) string {
	socket = strings.TrimRight(socket, "/")
	socket = socket[strings.LastIndexByte(socket, '/')+1:]
	for _, ending := range []string{".sock", ".socket"} {
		socket = strings.TrimSuffix(socket, ending)
	}
	name := code.Snake(code.Words(socket, "learned"))
	if golang.IsKeyword(name) {
		name = "learned_" + name
	}
	return name
}
