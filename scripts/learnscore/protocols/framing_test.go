package protocols

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// FuzzFraming: whatever a side says, messages are within it.
func FuzzFraming(f *testing.F) {
	f.Add([]byte("\x00AUTH EXTERNAL 30\r\nBEGIN\r\nl\x01\x00\x01\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00"), true)
	f.Add([]byte("AMQP\x00\x00\x09\x01\x08\x00\x00\x00\x00\x00\x00\xce"), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		m := &format.Message{Type: format.Stream, From: format.End{Inode: 1}, To: format.End{Inode: 2, Name: "/server"}, Len: int64(len(data)), Parts: []format.Part{{Data: data}}}
		if !fromClient {
			m.From, m.To = m.To, m.From
		}
		c := truth.New([]*format.Message{m})
		for _, p := range slices.Concat(All, Public()) {
			list, err := p.MessagesOf(c)
			if err != nil {
				continue
			}
			end := 0
			for _, d := range list {
				if d.Start < end || d.Size < 0 || d.Start+d.Size > len(data) {
					t.Fatalf("%s: %+v", p.Name, list)
				}
				end = d.Start + d.Size
			}
		}
	})
}
