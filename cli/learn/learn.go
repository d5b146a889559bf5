package learn

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

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
		p.Opaque, p.Bodies = enclosed(p.Frames)
	}
	if p.Opaque == nil {
		infer.Infer(p, known)
	}
	if c.Left > 0 {
		p.Notes = append(p.Notes, fmt.Sprintf("%d messages behind the first %d were not looked at", c.Left, len(c.Messages)))
	}
	if n := len(c.sockets); n > 1 {
		p.Notes = append(p.Notes, fmt.Sprintf("messages are of %d sockets, such as %s: if these are several protocols, --socket chooses one", n, mostUsed(c.sockets)))
	}
	return p
}

// mostUsed are the two sockets that have most conversations.
func mostUsed(sockets map[string]int) string {
	names := slices.SortedFunc(maps.Keys(sockets), func(a, b string) int {
		return cmp.Or(sockets[b]-sockets[a], cmp.Compare(a, b))
	})
	return strings.Join(names[:min(len(names), 2)], " and ")
}
