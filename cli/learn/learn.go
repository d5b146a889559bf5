package learn

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/frame"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Learn works out the protocol of a capture around the fields that are known.
func Learn(c *Capture, known ...infer.Known) *model.Protocol {
	p := c.protocol()
	p.Opaque = recognise(c.Messages)
	p.Frames, p.Framing, p.Unframed = frame.Find(c.Messages)
	if p.Opaque == nil {
		infer.Infer(p, known)
	}
	if c.Left > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d messages behind the first %d were not looked at", c.Left, len(c.Messages)))
	}
	return p
}
