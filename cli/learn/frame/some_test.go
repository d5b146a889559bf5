package frame

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The messages of a server that has a header of 16 bytes: replies say in words of four bytes
// what follows it, events have other numbers there.
const replies, more, events = 1, 35, 4

func reply(kind byte, n int) []byte {
	b := make([]byte, 16, 16+4*n)
	b[0], b[9] = kind, byte(3*n)
	binary.LittleEndian.PutUint32(b[4:], uint32(n))
	return append(b, payload(4*n)...)
}

func event(n int) []byte {
	b := payload(16)
	b[0] = byte(events + n%5)
	binary.LittleEndian.PutUint32(b[4:], uint32(1000+n*n*7919))
	return b
}

// TestOnlySome: some messages have a length, and those of other kinds but a header. A rule with a
// size for what it does not explain would cut the greeting, too: but its kinds begin no sends.
func TestOnlySome(t *testing.T) {
	var all [][]model.Message
	for c := range 2 {
		sends := [][]byte{payload(160)}
		for i := range 30 {
			sends = append(sends, event(i), reply(replies, i*7%12))
			if i%3 == 0 {
				sends = append(sends, joined(event(i+1), event(i+2), reply(more, i%5)), reply(more, 2+i%7))
			}
		}
		long := reply(replies, 30) // in two sends
		sends = append(sends, long[:16], long[16:])
		all = append(all, sendsOf(fmt.Sprint(c), sends...))
	}
	frames, how, unframed := Find(numbered(all...))
	const each = 1 + 2*30 + 10*4 + 1
	if len(how) != 1 || how[0].Only == nil || unframed != 0 || len(frames) != 2*each {
		t.Fatalf("%d frames and not %d, %d bytes in none: %+v", len(frames), 2*each, unframed, how)
	}
	f := how[0]
	if f.Offset != 4 || f.Size != 4 || f.Order != model.Little || f.Scale != 4 || f.Add != 16 || f.First == nil {
		t.Errorf("got %+v", f)
	}
	if fmt.Sprint(*f.Only) != fmt.Sprint(model.Where{Values: []uint64{replies, more}}) {
		t.Errorf("the length counts where %+v", *f.Only)
	}
}
