package infer

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestRecords: elements of several fields, of which the last is the length of what is behind
// it, are taken apart, and fields in front of that length are found in all of them together.
func TestRecords(t *testing.T) {
	p := &model.Protocol{Type: "dgram"}
	for i := range 40 {
		b := binary.BigEndian.AppendUint16(nil, uint16(i*7717))
		b = append(b, 0, 1)
		for j := range 1 + i%4 {
			b = binary.BigEndian.AppendUint16(b, uint16(0xc00c+j))
			b = binary.BigEndian.AppendUint16(b, uint16(1+(i+j)%3))
			b = binary.BigEndian.AppendUint32(b, uint32(300+i*97))
			value := strings.Repeat(string(rune(0xe0+(i*7+j)%16)), 2+(i*5+3*j)%7)
			b = binary.BigEndian.AppendUint16(b, uint16(len(value)))
			b = append(b, value...)
		}
		p.Frames = append(p.Frames, model.Frame{Number: i + 1, Conversation: "a", FromClient: true, Data: b, Kind: -1})
	}
	Infer(p, nil)
	for _, k := range p.Kinds {
		last := k.Fields[len(k.Fields)-1]
		var items []string
		for _, f := range last.Items {
			items = append(items, fmt.Sprint(f.Size.N, " ", f.Type))
		}
		if want := "2 integer, 2 integer, 4 integer, 2 length, 0 bytes"; strings.Join(items, ", ") != want {
			t.Errorf("%d messages: %s %v, want %s", k.Count, last.Name, items, want)
		}
	}
}

// TestRemoteLength: the length of a text may be in a header, with other fields between.
func TestRemoteLength(t *testing.T) {
	p := &model.Protocol{Type: "dgram"}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 80 {
		key := ""
		for range 3 + random.IntN(9) {
			key += string(rune('a' + random.IntN(26)))
		}
		b := binary.BigEndian.AppendUint16([]byte{0x80, 0x11}, uint16(len(key)))
		b = append(b, 0, 0, 0, 0)
		b = binary.BigEndian.AppendUint32(b, random.Uint32()&^0xff|7)
		b = append(b, key...)
		b = append(b, 0xff, byte(random.IntN(256)))
		p.Frames = append(p.Frames, model.Frame{Number: i + 1, Conversation: "a", FromClient: true, Data: b, Kind: -1})
	}
	Infer(p, nil)
	if len(p.Kinds) != 1 {
		t.Fatalf("%d kinds", len(p.Kinds))
	}
	for _, f := range p.Kinds[0].Fields {
		if f.Type != model.Text {
			continue
		}
		by := slices.IndexFunc(p.Kinds[0].Fields, func(g model.Field) bool { return g.Name == f.Size.By })
		if by < 0 || p.Kinds[0].Fields[by].Offset != 2 || p.Kinds[0].Fields[by].Type != model.Length {
			t.Errorf("%+v", p.Kinds[0].Fields)
		}
		return
	}
	t.Errorf("no text: %+v", p.Kinds[0].Fields)
}

// threeByteLengths are messages of a stream with a length of three bytes, and elements of a type, a byte of flags and such a length, which
// counts all of it, filled up to multiples of four.
func threeByteLengths(n int) (list [][]byte) {
	for i := range n {
		b := []byte{1, 0, 0, 0, 0xc0, 0, 1, byte(i % 3)}
		b = binary.BigEndian.AppendUint32(b, uint32(i*2654435761))
		for j := range 2 + i%3 {
			value := []string{"harbor.example", "lab.example", "\x00\x00\x07\xd1", "till-4.shop.example;17"}[(i+j)%4]
			b = binary.BigEndian.AppendUint32(b, uint32(0x100+(i+j)%4))
			b = append(b, 0x40, 0, 0, byte(8+len(value)))
			b = append(b, value...)
			b = append(b, make([]byte, -len(value)&3)...)
		}
		b[2], b[3] = byte(len(b)>>8), byte(len(b))
		list = append(list, b)
	}
	return list
}

// TestThreeByteLengths: elements have lengths of three bytes where messages have.
func TestThreeByteLengths(t *testing.T) {
	data := threeByteLengths(60)
	for _, size := range []int{3, 2} {
		if size == 2 {
			for i := range data {
				data[i][1] = byte(1 + i%2)
			}
		}
		p := &model.Protocol{Type: "stream", Framing: []model.Framing{{From: "both", How: model.ByLength, Offset: 4 - size, Size: size, Order: model.Big, Scale: 1}}}
		for i, b := range data {
			p.Frames = append(p.Frames, model.Frame{Number: i + 1, Conversation: "a", FromClient: true, Data: b, Kind: -1})
		}
		Infer(p, nil)
		widths := map[int]bool{}
		for _, k := range p.Kinds {
			for _, f := range k.Fields {
				for _, item := range f.Items {
					if item.Type == model.Length {
						widths[item.Size.N] = true
					}
				}
			}
		}
		if len(widths) != 1 || !widths[size] {
			t.Errorf("lengths of elements have %v bytes where those of messages have %d", widths, size)
		}
	}
}

// TestFewDots: a label with a dot in one of many names, such as that of a service, does not keep the others from being names.
func TestFewDots(t *testing.T) {
	var list [][]byte
	for i := range 40 {
		b := []byte{byte(i * 7), byte(i * 13), 1, 0}
		labels := []string{strings.Repeat("host", 1+i%3), "_ipp", "_tcp", "local"}[i%2:]
		if i == 9 {
			labels[0] = "Laser v1.2"
		}
		for _, s := range labels {
			b = append(append(b, byte(len(s))), s...)
		}
		list = append(list, append(b, 0, 0, byte(1+i%2*11), 0, 1))
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		if !slices.ContainsFunc(p.Kinds[i].Fields, func(f model.Field) bool { return strings.HasPrefix(f.Name, "name") }) {
			t.Errorf("%s has no name: %+v", p.Kinds[i].Name, p.Kinds[i].Fields)
		}
	}
}

// TestTextsNoLabels: texts with dots are no labels of a name, though a zero is behind them.
func TestTextsNoLabels(t *testing.T) {
	var list [][]byte
	for i := range 40 {
		name := []string{"topic.news", "topic.storms", "harbor.east", "lab.north.2"}[i%4]
		b := append([]byte{byte(i * 7), byte(i * 13), byte(len(name))}, name...)
		list = append(list, append(b, "\x04Post\x00\x06"+strings.Repeat("remote", 1+i%2)...))
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		for _, f := range p.Kinds[i].Fields {
			if strings.HasPrefix(f.Name, "name") {
				t.Errorf("%s has %+v", p.Kinds[i].Name, f)
			}
		}
	}
}
