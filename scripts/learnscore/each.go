package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// answer is what learn says of one message: a line of --format json --each.
type answer struct {
	Message int             `json:"message"`
	From    string          `json:"from"` // client or server
	Kind    string          `json:"kind"`
	Fields  []answeredField `json:"fields"`

	// Where it begins, if the line says so: in which send, and at which byte of that.
	Send  int `json:"send"`
	Start int `json:"start"`
}

// answeredField is a field of it. The offset is from the start of the message.
type answeredField struct {
	Offset int     `json:"offset"`
	Size   int     `json:"size"`
	Order  string  `json:"order"`
	Type   string  `json:"type"`
	Name   string  `json:"name"`
	Sure   float64 `json:"sure"`
}

// size is how many bytes the message has: what its fields cover.
func (a *answer) size() (n int) {
	for _, f := range a.Fields {
		n = max(n, f.Offset+f.Size)
	}
	return n
}

// readAnswers reads lines.
func readAnswers(r io.Reader) (list []answer, err error) {
	for decoder := json.NewDecoder(r); ; {
		var a answer
		switch err := decoder.Decode(&a); {
		case errors.Is(err, io.EOF):
			return list, nil
		case err != nil:
			return nil, fmt.Errorf("line %d of what is judged: %w", len(list)+1, err)
		}
		for _, f := range a.Fields {
			if f.Offset < 0 || f.Size < 0 {
				return nil, fmt.Errorf("message %d has a field at %d of %d bytes", a.Message, f.Offset, f.Size)
			}
		}
		list = append(list, a)
	}
}
