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

// eachMessage is the line of one message of the protocol. It begins in the send with
// this number, of those that were read, at the byte Start of it, and may go on in later
// ones of its side. Offsets are from where it begins. Of datagrams, and of streams with a
// message in each send, Message and Send are the same as long as nothing is missing.
type eachMessage struct {
	Message int         `json:"message"` // from 1, in the order in which they end
	Send    int         `json:"send"`
	Start   int         `json:"start"`
	Size    int         `json:"size"`
	From    string      `json:"from"`
	Kind    string      `json:"kind"`
	Fields  []eachField `json:"fields"`
}

type eachField struct {
	Offset int         `json:"offset"`
	Size   int         `json:"size"`
	Order  model.Order `json:"order"`
	Type   model.Type  `json:"type"`
	Name   string      `json:"name"`
	Sure   float64     `json:"sure"`
}

// WriteEach writes a line for each message of the protocol.
func WriteEach(w io.Writer, p *model.Protocol) error {
	buffer := bufio.NewWriter(w)
	e := json.NewEncoder(buffer)
	e.SetEscapeHTML(false)
	for i := range p.Frames {
		if err := e.Encode(each(&p.Frames[i], p)); err != nil {
			return err
		}
	}
	return buffer.Flush()
}

func each(f *model.Frame, p *model.Protocol) *eachMessage {
	m := &eachMessage{Message: f.Number, From: "server", Size: len(f.Data), Fields: []eachField{}}
	if f.FromClient {
		m.From = "client"
	}
	if len(f.Pieces) > 0 {
		m.Send, m.Start = f.Pieces[0].Message, f.Pieces[0].Offset
	}
	if f.Kind < 0 || p.Opaque != nil {
		m.Fields = append(m.Fields, eachField{Size: len(f.Data), Type: model.Unknown, Name: "data"})
		return m
	}
	k := &p.Kinds[f.Kind]
	m.Kind = k.Name
	spans, _ := k.Show(f.Data) // it fits, or the frame would be of no kind
	for _, s := range spans {
		if s.Size > 0 {
			m.Fields = append(m.Fields, eachField{s.Offset, s.Size, s.Field.Order, s.Field.Type, s.Path, s.Field.Sure})
		}
	}
	return m
}
