// Package masks writes which bytes of a protocol that was learned differ each time, as
// replay --ignore takes them: times, counters, ids, checksums and random values, and what
// an answer repeats of these.
//
// Bytes that differ in all messages, or are zero or not there in the others, make one
// mask for all of them. Others have masks for each message, whose number is that in the
// conversation; of a stream, that of the first message that one side sends in a row.
package masks

import (
	"io"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Write writes a mask a line, each an argument of replay, for the capture with these
// messages that the protocol was learned from.
func Write(w io.Writer, p *model.Protocol, messages []model.Message) error {
	turns := turnsOf(messages)
	for i := range p.Frames {
		turns.mark(p, &p.Frames[i])
	}
	return WriteArguments(w, turns.all)
}

// differs reports whether a field of a kind has another value each time. What is repeated
// is an id if it differs within a kind, be it another one whose frames are alike, and else
// tells what the message is.
func differs(p *model.Protocol, k *model.Kind, f *model.Field) bool {
	switch f.Type {
	case model.Timestamp, model.Counter, model.Random, model.Checksum, model.Pid, model.UID, model.Inode, model.FD:
		return true
	case model.Echo:
		return f.Value == nil || slices.ContainsFunc(p.Kinds, func(other model.Kind) bool {
			return other.From == k.From && slices.ContainsFunc(other.Fields, func(g model.Field) bool {
				return g.Type == model.Echo && g.Value == nil && g.Offset == f.Offset && g.Size == f.Size
			})
		})
	}
	return false
}
