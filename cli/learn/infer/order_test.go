package infer

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestOrderOfLengths: where each kind has one length, the length of all datagrams tells the byte order, and the ones in front
// of it are one field.
func TestOrderOfLengths(t *testing.T) {
	var list [][]byte
	for i := range 120 {
		kind := i * i % 7 % 4
		b := append(bytes.Repeat([]byte{0xff}, 16), 0, 0, byte(1+kind))
		for j := range 4 * kind {
			b = append(b, byte(i*(j+3)))
		}
		binary.BigEndian.PutUint16(b[16:], uint16(len(b)))
		list = append(list, b)
	}
	p, _ := layouts(list)
	if len(p.Kinds) < 3 {
		t.Fatalf("%d kinds", len(p.Kinds))
	}
	for i := range p.Kinds {
		k := &p.Kinds[i]
		if f := k.Fields[0]; f.Size.N != 16 {
			t.Errorf("%s begins with %d bytes", k.Name, f.Size.N)
		}
		if f := k.Fields[1]; f.Type != model.Length || f.Size.N != 2 || f.Order != model.Big {
			t.Errorf("%s has %s of %d bytes, %s", k.Name, f.Type, f.Size.N, f.Order)
		}
	}
}

// TestMagicAndCommand: a byte behind a magic number, printable in some messages, is no text together with it: what is behind tells
// kinds.
func TestMagicAndCommand(t *testing.T) {
	var list [][]byte
	for i := range 160 {
		command := []byte{'s', 'u', '2', 4, 0x2e, 'q'}[i*i%11%6]
		b := append([]byte("\xffSMB"), command, 0, 0, 0, byte(i*37), byte(i*91))
		for j := range 8 + 2*int(command%5) {
			b = append(b, byte(int(command)*(j+7)))
		}
		list = append(list, b)
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		if k := &p.Kinds[i]; len(k.Select) == 0 {
			t.Errorf("nothing tells %s", k.Name)
		}
	}
}

// TestTextHints: lengths of two or four bytes before texts tell the byte order, but where there is one byte for most of them.
func TestTextHints(t *testing.T) {
	repeat := func(rows ...string) (list [][]byte) {
		for range 3 {
			for _, row := range rows {
				list = append(list, []byte(row))
			}
		}
		return list
	}
	for _, test := range []struct {
		name string
		rows [][]byte
		want float64
	}{
		{"big", repeat("\x01\x00\x04name"), 3 * textOrder},
		{"little", repeat("\x01\x04\x00name"), -3 * textOrder},
		{"little of four bytes", repeat("\x04\x00\x00\x00name"), -3 * textOrder},
		{"one byte", repeat("\x01\x02\x04name", "\x07\x01\x05value", "\x01\x04\x00name"), 0},
		{"one byte, a zero before it", repeat("\x01\x02\x04name", "\x07\x01\x05value", "\x01\x00\x04name"), 0},
		{"a path", repeat("\x01\x00\x08/usr/bin"), 3 * textOrder},
		{"one byte for some", repeat("\x01\x02\x04name", "\x01\x00\x05value", "\x01\x00\x04room", "\x01\x00\x06window", "\x01\x00\x05floor"), 12 * textOrder},
	} {
		if got := textHints(test.rows); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}
