package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// taggedDatagrams are made of a number, a kind and elements of a type, a number and a value, of which
// the type tells the form, up to a type of 0.
func taggedDatagrams(n int) (list [][]byte) {
	random := rand.New(rand.NewPCG(5, 6))
	var elements func(b []byte, deep int) []byte
	elements = func(b []byte, deep int) []byte {
		for range 1 + random.IntN(5) {
			typ := 2 + random.IntN(4)
			if typ == 5 && deep == 0 {
				typ = 2
			}
			b = append(b, byte(typ), 0, byte(1+random.IntN(7)))
			switch typ {
			case 2:
				b = append(b, byte(random.Uint32()))
			case 3:
				b = binary.BigEndian.AppendUint64(b, uint64(random.IntN(1<<40)))
			case 4:
				b = binary.BigEndian.AppendUint32(b, uint32(3+len(b)%7))
				b = append(b, "some text"[:3+(len(b)-4)%7]...)
			case 5:
				b = elements(b, deep-1)
			}
		}
		return append(b, 0)
	}
	for i := range n {
		b := binary.BigEndian.AppendUint32(nil, uint32(i*1000003))
		list = append(list, elements(append(b, byte(1+i%3)), 1))
	}
	return list
}

// TestTagged: elements of which the type tells the form of the value are found, and those within
// others.
func TestTagged(t *testing.T) {
	p, list := layouts(taggedDatagrams(120))
	const values = "array items 0 [integer fixed 1], array items 0 [integer fixed 8], array items 0 [length fixed 4, text by length]"
	const within = "array items 0 [array items 0 [enum fixed 1, array items 0 [integer fixed 2, " + values + "]]]"
	const want = "array items 0 [enum fixed 1, array items 0 [integer fixed 2, " + values + ", " + within + "]]"
	found := 0
	for i, k := range p.Kinds {
		if strings.HasSuffix(list[i], "fixed 1, "+want) {
			found += k.Count
		}
	}
	if found < 110 {
		t.Errorf("%d of 120 are of %q, but of %q", found, want, list)
	}
}

// aloneDatagrams are made of a kind, of requests a name, and elements with nothing beside their types:
// sections that begin and end, lists and what is in them, and names with what they stand for.
func aloneDatagrams(n int) (list [][]byte) {
	random := rand.New(rand.NewPCG(30, 31))
	names := []string{"version", "local", "remote", "children", "encap", "addresses", "id"}
	name := func(b []byte) []byte {
		s := names[random.IntN(len(names))]
		return append(append(b, byte(len(s))), s...)
	}
	value := func(b []byte) []byte {
		n := random.IntN(30)
		return append(binary.BigEndian.AppendUint16(b, uint16(n)), frametest.Bytes(random, n)...)
	}
	var elements func(b []byte, deep int) []byte
	elements = func(b []byte, deep int) []byte {
		for range random.IntN(5) {
			switch typ := random.IntN(4); {
			case typ == 0 && deep > 0:
				b = append(elements(name(append(b, 1)), deep-1), 2)
			case typ == 1:
				b = name(append(b, 4))
				for range random.IntN(4) {
					b = value(append(b, 5))
				}
				b = append(b, 6)
			default:
				b = value(name(append(b, 3)))
			}
		}
		return b
	}
	for i := range n {
		b := []byte{byte(i % 2)}
		if i%2 == 0 {
			b = name(b)
		}
		list = append(list, elements(b, 2))
	}
	return list
}

// TestTaggedAlone: elements are found of which some begin or end what others are in, and have no value.
func TestTaggedAlone(t *testing.T) {
	var g group
	for _, b := range aloneDatagrams(200) {
		g.Frames = append(g.Frames, &model.Frame{FromClient: true, Data: b})
	}
	tables := taggedIn([]group{g})
	if len(tables) != 1 || !tables[0].Alone {
		t.Fatalf("%d tables", len(tables))
	}
	for typ, want := range map[byte]tagged.Form{
		1: {How: tagged.Counted, Size: 1}, 2: {How: tagged.Plain, Size: 0}, 3: {How: tagged.Pair, Size: 2}, 4: {How: tagged.Counted, Size: 1}, 5: {How: tagged.Counted, Size: 2}, 6: {How: tagged.Plain, Size: 0},
	} {
		if got := tables[0].Forms[typ]; got != want {
			t.Errorf("%d is %v, want %v", typ, got, want)
		}
	}
}
