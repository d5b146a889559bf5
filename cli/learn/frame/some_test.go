package frame

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
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

// TestOnlySomeMixed: sends in which others are behind a message with a length, and which happen
// to be a multiple of the header, are no sign that its kind has none.
func TestOnlySomeMixed(t *testing.T) {
	var sends [][]byte
	for i := range 40 {
		sends = append(sends, reply(replies, 1+i%7), event(i))
		for range 3 {
			sends = append(sends, joined(reply(replies, 4), event(i+1)))
		}
	}
	frames, how, unframed := Find(numbered(sendsOf("1", sends...)))
	if want := 40 * (2 + 3*2); len(how) != 1 || how[0].Only == nil || unframed != 0 || len(frames) != want {
		t.Fatalf("%d frames and not %d, %d bytes in none: %+v", len(frames), want, unframed, how)
	}
}

// TestOnlySomeApart: what is behind a header may be in a send of its own.
func TestOnlySomeApart(t *testing.T) {
	var sends [][]byte
	for i := range 60 {
		b := reply(replies, 1+i*7%11)
		sends = append(sends, b[:16:16], b[16:], event(i))
	}
	frames, how, unframed := Find(numbered(sendsOf("1", sends...)))
	if len(how) != 1 || how[0].Only == nil || how[0].First != nil || unframed != 0 || len(frames) != 120 {
		t.Fatalf("%d frames and not 120, %d bytes in none: %+v", len(frames), unframed, how)
	}
}

// TestOnlySomeNone: of messages without a length some have a number by chance that is right. Where all are
// multiples of some size, a rule with a size for all else would find its way again each time.
func TestOnlySomeNone(t *testing.T) {
	for unit := 4; unit <= 16; unit += 4 {
		for seed := range uint64(8) {
			r := rand.New(rand.NewPCG(seed, uint64(unit)))
			most := 1 + r.IntN(256)
			var sends [][]byte
			for range 80 {
				b := make([]byte, unit*(1+r.IntN(10)))
				for i := range b {
					b[i] = byte(r.IntN(most) * r.IntN(2))
				}
				b[0] = byte(1 + r.IntN(4))
				sends = append(sends, b)
			}
			if _, how, _ := Find(numbered(sendsOf("1", sends...))); how[0].Only != nil {
				t.Errorf("units of %d, seed %d: only some have a length: %s", unit, seed, how[0].Evidence)
			}
		}
	}
}

// TestWidens: where the lowest byte of a length cuts all, but others of it are not zero in frames that have nothing behind their header,
// the length has all bytes, and these frames have none.
func TestWidens(t *testing.T) {
	var lists [][]model.Message
	for i := range 4 {
		var sends [][]byte
		for j := range 20 {
			body := bytes.Repeat([]byte{'a' + byte(i+j)%20}, 5+(i*7+j*3)%40)
			sends = append(sends, append(binary.BigEndian.AppendUint32([]byte{"oer"[j%3]}, uint32(len(body))), body...))
			if j%4 == 0 {
				sends = append(sends, []byte{'L', 0, 0, 0x10, 0}) // asks for so many bytes
			}
		}
		lists = append(lists, sendsOf(string(rune('a'+i)), sends...))
	}
	all, _ := streams(numbered(lists...))
	how, cuts := settle(all)
	if len(how) != 1 {
		t.Fatalf("%d rules: %+v", len(how), how)
	}
	if f := how[0]; f.Offset != 1 || f.Size != 4 || f.Order != model.Big || f.Only == nil || f.Only.Offset != 0 || !slices.Equal(f.Only.Values, []uint64{'e', 'o', 'r'}) {
		t.Errorf("the rule is %+v, where %+v", f, f.Only)
	}
	if n := frames(cuts); n != 4*25 {
		t.Errorf("%d frames", n)
	}
}
