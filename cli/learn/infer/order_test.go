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
