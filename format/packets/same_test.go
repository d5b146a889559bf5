package packets_test

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// TestSameFiles: files stay the same byte for byte, however they are made. Whoever changes
// how they look on purpose puts in the sums that it tells.
func TestSameFiles(t *testing.T) {
	if binary.NativeEndian.Uint16([]byte{1, 0}) != 1 {
		t.Skip("files are in the byte order of the machine")
	}
	looks := append(everyLook, packets.Options{Link: packets.PKTAP, NoComments: true})
	sums := []string{"2697361f776017a2", "70772e0b279df843", "a27fb40d3e022e44", "d46059f72734500b", "361616bc2cd5c858", "c370a911d4e1a956"}
	for i, o := range looks {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			if got := sumOf(t, o, 150, variedMessages(uint64(i))); got != sums[i] {
				t.Errorf("sum %q, want %q", got, sums[i])
			}
		})
	}
	t.Run("many", func(t *testing.T) { // more than is remembered of conversations and names
		const want = "d586ca38bff5cfa7"
		if got := sumOf(t, packets.DefaultOptions(), 150_000, manyConversations()); got != want {
			t.Errorf("sum %q, want %q", got, want)
		}
	})
}

// sumOf is the start of the checksum of a file of so many messages. Its clock stands still:
// statistics, which tell the time, come when some has passed.
func sumOf(t *testing.T, o packets.Options, n int, next func() *format.Message) (start string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		sum := sha256.New()
		w, err := packets.NewWriter(sum, o)
		if err != nil {
			t.Fatal(err)
		}
		for range n {
			if err := w.Write(next()); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		start = fmt.Sprintf("%x", sum.Sum(nil)[:8])
	})
	return start
}

// variedMessages are messages of all kinds, many of them between the same few sockets.
func variedMessages(seed uint64) func() *format.Message {
	g := generator{rand.New(rand.NewPCG(seed, 3))}
	var ends []format.End
	for range 6 {
		ends = append(ends, g.end())
	}
	return func() *format.Message {
		m := g.message()
		if g.IntN(3) > 0 {
			m.From, m.To = pick(g, ends...), pick(g, ends...)
		}
		switch payload := pick(g, "", "call", "object", "bytes"); payload {
		case "call":
			call := dbusCall(binary.LittleEndian, 'l', g.text(50))
			put(m, append(call, dbusCall(binary.BigEndian, 'B', g.text(50))...))
		case "object":
			put(m, []byte(` {"a": 1} `+"\n"))
		case "bytes":
			put(m, []byte(g.text(9)))
		}
		return m
	}
}

// put makes data all that a message has.
func put(m *format.Message, data []byte) {
	m.Len, m.Parts = int64(len(data)), []format.Part{{Data: data}}
}

// manyConversations are short messages between many sockets.
func manyConversations() func() *format.Message {
	g := generator{rand.New(rand.NewPCG(1, 4))}
	return func() *format.Message {
		end := func() format.End { return format.End{Pid: 1 + g.IntN(100), Inode: g.Uint64N(600), Comm: "x", UID: -1} }
		m := &format.Message{Time: time.Unix(1, 0), Type: pick(g, format.Stream, format.Datagram), From: end(), To: end()}
		put(m, []byte("x"))
		return m
	}
}
