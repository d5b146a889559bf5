package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestValueFields: values of a type have fields, if enough different ones show them; any bytes have none.
func TestValueFields(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	option := func(typ uint16, value []byte) []byte {
		return append(binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, typ), uint16(len(value))), value...)
	}
	noise := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	var list [][]byte
	for i := range 40 {
		b := []byte{9, byte(i)}
		address := binary.BigEndian.AppendUint32([]byte{0, byte(1 + i%2), byte(random.IntN(256)), byte(random.IntN(256))}, 0x7f000001+uint32(i%3))
		b = append(b, option(0x11, address)...)
		b = append(b, option(0x12, noise(5+i%7))...)
		name := strings.Repeat("x", 1+i%9)
		b = append(b, option(0x13, append([]byte{0, 7, byte(random.IntN(256)), byte(len(name))}, name...))...)
		b = append(b, option(0x14, noise(4))...)
		list = append(list, b)
	}
	_, kinds := layouts(list)
	text := strings.Join(kinds, "\n")
	for _, want := range []string{
		"array by length [integer fixed 4, integer fixed 4]",
		"array by length [constant fixed 2, integer fixed 1, length fixed 1, text by length_3]",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %s in %s", want, text)
		}
	}
	if n := strings.Count(text, "array by length"); n != 2 {
		t.Errorf("%d types have fields in their values: %s", n, text)
	}
}
