package truth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// Label is what a field is, in the words of who dissected it.
type Label struct {
	Name string `json:"name"` // as tshark abbreviates it: dns.id
	Type string `json:"type"` // as tshark has it: FT_UINT16; FLAGS if it has bits of their own
}

// Field is a run of a message's bytes: offset, size, and the number of its label, -1 of
// bytes that the dissector says nothing about. A message's fields are ordered, and cover
// it without overlap.
type Field [3]int

// Offset is where it begins in the message.
func (f Field) Offset() int { return f[0] }

// Size is how many bytes it has, at least one.
func (f Field) Size() int { return f[1] }

// Label is the number of its label.
func (f Field) Label() int { return f[2] }

// Message is one message of the protocol.
type Message struct {
	Send   int     `json:"send"`  // in which it begins, from 1
	Start  int     `json:"start"` // where in that
	Size   int     `json:"size"`  // bytes, which may go on in later sends of this side
	Fields []Field `json:"fields"`
}

// Truth is what is known of the messages of a capture.
type Truth struct {
	Protocol string    `json:"protocol"` // its name
	Source   string    `json:"source"`   // who says so
	Skipped  int       `json:"skipped"`  // messages that could not be dissected
	Labels   []Label   `json:"labels"`
	Messages []Message `json:"-"` // in lines of their own
}

// Name is that of a field, for people.
func (t *Truth) Name(f Field) string {
	if f.Label() < 0 {
		return "not dissected"
	}
	return t.Labels[f.Label()].Name
}

// Opaque are the fields of a message that the dissector says nothing about but where they
// begin and end: what is within is not known.
func (t *Truth) Opaque(d *Message) []bool {
	list := make([]bool, len(d.Fields))
	for i, f := range d.Fields {
		list[i] = f.Label() < 0 || t.Labels[f.Label()].Type == "FT_NONE"
	}
	return list
}

// number is that of the label, which is added if it is new.
func (t *Truth) number(l Label) int {
	for i, known := range t.Labels {
		if known == l {
			return i
		}
	}
	t.Labels = append(t.Labels, l)
	return len(t.Labels) - 1
}

// Add adds a message of which these leaves are known.
func (t *Truth) Add(at Message, leaves []Leaf) {
	end := 0
	gap := func(to int) {
		if to > end {
			at.Fields = append(at.Fields, Field{end, to - end, -1})
		}
	}
	for _, l := range leaves {
		gap(l.Offset)
		at.Fields = append(at.Fields, Field{l.Offset, l.Size, t.number(l.Label)})
		end = l.Offset + l.Size
	}
	gap(at.Size)
	t.Messages = append(t.Messages, at)
}

// Write writes a line for each message, for people who compare.
func (t *Truth) Write(path string) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	if err := encoder.Encode(t); err != nil {
		return err
	}
	for _, m := range t.Messages {
		if err := encoder.Encode(m); err != nil {
			return err
		}
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

// Read reads what write wrote, and checks it against the capture that it is of.
func Read(path string, of *Capture) (*Truth, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	t := &Truth{}
	if err := decoder.Decode(t); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for decoder.More() {
		var m Message
		if err := decoder.Decode(&m); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		if err := t.check(m, of); err != nil {
			return nil, fmt.Errorf("%s: message %d: %w", filepath.Base(path), len(t.Messages)+1, err)
		}
		t.Messages = append(t.Messages, m)
	}
	return t, nil
}

// check says what is wrong with a message.
func (t *Truth) check(m Message, of *Capture) error {
	s, at, err := of.Place(m.Send, m.Start)
	if err != nil {
		return err
	}
	if m.Size > len(s.Data)-at {
		return fmt.Errorf("%d bytes from %d on go past the end of what was captured", m.Size, at)
	}
	end := 0
	for _, f := range m.Fields {
		if f.Offset() != end || f.Size() <= 0 || f.Label() < -1 || f.Label() >= len(t.Labels) {
			return fmt.Errorf("field %v does not follow, or has no label", f)
		}
		end += f.Size()
	}
	if end != m.Size {
		return fmt.Errorf("fields end at %d of %d", end, m.Size)
	}
	return nil
}
