package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// label is what a field is, in the words of who dissected it.
type label struct {
	Name string `json:"name"` // as tshark abbreviates it: dns.id
	Type string `json:"type"` // as tshark has it: FT_UINT16; FLAGS if it has bits of their own
}

// field is a run of a message's bytes: offset, size, and the number of its label, -1 of
// bytes that the dissector says nothing about. A message's fields are ordered, and cover
// it without overlap.
type field [3]int

func (f field) offset() int { return f[0] }
func (f field) size() int   { return f[1] }
func (f field) label() int  { return f[2] }

// dissected is one message of the protocol.
type dissected struct {
	Send   int     `json:"send"`  // in which it begins, from 1
	Start  int     `json:"start"` // where in that
	Size   int     `json:"size"`  // bytes, which may go on in later sends of this side
	Fields []field `json:"fields"`
}

// truth is what is known of the messages of a capture.
type truth struct {
	Protocol string      `json:"protocol"`
	Source   string      `json:"source"`  // who says so
	Skipped  int         `json:"skipped"` // messages that could not be dissected
	Labels   []label     `json:"labels"`
	Messages []dissected `json:"-"` // in lines of their own
}

// name is that of a field, for people.
func (t *truth) name(f field) string {
	if f.label() < 0 {
		return "not dissected"
	}
	return t.Labels[f.label()].Name
}

// opaque are the fields of a message that the dissector says nothing about but where they
// begin and end: what is within is not known.
func (t *truth) opaque(d *dissected) []bool {
	list := make([]bool, len(d.Fields))
	for i, f := range d.Fields {
		list[i] = f.label() < 0 || t.Labels[f.label()].Type == "FT_NONE"
	}
	return list
}

// number is that of the label, which is added if it is new.
func (t *truth) number(l label) int {
	for i, known := range t.Labels {
		if known == l {
			return i
		}
	}
	t.Labels = append(t.Labels, l)
	return len(t.Labels) - 1
}

// add adds a message of which these leaves are known.
func (t *truth) add(at dissected, leaves []leaf) {
	end := 0
	gap := func(to int) {
		if to > end {
			at.Fields = append(at.Fields, field{end, to - end, -1})
		}
	}
	for _, l := range leaves {
		gap(l.offset)
		at.Fields = append(at.Fields, field{l.offset, l.size, t.number(l.label)})
		end = l.offset + l.size
	}
	gap(at.Size)
	t.Messages = append(t.Messages, at)
}

// write writes a line for each message, for people who compare.
func (t *truth) write(path string) error {
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

// readTruth reads what write wrote, and checks it against the capture that it is of.
func readTruth(path string, of *capture) (*truth, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	t := &truth{}
	if err := decoder.Decode(t); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for decoder.More() {
		var m dissected
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
func (t *truth) check(m dissected, of *capture) error {
	s, at, err := of.place(m.Send, m.Start)
	if err != nil {
		return err
	}
	if m.Size > len(s.data)-at {
		return fmt.Errorf("%d bytes from %d on go past the end of what was captured", m.Size, at)
	}
	end := 0
	for _, f := range m.Fields {
		if f.offset() != end || f.size() <= 0 || f.label() < -1 || f.label() >= len(t.Labels) {
			return fmt.Errorf("field %v does not follow, or has no label", f)
		}
		end += f.size()
	}
	if end != m.Size {
		return fmt.Errorf("fields end at %d of %d", end, m.Size)
	}
	return nil
}
