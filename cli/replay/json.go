package replay

import (
	"encoding/json"
	"io"

	"github.com/unixsnoop/unixsnoop/format"
)

// jsonResult is a line of JSON. docs/json.md describes it.
type jsonResult struct {
	Version      int             `json:"v"`
	Conversation string          `json:"conversation"`
	Type         string          `json:"type"`
	Role         Role            `json:"role"`
	Client       string          `json:"client,omitempty"`
	Verdict      Verdict         `json:"result"`
	Reason       string          `json:"reason,omitempty"`
	Sent         int             `json:"sent"`
	Compared     int             `json:"compared"`
	Uncaptured   int64           `json:"uncaptured,omitempty"`
	Difference   *jsonDifference `json:"difference,omitempty"`
	Notes        []string        `json:"notes,omitempty"`
}

type jsonDifference struct {
	Message  int    `json:"message"`
	Last     int    `json:"last"`
	Offset   int64  `json:"offset"`
	Start    int64  `json:"start"`
	Expected []byte `json:"expected"`
	Got      []byte `json:"got"`
}

// WriteJSON writes a result as an object on a line.
func WriteJSON(w io.Writer, r *Result) error {
	line := jsonResult{
		Version:      1,
		Conversation: r.Conversation.ID,
		Type:         r.Conversation.Type.String(),
		Role:         r.Role,
		Client:       format.Escape(r.Conversation.Client.Comm),
		Verdict:      r.Verdict,
		Reason:       r.Reason,
		Sent:         r.Sent,
		Compared:     r.Compared,
		Uncaptured:   r.Uncaptured,
		Notes:        r.Notes,
	}
	if d := r.Difference; d != nil {
		line.Difference = &jsonDifference{d.Message, d.Last, d.Offset, d.Start, append([]byte{}, d.Expected...), append([]byte{}, d.Got...)}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(line)
}
