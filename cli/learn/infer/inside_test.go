package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestInside: texts are found inside of bytes without a layout, by the length that most of them have before them or the
// NUL behind, and nowhere by chance.
func TestInside(t *testing.T) {
	random := rand.New(rand.NewPCG(30, 11))
	words := []string{"status", "of the left engine", "warm", "oil pressure", "green"}
	word := func() string { return words[random.IntN(len(words))] }
	for name, test := range map[string]struct {
		make func() []byte
		want *model.Inside // of what decides, nil if there is none
	}{
		"lengths": {func() (b []byte) {
			for range 1 + random.IntN(4) {
				b = append(b, frametest.Bytes(random, random.IntN(7))...)
				w := word()
				b = append(binary.LittleEndian.AppendUint16(append(b, 0x81), uint16(len(w))), w...)
				b = append(b, 0x90)
			}
			return b
		}, &model.Inside{Prefix: model.Prefix{Size: 2, Order: model.Little}}},
		"filled up": {func() (b []byte) {
			for range 1 + random.IntN(4) {
				for range random.IntN(3) {
					b = binary.BigEndian.AppendUint32(b, random.Uint32()|1<<31)
				}
				w := word()
				b = append(binary.BigEndian.AppendUint32(b, uint32(len(w))), w...)
				b = append(b, make([]byte, -len(w)&3)...)
			}
			return b
		}, &model.Inside{Prefix: model.Prefix{Size: 4, Order: model.Big}, Align: 4}},
		"ended": {func() (b []byte) {
			for range 1 + random.IntN(4) {
				b = append(b, 0x81, byte(random.IntN(8)))
				b = append(append(b, word()...), 0)
			}
			return b
		}, &model.Inside{}},
		"lengths behind which a number begins": {func() (b []byte) { // so a zero is there
			for range 2 + random.IntN(4) {
				w := word()
				b = append(binary.LittleEndian.AppendUint16(b, uint16(len(w))), w...)
				b = binary.BigEndian.AppendUint16(b, uint16(random.IntN(200)))
			}
			return b
		}, &model.Inside{Prefix: model.Prefix{Size: 2, Order: model.Little}}},
		"random": {func() []byte { return frametest.Bytes(random, 100+random.IntN(300)) }, nil},
		"names of hosts": {func() (b []byte) {
			for range 2 + random.IntN(3) {
				b = append(b, "\x03www\x07example\x03org\x00\x01"...)
				b = append(b, byte(random.IntN(9)))
			}
			return b
		}, nil},
		"sentences": {func() (b []byte) {
			for range 3 + random.IntN(9) {
				b = append(append(b, word()...), ' ')
			}
			return append(b, 0x80)
		}, nil},
	} {
		p := &model.Protocol{Kinds: []model.Kind{{Fields: []model.Field{{Name: "data", Type: model.Bytes, Size: model.Size{How: model.SizeRest}}}}}}
		for range 40 {
			p.Frames = append(p.Frames, model.Frame{Data: test.make()})
		}
		prefixes := []model.Prefix{{Size: 4, Order: model.Big}, {Size: 2, Order: model.Little}, {Size: 1}}
		data := &p.Kinds[0].Fields[0]
		data.Given = true
		if inside(p, prefixes, false); data.Inside != nil {
			t.Errorf("%s: what is given is taken apart", name)
		}
		data.Given = false
		if inside(p, nil, false); data.Inside != nil && test.want != nil && test.want.Prefix.Size > 0 {
			t.Errorf("%s: what is behind texts ends them, though their length is told", name)
		}
		data.Inside = nil
		inside(p, prefixes, false)
		got := p.Kinds[0].Fields[0].Inside
		switch {
		case got == nil && test.want == nil:
		case got == nil || test.want == nil:
			t.Errorf("%s: %+v", name, got)
		case got.Prefix != test.want.Prefix || got.NUL != test.want.NUL || got.Align != test.want.Align:
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// TestShowTexts: the example of a kind is a frame with texts inside, whatever other fields are called.
func TestShowTexts(t *testing.T) {
	data := model.Field{Name: "data", Type: model.Bytes, Size: model.Size{How: model.SizeRest}, Inside: &model.Inside{
		Items: []model.Field{{Name: model.InsideText, Type: model.Text}, {Name: model.InsideBytes, Type: model.Bytes}},
	}}
	k := &model.Kind{Example: 1, Fields: []model.Field{
		{Name: "one", Type: model.Record, Size: model.Size{How: model.SizeItems}, Items: []model.Field{
			{Name: "text", Type: model.Text, Size: model.Size{How: model.SizeFixed, N: 4}},
		}},
		data,
	}}
	var frames []*model.Frame
	for i, b := range []string{"name\x01\x02", "name\x01\x03", "name\x01inner\x00"} {
		frames = append(frames, &model.Frame{Number: i + 1, Data: []byte(b)})
	}
	if showTexts(k, frames); k.Example != 3 {
		t.Errorf("frame %d is the example", k.Example)
	}
}
