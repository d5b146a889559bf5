package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestNested: what the values of some types hold is laid out as the options around them are, with
// a few bytes in front of it or none, and those of other types stay bytes.
func TestNested(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	option := func(typ int, value []byte) []byte {
		b := binary.BigEndian.AppendUint16([]byte{byte(typ), 0}, uint16(len(value)))
		return append(b, value...)
	}
	noise := func(n int) (b []byte) {
		for range n {
			b = append(b, byte(random.Uint32()))
		}
		return b
	}
	var list [][]byte
	for i := range 40 {
		b := append([]byte{9, byte(i), byte(i * 7)}, option(0x10, noise(3+i%5))...)
		for range 1 + i%3 {
			b = append(b, option(0x20, append([]byte{byte(i), 0, 3, 1}, append(option(0x30, noise(2+random.IntN(9))), option(0x40, noise(5+random.IntN(5)))...)...))...)
		}
		b = append(b, option(0x50, append(option(0x51, noise(4)), option(0x52, noise(1+random.IntN(20)))...))...)
		list = append(list, b)
	}
	p, kinds := layouts(list)
	const element = "enum fixed 1, padding fixed 1, length fixed 2, "
	for _, want := range []string{
		element + "bytes by length, tlv by length [" + element + "bytes by length], array by length [",
		"tlv items 0 [" + element + "bytes by length]",
	} {
		if !strings.Contains(strings.Join(kinds, "\n"), want) {
			t.Errorf("there is no %s in %s", want, strings.Join(kinds, "\n"))
		}
	}
	for _, f := range p.Frames {
		if f.Kind < 0 {
			t.Fatalf("message %d is of no kind", f.Number)
		}
		spans, err := p.Kinds[f.Kind].Lay(f.Data)
		if err != nil {
			t.Fatal(err)
		}
		types := 0
		for _, s := range spans {
			if strings.HasSuffix(s.Path, ".type") {
				types++
			}
		}
		if want := 4 + 3*(1+(f.Number-1)%3); types != want {
			t.Errorf("message %d has %d options, not %d", f.Number, types, want)
		}
	}
	// Values that happen to look like one option are none.
	list = list[:0]
	for i := range 40 {
		b := []byte{9, byte(i)}
		for range 2 + i%3 {
			b = append(b, option(1+random.IntN(3), noise(1+random.IntN(9)))...)
		}
		list = append(list, append(b, option(4, []byte{1, 0, 0, 2, byte(i), 3})...))
	}
	if _, kinds := layouts(list); strings.Contains(strings.Join(kinds, ""), "by length [") {
		t.Errorf("one shape proves options within options: %s", strings.Join(kinds, "\n"))
	}
}

// TestArraysInArrays: elements with a name and an array of numbers, of which any number may be there.
func TestArraysInArrays(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	names := []string{"orders", "clicks", "measurements", "log"}
	var list [][]byte
	for i := range 50 {
		b := binary.BigEndian.AppendUint32([]byte{0, 3, 0, 1}, uint32(4711+i))
		topics := random.IntN(4)
		b = binary.BigEndian.AppendUint32(b, uint32(topics))
		for range topics {
			name := names[random.IntN(len(names))]
			b = append(binary.BigEndian.AppendUint16(b, uint16(len(name))), name...)
			n := random.IntN(4)
			b = binary.BigEndian.AppendUint32(b, uint32(n))
			for j := range n {
				b = binary.BigEndian.AppendUint32(b, uint32(j))
				b = binary.BigEndian.AppendUint64(b, uint64(random.IntN(100000)))
			}
		}
		list = append(list, b)
	}
	p, kinds := layouts(list)
	found := 0
	for i, text := range kinds {
		if strings.Contains(text, "array items 0 [length fixed 2, text by length, count fixed 4, array items 0 [integer fixed 4, integer fixed 8]]") {
			found += p.Kinds[i].Count
		}
	}
	if found < 40 {
		t.Errorf("in %d of 50 messages: %s", found, strings.Join(kinds, "\n"))
	}
}
