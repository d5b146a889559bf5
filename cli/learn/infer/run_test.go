package infer

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// layouts are those of all kinds that are found in datagrams: their names and sizes, elements in
// brackets.
func layouts(datagrams [][]byte) (p *model.Protocol, list []string) {
	p = &model.Protocol{Type: "dgram"}
	for i, b := range datagrams {
		p.Frames = append(p.Frames, model.Frame{Number: i + 1, Conversation: "a", FromClient: true, Data: b, Kind: -1})
	}
	Infer(p, nil)
	var text func(fields []model.Field) string
	text = func(fields []model.Field) string {
		var words []string
		for _, f := range fields {
			s := fmt.Sprint(f.Size.How, " ", f.Size.N)
			if f.Size.How == model.SizeBy {
				s = "by " + f.Size.By
			}
			if f.Items != nil {
				s += " [" + text(f.Items) + "]"
			}
			words = append(words, string(f.Type)+" "+s)
		}
		return strings.Join(words, ", ")
	}
	for _, k := range p.Kinds {
		list = append(list, text(k.Fields))
	}
	return p, list
}

// TestRun: options within a number of bytes are found, behind bytes with their number before them
// and in front of others, though the numbers tell messages apart as a kind would.
func TestRun(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var list [][]byte
	for i := range 60 {
		b := []byte{0xfe, 0xed, 2, byte(i)}
		gone := make([]byte, (i%3)*5)
		for j := range gone {
			gone[j] = byte(random.Uint32())
		}
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(gone))), gone...)
		var options []byte
		for j := range 1 + random.IntN(4) {
			n := []int{1, 4, 6, 8}[(i+j)%4]
			options = append(options, 0x40, byte(1+(i+j)%4), byte(n))
			for range n {
				options = append(options, byte(random.Uint32()))
			}
		}
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(options))), options...)
		for range random.IntN(4) {
			b = append(b, 24, 10, byte(random.Uint32()), byte(random.Uint32()))
		}
		list = append(list, b)
	}
	p, kinds := layouts(list)
	found := 0
	for i, text := range kinds {
		if strings.Contains(text, "length fixed 2, payload by length") || strings.Contains(text, "length fixed 2, array by length") ||
			strings.Contains(text, "[constant fixed 1, integer fixed 1, length fixed 1, bytes by length]") {
			found += p.Kinds[i].Count
		}
	}
	if found < 50 {
		t.Errorf("in %d of 60 messages: %s", found, strings.Join(kinds, "\n"))
	}
	for _, f := range p.Frames {
		if f.Kind < 0 {
			t.Errorf("message %d is of no kind", f.Number)
		}
	}
}

// TestNoRun: that elements fill bytes by chance proves nothing, however often it is the same chance.
func TestNoRun(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for name, make := range map[string]func(i int) []byte{
		// Numbers, of which one happens to be a length, and those behind it too.
		"one shape": func(i int) []byte {
			b := []byte{7, 0, 9, 1, 2, byte(i), byte(i * 3), 2, 3, byte(i), 1, byte(i * 7), byte(i * 5)}
			return append(b, byte(random.Uint32()))
		},
		"random": func(int) []byte {
			b := []byte{7, 0}
			for range 10 + random.IntN(20) {
				b = append(b, byte(random.Uint32()))
			}
			return b
		},
		"small": func(int) []byte {
			b := []byte{7, 0}
			for range 10 + random.IntN(20) {
				b = append(b, byte(random.IntN(4)))
			}
			return b
		},
		"text": func(i int) []byte {
			text := strings.Repeat("some words, ", 1+random.IntN(3)) + "and more" + fmt.Sprint(i)
			return append(binary.BigEndian.AppendUint16([]byte{7, 0}, uint16(len(text))), text+"\x00\x01\x02"...)
		},
	} {
		var list [][]byte
		for i := range 60 {
			list = append(list, make(i))
		}
		if _, kinds := layouts(list); strings.Contains(strings.Join(kinds, ""), "by length [") || strings.Contains(strings.Join(kinds, ""), "by length_2 [") {
			t.Errorf("%s: %s", name, strings.Join(kinds, "\n"))
		}
	}
}

// TestRemoteRun: the number of bytes may be in a header, with other fields between, and count these
// or not.
func TestRemoteRun(t *testing.T) {
	for _, counted := range []int{0, 6} {
		random := rand.New(rand.NewPCG(9, uint64(counted)))
		var list [][]byte
		for i := range 80 {
			var options []byte
			for range 1 + random.IntN(4) {
				n := 1 + random.IntN(12)
				options = append(options, byte(1+random.IntN(4)), byte(n))
				for range n {
					options = append(options, byte(random.Uint32()))
				}
			}
			b := binary.BigEndian.AppendUint16([]byte{0x80, 0x11}, uint16(len(options)+counted))
			b = binary.BigEndian.AppendUint16(b, uint16(random.IntN(3)))
			b = binary.BigEndian.AppendUint32(b, random.Uint32())
			b = append(b, options...)
			for range 2 + i%3*4 {
				b = append(b, byte(random.Uint32()))
			}
			list = append(list, b)
		}
		p, kinds := layouts(list)
		found := 0
		for i, text := range kinds {
			if strings.Contains(text, "tlv by length [enum fixed 1, length fixed 1, bytes by length]") {
				found += p.Kinds[i].Count
			}
		}
		if found < 50 {
			t.Errorf("counting %d: in %d of 80 messages: %s", counted, found, strings.Join(kinds, "\n"))
		}
	}
}
