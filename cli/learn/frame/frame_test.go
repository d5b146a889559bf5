package frame

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// sendsOf are messages of one conversation, all of the client.
func sendsOf(conversation string, sends ...[]byte) []model.Message {
	var list []model.Message
	for _, data := range sends {
		list = append(list, model.Message{Conversation: conversation, FromClient: true, Type: "stream", Data: data})
	}
	return list
}

func numbered(lists ...[]model.Message) []model.Message {
	var all []model.Message
	for _, list := range lists {
		for _, m := range list {
			m.Number = len(all) + 1
			all = append(all, m)
		}
	}
	return all
}

// payload is so many bytes that are no numbers of use.
func payload(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(200 + i*7%50)
	}
	return b
}

// lengthsOf are the lengths of frames.
func lengthsOf(frames []model.Frame) string {
	var words []string
	for _, f := range frames {
		words = append(words, fmt.Sprint(len(f.Data)))
	}
	return strings.Join(words, " ")
}

// TestLength: a length is found, whatever its width, order and place and what it counts.
func TestLength(t *testing.T) {
	for _, c := range []struct {
		name string
		make func(body []byte) []byte
		want model.Framing
	}{
		{"u32 of the rest", func(b []byte) []byte { return append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...) },
			model.Framing{Size: 4, Order: model.Big, Scale: 1, Add: 4}},
		{"u32 of all", func(b []byte) []byte { return append(binary.LittleEndian.AppendUint32(nil, uint32(len(b)+4)), b...) },
			model.Framing{Size: 4, Order: model.Little, Scale: 1}},
		{"u16 behind two bytes, of the body", func(b []byte) []byte {
			return append(binary.BigEndian.AppendUint16([]byte{7, 9}, uint16(len(b))), b...)
		},
			model.Framing{Offset: 2, Size: 2, Order: model.Big, Scale: 1, Add: 4}},
		{"u24 and a byte", func(b []byte) []byte {
			return append([]byte{byte(len(b)), byte(len(b) >> 8), byte(len(b) >> 16), 3}, b...)
		},
			model.Framing{Size: 3, Order: model.Little, Scale: 1, Add: 4}},
		{"u32 of the rest, in units of eight", func(b []byte) []byte {
			b = append(b, make([]byte, (8-len(b)%8)%8)...)
			return append(binary.LittleEndian.AppendUint32([]byte{1, 3, 0, 9}, uint32(len(b)/8)), b...)
		},
			model.Framing{Offset: 4, Size: 4, Order: model.Little, Scale: 8, Add: 8}},
		{"varint", func(b []byte) []byte { return append(binary.AppendUvarint([]byte{0x31}, uint64(len(b))), b...) },
			model.Framing{Offset: 1, Size: 1, Scale: 1, Varint: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var sends [][]byte
			for i := range 20 {
				n := 1 + i*i*3%290
				if i == 12 && c.want.Size == 3 {
					n = 1 << 17 // else two bytes would do
				}
				sends = append(sends, c.make(payload(n)))
			}
			sends[3] = joined(sends[3], sends[4], sends[5]) // several in one send
			sends[4], sends[5] = sends[6][:2], sends[6][2:] // one in several
			sends = append(sends[:6], sends[7:]...)
			frames, how, unframed := Find(numbered(sendsOf("1", sends...)))
			if len(how) != 1 || how[0].How != model.ByLength || unframed != 0 || len(frames) != 20 {
				t.Fatalf("%d frames, %d bytes in none: %+v", len(frames), unframed, how)
			}
			f := how[0]
			if f.Offset != c.want.Offset || f.Size != c.want.Size || f.Order != c.want.Order || f.Scale != c.want.Scale || f.Add != c.want.Add || f.Varint != c.want.Varint {
				t.Errorf("got %+v", f)
			}
			if got := frames[6].Pieces; len(got) != 2 || got[0].Len != 2 {
				t.Errorf("the frame in two sends has the pieces %v", got)
			}
		})
	}
}

func joined(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// TestGreeting: what comes before the first frame with a length is apart.
func TestGreeting(t *testing.T) {
	var all [][]model.Message
	for c := range 4 {
		sends := [][]byte{[]byte("GREETINGS 1.0\x00\x01")}
		for i := range 10 {
			b := payload(3 + (i*37+c*11)%200)
			sends = append(sends, append(binary.BigEndian.AppendUint32([]byte{1, 0, 2}, uint32(len(b))), b...))
		}
		all = append(all, sendsOf(fmt.Sprint(c), sends...))
	}
	frames, how, _ := Find(numbered(all...))
	if len(how) != 1 || how[0].Offset != 3 || how[0].Size != 4 || how[0].First == nil || len(frames) != 44 {
		t.Errorf("%d frames by %+v", len(frames), how)
	}
}

// TestHole: a send that was not captured whole ends a stream, and the next one begins anew.
func TestHole(t *testing.T) {
	var sends [][]byte
	for i := range 12 {
		b := payload(10 + i*17%100)
		sends = append(sends, append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...))
	}
	messages := numbered(sendsOf("1", sends...))
	messages[5].Holes = []model.Hole{{Offset: 4, Len: 3}}
	frames, how, unframed := Find(messages)
	if len(how) != 1 || how[0].How != model.ByLength || len(frames) != 11 || unframed != len(messages[5].Data) {
		t.Errorf("%d frames, %d bytes in none, by %+v", len(frames), unframed, how)
	}
}

