package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// elementsAtEight are frames of four bytes and elements of length, type and value, each at a multiple
// of eight: type 4 is a number, 8 a text with a NUL, 14 more elements.
func elementsAtEight(n int) (list [][]byte) {
	random := rand.New(rand.NewPCG(12, 13))
	var elements func(b []byte, deep int) []byte
	elements = func(b []byte, deep int) []byte {
		for range 2 + random.IntN(4) {
			var value []byte
			typ := []int{4, 8, 14}[random.IntN(2+deep)]
			switch typ {
			case 4:
				value = binary.LittleEndian.AppendUint32(nil, random.Uint32N(500))
			case 8:
				value = append([]byte("the name of something"[:5+random.IntN(15)]), 0)
			case 14:
				value = elements(nil, 0)
			}
			b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
			b = binary.LittleEndian.AppendUint32(b, uint32(typ))
			b = append(b, value...)
			for len(b)%8 > 0 {
				b = append(b, 0)
			}
		}
		return b
	}
	for i := range n {
		b := binary.LittleEndian.AppendUint32(nil, uint32(i%3))
		list = append(list, elements(binary.LittleEndian.AppendUint32(b, uint32(i)), 1))
	}
	return list
}

// TestElementsAtEight: such elements are found, from where they begin, also those within others, and
// which values are texts.
func TestElementsAtEight(t *testing.T) {
	p, _ := layouts(elementsAtEight(200))
	for _, k := range p.Kinds {
		at := slices.IndexFunc(k.Fields, func(f model.Field) bool { return f.Type == model.TLV })
		if at < 0 || k.Fields[at].Offset != 8 {
			t.Errorf("%d frames have elements at field %d of %v", k.Count, at, k.Fields)
			continue
		}
		var names []string
		texts, inner := &model.Only{}, &model.Only{}
		for _, f := range k.Fields[at].Items {
			names = append(names, f.Name)
			switch f.Type {
			case model.Text:
				texts = f.Size.Only
			case model.TLV:
				inner = f.Size.Only
			}
		}
		if want := []string{"length", "type", "value", "options", "text", "padding"}; !slices.Equal(names, want) || !texts.Holds(8) || texts.Holds(4) || !inner.Holds(14) {
			t.Errorf("%d frames: %v, texts %v, elements %v", k.Count, names, texts, inner)
		}
	}
}
