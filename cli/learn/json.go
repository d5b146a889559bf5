package learn

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// WriteJSON writes the protocol as one object.
func WriteJSON(w io.Writer, p *model.Protocol) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(p)
}

// eachMessage is the line of one message of the capture. Offsets are in its bytes. A frame
// that spans several messages has in each those of its fields, and those parts of them,
// that are there.
type eachMessage struct {
	Message int         `json:"message"` // its number in the capture
	From    string      `json:"from"`
	Kind    string      `json:"kind"` // of the first frame in it
	Fields  []eachField `json:"fields"`
	Frames  []eachFrame `json:"frames,omitempty"` // if it is not one whole frame
}

type eachField struct {
	Offset int         `json:"offset"`
	Size   int         `json:"size"`
	Order  model.Order `json:"order"`
	Type   model.Type  `json:"type"`
	Name   string      `json:"name"`
	Sure   float64     `json:"sure"`
}

// eachFrame is the part of a frame that is in a message.
type eachFrame struct {
	Frame  int    `json:"frame"` // its number
	Offset int    `json:"offset"`
	Size   int    `json:"size"`
	Kind   string `json:"kind"`
	Begins bool   `json:"begins"` // its first byte is here
	Ends   bool   `json:"ends"`
}

// WriteEach writes a line for each message of the capture.
func WriteEach(w io.Writer, c *Capture, p *model.Protocol) error {
	lines := make([]eachMessage, len(c.Messages))
	for i := range lines {
		m := &c.Messages[i]
		lines[i] = eachMessage{Message: m.Number, From: "server", Fields: []eachField{}}
		if m.FromClient {
			lines[i].From = "client"
		}
	}
	if p.Opaque == nil {
		for i := range p.Frames {
			addFrame(lines, &p.Frames[i], p)
		}
	}
	buffer := bufio.NewWriter(w)
	e := json.NewEncoder(buffer)
	e.SetEscapeHTML(false)
	for i := range lines {
		l := &lines[i]
		if len(l.Frames) == 1 && l.Frames[0].Begins && l.Frames[0].Ends {
			l.Frames = nil
		}
		if err := e.Encode(l); err != nil {
			return err
		}
	}
	return buffer.Flush()
}

// addFrame adds the fields of a frame to the lines of its messages.
func addFrame(lines []eachMessage, f *model.Frame, p *model.Protocol) {
	var spans []model.Span
	kind := ""
	if f.Kind >= 0 {
		k := &p.Kinds[f.Kind]
		kind = k.Name
		spans, _ = k.Lay(f.Data)
	}
	at := 0
	for i, piece := range f.Pieces {
		l := &lines[piece.Message-1]
		if l.Kind == "" {
			l.Kind = kind
		}
		l.Frames = append(l.Frames, eachFrame{f.Number, piece.Offset, piece.Len, kind, i == 0, i == len(f.Pieces)-1})
		for _, s := range spans {
			from, to := max(s.Offset, at), min(s.Offset+s.Size, at+piece.Len)
			if from < to {
				l.Fields = append(l.Fields, eachField{from - at + piece.Offset, to - from, s.Field.Order, s.Field.Type, s.Path, s.Field.Sure})
			}
		}
		at += piece.Len
	}
}