// TestOthers: lines, one size for all, and sends of which nothing can be proved.
func TestOthers(t *testing.T) {
	lines := numbered(sendsOf("1", []byte("HELO me\r\n"), []byte("MAIL x\r\nRCPT y\r\n"), []byte("QUIT\r\n")))
	frames, how, _ := Find(lines)
	if how[0].How != model.Lines || lengthsOf(frames) != "9 8 8 6" {
		t.Errorf("lines are %s, %s", how[0].How, lengthsOf(frames))
	}
	var sends [][]byte
	for i := range 9 {
		sends = append(sends, payload(8*(1+i%2)))
	}
	if frames, how, _ := Find(numbered(sendsOf("1", sends...))); how[0].How != model.Fixed || len(frames) != 13 {
		t.Errorf("%d frames by %+v", len(frames), how)
	}
	if frames, how, _ := Find(numbered(sendsOf("1", payload(70), payload(91), payload(80)))); how[0].How != model.Sends || len(frames) != 3 {
		t.Errorf("%d frames by %+v", len(frames), how)
	}
}

func FuzzFind(f *testing.F) {
	f.Add([]byte("\x05\x00\x00\x00\x01ab\x00\x00\x00\x03abc"), uint8(3), true)
	f.Fuzz(func(t *testing.T, data []byte, step uint8, stream bool) {
		var sends [][]byte
		for len(data) > 0 && len(sends) < 200 {
			n := min(len(data), 1+int(step+data[0])%97)
			sends = append(sends, data[:n])
			data = data[n:]
		}
		messages := numbered(sendsOf("1", sends...))
		total := 0
		for i := range messages {
			messages[i].FromClient = i%3 > 0
			if !stream {
				messages[i].Type = "dgram"
			}
			total += len(messages[i].Data)
		}
		frames, _, unframed := Find(messages)
		for _, f := range frames {
			n := 0
			for _, p := range f.Pieces {
				n += p.Len
			}
			if n != len(f.Data) {
				t.Fatalf("pieces of %d bytes are a frame of %d", n, len(f.Data))
			}
			total -= n
		}
		if total != unframed {
			t.Fatalf("%d bytes are in no frame, not %d", total, unframed)
		}
	})
}

// TestOwnRule: a direction does not follow the size or the lines of the other if they say nothing
// of its own sends.
func TestOwnRule(t *testing.T) {
	for name, asked := range map[string]func(i int) []byte{
		"size":  func(i int) []byte { return []byte{90, 70, byte(i), 1, 1, 1} },
		"lines": func(i int) []byte { return []byte(fmt.Sprintf("get %d\n", i*i)) },
	} {
		var list []model.Message
		for i := range 60 {
			list = append(list, sendsOf("1", asked(i))...)
			answer := sendsOf("1", payload(8*(1+i*i%5)+i%3))
			copy(answer[0].Data, "\n\x01\x02")
			answer[0].FromClient = false
			list = append(list, answer...)
		}
		_, how, unframed := Find(numbered(list))
		if len(how) != 2 || how[1].How != model.Sends || unframed != 0 {
			t.Errorf("%s: the server's are cut by %+v, %d bytes in none", name, how, unframed)
		}
	}
}

// TestCutShort: where a capture ends within a message of several conversations, a direction follows the rule of the
// other if their messages begin alike, behind a greeting, too.
func TestCutShort(t *testing.T) {
	for _, test := range []struct {
		magic string // of the server
		want  model.How
	}{{"\xf9\xbe", model.ByLength}, {"\xf9\xbf", model.Sends}} {
		message := func(magic string, n int) []byte {
			return append(binary.LittleEndian.AppendUint32([]byte(magic+"\x01\x02"), uint32(n)), payload(n)...)
		}
		var lists [][]model.Message
		for c := range 6 {
			requests := [][]byte{[]byte("\x09\x09hello")}
			answers := [][]byte{[]byte("\x08\x08\x08\x08\xee\xee\xee\xee\xee\xee")}
			for i := range 8 {
				requests = append(requests, message("\xf9\xbe", 3+i*7+c))
				answers = append(answers, message(test.magic, 2+i*11+c))
			}
			if c%2 == 0 {
				answers = append(answers, message(test.magic, 400)[:100+c])
			}
			server := sendsOf(fmt.Sprint(c), answers...)
			for i := range server {
				server[i].FromClient = false
			}
			lists = append(lists, sendsOf(fmt.Sprint(c), requests...), server)
		}
		_, how, _ := Find(numbered(lists...))
		if len(how) != 2 || how[0].How != model.ByLength || how[1].How != test.want {
			t.Errorf("%x: %+v", test.magic, how)
		}
	}
}
