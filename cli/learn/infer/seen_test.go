package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// someOptions appends options of type, length and value, of six types; those of type 5 are texts that zeros fill up.
func someOptions(b []byte, random *rand.Rand) []byte {
	for range 2 + random.IntN(4) {
		typ := 1 + random.IntN(6)
		value := make([]byte, 4*(1+typ%3))
		for j := range value {
			value[j] = byte(random.Uint32()) | 1
		}
		if typ == 5 {
			value = append([]byte("the name of something"[:5+random.IntN(15)]), 0, 0, 0, 0)
			value = value[:len(value)/4*4]
		}
		b = binary.BigEndian.AppendUint32(b, uint32(0x1000+typ))
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(value))), value...)
	}
	return b
}

// optionsAt is the offset of the options of a kind, -1 without any.
func optionsAt(k *model.Kind) int {
	at := slices.IndexFunc(k.Fields, func(f model.Field) bool { return f.Type == model.TLV })
	if at < 0 {
		return -1
	}
	return k.Fields[at].Offset
}

// TestSeenOptions: what options look like and which types there are is known of all kinds if one proves it: of messages that are
// alike, too, unless their types are new. Values that zeros fill up are texts.
func TestSeenOptions(t *testing.T) {
	for _, known := range []bool{true, false} {
		random := rand.New(rand.NewPCG(30, 31))
		var list [][]byte
		for i := range 60 {
			list = append(list, someOptions([]byte{0, 0, 0, 1}, random))
			first, second := byte(3), byte(4)
			if !known {
				first, second = 77, 78
			}
			b := []byte{0, 0, 0, 2, 0, 0, 0x10, first, 0, 0, 0, 4, 9, byte(i * 7), byte(i * i), 1, 0, 0, 0x10, second, 0, 0, 0, 8}
			list = append(list, append(b, 5, byte(i*3), byte(i*11), 6, byte(i), 8, byte(i*i*i), 3))
		}
		p, _ := layouts(list)
		for i := range p.Kinds {
			k := &p.Kinds[i]
			want := 4
			if !known && p.Frames[k.Example-1].Data[3] == 2 {
				want = -1
			}
			if got := optionsAt(k); got != want {
				t.Errorf("known %t, %s: options at %d, want %d", known, k.Name, got, want)
				continue
			}
			if want < 0 || p.Frames[k.Example-1].Data[3] == 2 {
				continue
			}
			items := k.Fields[1].Items
			if at := slices.IndexFunc(items, func(f model.Field) bool { return f.Type == model.Text }); at < 0 || !items[at].Size.Only.Holds(0x1005) || items[at].Size.Only.Holds(0x1003) {
				t.Errorf("%s: texts are item %d of %v", k.Name, at, items)
			}
		}
	}
}

// TestOptionsBehindNumbers: a number of the message and a zero are no option without a value.
func TestOptionsBehindNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(32, 33))
	var list [][]byte
	for i := range 80 {
		b := binary.BigEndian.AppendUint32(nil, uint32(0x10000*(1+i%8)))
		list = append(list, someOptions(append(b, 0, 0, 0, 0), random))
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		if got := optionsAt(&p.Kinds[i]); got != 8 {
			t.Errorf("%s: options at %d", p.Kinds[i].Name, got)
		}
	}
}
