package golang

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// sides writes what all kinds have in common, and Parse.
func (s *source) sides() {
	s.WriteString(`
// Message is a message of any kind.
type Message interface {
	// Append appends the bytes of the message. It fails if they can't tell what the
	// message holds, as when a text is longer than its length can say.
	Append(b []byte) ([]byte, error)
}

// Unknown is a message of no kind that is known.
type Unknown []byte

// Append appends the bytes of the message.
func (u Unknown) Append(b []byte) ([]byte, error) { return append(b, u...), nil }

// Side is who sends.
type Side string

// The sides.
const (
	Client Side = "client"
	Server Side = "server"
)

// Parse reads a whole message that a side has sent. One that fits no kind is returned as
// Unknown, with an error that says why.
func Parse(from Side, b []byte) (Message, error) {
	misfit := fmt.Errorf("no kind of message from the %s begins like these %d bytes", from, len(b))
	switch from {
`)
	for _, side := range code.Sides {
		kinds := s.From(side)
		if len(kinds) == 0 {
			continue
		}
		s.Line("case %s:", code.Camel([]string{side}))
		for _, k := range kinds {
			if c := conditions(k); c != "" {
				s.Line("if %s {", c)
			} else {
				s.Line("{")
			}
			s.Line("m, err := parse%s(b)", s.types[k])
			s.Line("if err == nil {")
			s.Line("return m, nil")
			s.Line("}")
			s.Line("misfit = err")
			s.Line("}")
		}
	}
	s.WriteString(`	}
	return Unknown(bytes.Clone(b)), misfit
}
`)
}

// conditions are what tells a kind, as an expression.
func conditions(k *code.Kind) string {
	var all []string
	end := 0
	for _, m := range k.Select {
		if m.Size == 0 {
			all = append(all, fmt.Sprintf("len(b) == %d", m.Value))
		} else {
			end = max(end, m.Offset+m.Size)
		}
	}
	if end > 0 && len(all) == 0 {
		all = append(all, fmt.Sprintf("len(b) >= %d", end))
	}
	for _, m := range k.Select {
		at := fmt.Sprintf("b[%d:%d]", m.Offset, m.Offset+m.Size)
		order := "Big"
		if m.Order == model.Little {
			order = "Little"
		}
		switch m.Size {
		case 0:
		case 1:
			all = append(all, fmt.Sprintf("b[%d] == %#02x", m.Offset, m.Value))
		case 2, 4, 8:
			all = append(all, fmt.Sprintf("binary.%sEndian.Uint%d(%s) == %#x", order, 8*m.Size, at, m.Value))
		default:
			all = append(all, fmt.Sprintf("number(%s, %t) == %#x", at, m.Order == model.Little, m.Value))
		}
	}
	return strings.Join(all, " && ")
}
