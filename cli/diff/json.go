package diff

import (
	"cmp"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// jsonChange is a line of JSON. docs/json.md describes it.
type jsonChange struct {
	Version int         `json:"v"`
	Files   [2]string   `json:"files"`
	Change  Kind        `json:"change"`
	Of      string      `json:"of"`
	Socket  string      `json:"socket,omitempty"`
	Type    string      `json:"type"`
	From    string      `json:"from,omitempty"`
	A       *jsonSide   `json:"a,omitempty"`
	B       *jsonSide   `json:"b,omitempty"`
	Differs []jsonRange `json:"differs,omitempty"`
}

// jsonSide is what one of the captures has.
type jsonSide struct {
	Conversation string         `json:"conversation"`
	Client       format.JSONEnd `json:"client"`
	Server       format.JSONEnd `json:"server"`
	Messages     int            `json:"messages,omitempty"` // of a whole conversation
	Message      int            `json:"message,omitempty"`
	Last         int            `json:"last,omitempty"`
	Len          int64          `json:"len,omitempty"`
	Data         []byte         `json:"data,omitempty"`
}

type jsonRange struct {
	Offset int `json:"offset"`
	Len    int `json:"len"`

	// Where that is in B, if it is not there or has another length.
	OffsetB *int `json:"b_offset,omitempty"`
	LenB    *int `json:"b_len,omitempty"`
}

// WriteJSON writes an object on a line for each conversation and message that differs.
func WriteJSON(w io.Writer, c *Comparison) error {
	lines := format.NewJSON(w)
	for i := range c.Conversations {
		one := &c.Conversations[i]
		if !one.Differs() {
			continue
		}
		of := cmp.Or(one.A, one.B)
		base := jsonChange{
			Version: format.SchemaVersion, Files: [2]string{format.Escape(c.A.Name), format.Escape(c.B.Name)},
			Socket: of.Name().String(), Type: of.Type.String(),
		}
		if one.A == nil || one.B == nil {
			base.Change, base.Of = Missing, "conversation"
			if one.A == nil {
				base.Change = New
			}
			base.A, base.B = whole(one.A), whole(one.B)
			if err := lines.Encode(base); err != nil {
				return err
			}
		}
		for _, change := range one.Changes {
			line := base
			line.Change, line.Of, line.From = change.Kind, "message", cmp.Or(change.A, change.B).side()
			line.A, line.B = message(one.A, change.A), message(one.B, change.B)
			line.Differs = ranges(change.Edits)
			if err := lines.Encode(line); err != nil {
				return err
			}
		}
	}
	return lines.Flush()
}

// ends is a conversation without its messages.
func ends(c *format.Conversation) *jsonSide {
	return &jsonSide{Conversation: c.ID, Client: format.ToJSON(c.Client), Server: format.ToJSON(c.Server)}
}

func whole(c *format.Conversation) *jsonSide {
	if c == nil {
		return nil
	}
	s := ends(c)
	s.Messages = len(c.Messages)
	return s
}

func message(c *format.Conversation, t *Turn) *jsonSide {
	if t == nil {
		return nil
	}
	s := ends(c)
	s.Message, s.Last, s.Len, s.Data = t.First, t.Last, t.Len(), t.Data
	return s
}

// ranges are where edits are.
func ranges(edits []Edit) []jsonRange {
	var list []jsonRange
	for _, e := range edits {
		r := jsonRange{Offset: e.A.From, Len: e.A.Len()}
		if e.A != e.B {
			from, length := e.B.From, e.B.Len()
			r.OffsetB, r.LenB = &from, &length
		}
		list = append(list, r)
	}
	return list
}
