package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"

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

// TestNotTagged: options whose length is before all values are none, whatever their types.
func TestNotTagged(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	var g group
	for range 100 {
		b := []byte{1, 2}
		for range 1 + random.IntN(5) {
			typ := 1 + random.IntN(4)
			b = append(b, byte(typ), 0, byte(random.IntN(9)), 0, 0, 0, byte(1<<(typ-1)))
			for range 1 << (typ - 1) {
				b = append(b, byte(random.Uint32()))
			}
		}
		g.frames = append(g.frames, &model.Frame{FromClient: true, Data: b})
	}
	if tables := taggedIn([]group{g}); len(tables) > 0 {
		t.Errorf("%+v", tables[0].tagged)
	}
}

// letteredDatagrams are made of a number, a kind and values, each behind a letter that tells its form.
func letteredDatagrams(n int) (list [][]byte) {
	random := rand.New(rand.NewPCG(20, 21))
	for i := range n {
		b := binary.BigEndian.AppendUint32(nil, uint32(i*1000003))
		b = append(b, byte(1+i%3))
		for range 2 + random.IntN(6) {
			switch random.IntN(7) {
			case 0:
				b = binary.BigEndian.AppendUint32(append(b, 'L'), random.Uint32N(1000))
			case 1:
				b = append(append(append(b, 't'), "some longer text"[:5+random.IntN(11)]...), 0)
			case 2:
				b = append(b, 'N')
			case 3:
				n := 1 + random.IntN(40)
				b = append(binary.BigEndian.AppendUint32(append(b, 'x'), uint32(n)), randomBytes(random, n)...)
			case 4:
				b = append(b, 'v', byte(1+random.IntN(3)))
				b = append(b, make([]byte, 4*int(b[len(b)-1]))...)
			case 5:
				b = append(b, '1')
			case 6:
				b = binary.BigEndian.AppendUint64(append(b, 'U'), random.Uint64N(1<<40))
			}
		}
		list = append(list, b)
	}
	return list
}

// TestTaggedLetters: values are found that have a letter before them which tells their form, also
// where there is no value behind it.
func TestTaggedLetters(t *testing.T) {
	var g group
	for _, b := range letteredDatagrams(200) {
		g.frames = append(g.frames, &model.Frame{FromClient: true, Data: b})
	}
	tables := taggedIn([]group{g})
	if len(tables) != 1 || !tables[0].letter {
		t.Fatalf("%d tables", len(tables))
	}
	for typ, want := range map[byte]valueForm{
		'L': {plainValue, 4}, 't': {endedValue, 0}, 'N': {plainValue, 0}, 'x': {countedValue, 4},
		'v': {numbersValue, 1}, '1': {plainValue, 0}, 'U': {plainValue, 8},
	} {
		if got := tables[0].forms[typ]; got != want {
			t.Errorf("%c is %v, want %v", typ, got, want)
		}
	}
}

// TestNotLettered: texts, and bytes that happen to begin with letters, are no values behind letters.
func TestNotLettered(t *testing.T) {
	random := rand.New(rand.NewPCG(22, 23))
	for name, make := range map[string]func() []byte{
		"texts": func() []byte { return []byte("GET /some/path and more words of a line"[:12+random.IntN(27)]) },
		"random": func() []byte {
			return append([]byte{"abcXYZ"[random.IntN(6)]}, randomBytes(random, 5+random.IntN(30))...)
		},
		"lengths": func() []byte {
			n := random.IntN(60)
			return append([]byte{"LN"[n%2], byte(n)}, randomBytes(random, n)...)
		},
	} {
		var g group
		for range 200 {
			g.frames = append(g.frames, &model.Frame{FromClient: true, Data: make()})
		}
		if tables := taggedIn([]group{g}); len(tables) > 0 {
			t.Errorf("%s: %+v", name, tables[0].tagged)
		}
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
		return append(binary.BigEndian.AppendUint16(b, uint16(n)), randomBytes(random, n)...)
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
		g.frames = append(g.frames, &model.Frame{FromClient: true, Data: b})
	}
	tables := taggedIn([]group{g})
	if len(tables) != 1 || !tables[0].alone {
		t.Fatalf("%d tables", len(tables))
	}
	for typ, want := range map[byte]valueForm{
		1: {countedValue, 1}, 2: {plainValue, 0}, 3: {pairValue, 2}, 4: {countedValue, 1}, 5: {countedValue, 2}, 6: {plainValue, 0},
	} {
		if got := tables[0].forms[typ]; got != want {
			t.Errorf("%d is %v, want %v", typ, got, want)
		}
	}
}
