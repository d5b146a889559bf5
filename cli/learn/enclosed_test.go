package learn

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// conversation are messages of a stream, by turns of the client and of the server.
func conversation(sends ...[]byte) *Capture {
	c := &Capture{}
	for i, data := range sends {
		c.Messages = append(c.Messages, model.Message{Number: i + 1, Conversation: "1", FromClient: i%2 == 0, Type: "stream", Data: data})
	}
	return c
}

// fields are some of Protocol Buffers.
func fields(i int) (b []byte) {
	b = append(b, 0x0a, byte(4+i%5))
	b = append(b, "abcdefgh"[:4+i%5]...)
	if i%2 > 0 {
		b = binary.AppendUvarint(append(b, 0x10), uint64(i*i*i))
	}
	if i%3 > 0 {
		b = binary.LittleEndian.AppendUint32(append(b, 0x1d), uint32(i*77))
	}
	return b
}

// TestEnclosed: behind a header, bytes that describe themselves are one field, and what reads
// them is said; the header is learned.
func TestEnclosed(t *testing.T) {
	var sends [][]byte
	for i := range 60 {
		b := fields(i)
		head := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, uint32(len(b))), uint16(i/2))
		sends = append(sends, append(append(head, byte(1+i%2), 0), b...))
	}
	p := Learn(conversation(sends...))
	if p.Opaque != nil || len(p.Bodies) != 2 || p.Bodies[0].Offset != 8 || p.Bodies[0].What != "Protocol Buffers" {
		t.Fatalf("it carries %+v, and is %+v", p.Bodies, p.Opaque)
	}
	if f := p.Framing[0]; f.Size != 4 || f.Order != model.Big {
		t.Errorf("framed by %+v", f)
	}
	for i := range p.Kinds {
		k := &p.Kinds[i]
		last := k.Fields[len(k.Fields)-1]
		if last.Name != "body" || last.Offset != 8 || last.Size.How != model.SizeRest || !strings.Contains(last.Evidence, "protoc") {
			t.Errorf("%s ends with %+v", k.Name, last)
		}
	}
	var text strings.Builder
	if err := WriteText(&text, p, false); err != nil || !strings.Contains(text.String(), "Behind the first 8 bytes, what the server sends is Protocol Buffers") {
		t.Errorf("%v\n%s", err, text.String())
	}
}

// TestEnclosedPrefix: the length of gRPC's messages is whole, though it is on an odd place and no
// message needs more than its last byte.
func TestEnclosedPrefix(t *testing.T) {
	var sends [][]byte
	for i := range 60 {
		b := fields(i)
		sends = append(sends, append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(b))), b...))
	}
	p := Learn(conversation(sends...))
	if f := p.Framing[0]; len(p.Bodies) != 2 || f.Offset != 1 || f.Size != 4 || f.Order != model.Big {
		t.Errorf("framed by %+v, and carries %+v", f, p.Bodies)
	}
}

// TestEnclosedAlone: without a header there is nothing to learn, also where messages are framed.
func TestEnclosedAlone(t *testing.T) {
	var sends, frames [][]byte
	for i := range 40 {
		b := fields(i)
		sends = append(sends, b)
		n := len(b)
		frames = append(frames, append([]byte{byte(n >> 16), byte(n >> 8), byte(n), byte(i % 2), 0, 0, 0, 0, byte(1 + i/2)}, b...))
	}
	for want, list := range map[string][][]byte{"Protocol Buffers": sends, "HTTP/2, or gRPC over it": frames} {
		if p := Learn(conversation(list...)); p.Opaque == nil || p.Opaque.What != want {
			t.Errorf("%s is taken for %+v", want, p.Opaque)
		}
	}
	frames[3][3] = 77 // no type of HTTP/2
	if p := Learn(conversation(frames...)); p.Opaque != nil {
		t.Errorf("taken for %+v", p.Opaque)
	}
}
