package infer

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestRooms: a text with a NUL and always the same byte behind has a room of fixed size.
func TestRooms(t *testing.T) {
	texts := []string{"default", "music", "monitor7", "quiet"}
	var list [][]byte
	for i := range 20 {
		b := append([]byte{9, byte(i * i), 7, byte(i)}, texts[i%4]...)
		b = append(b, 0)
		for len(b) < 16 {
			b = append(b, 0xff)
		}
		list = append(list, append(b, byte(1+i%3), 3, byte(200+i), 8))
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		if n := fieldAt(p.Kinds[i].Fields, 4); n < 0 || p.Kinds[i].Fields[n].Type != model.Text || p.Kinds[i].Fields[n].Size != (model.Size{How: model.SizeFixed, N: 12}) {
			t.Errorf("%s: %+v", p.Kinds[i].Name, p.Kinds[i].Fields)
		}
	}
}

// TestLongRoom: the room of a text that goes on behind what a header may have is one field, in kinds with and without
// a number before it.
func TestLongRoom(t *testing.T) {
	var list [][]byte
	for i := range 48 {
		b := binary.BigEndian.AppendUint32([]byte{0, byte(2 + i%2*2), 0, 1}, uint32(i*2654435761))
		at := 8
		if i%2 > 0 {
			b, at = binary.BigEndian.AppendUint32(b, 0x3fc), 12
		}
		b = append(b, make([]byte, 1032+i%2*4-len(b))...)
		copy(b[at:], fmt.Sprint([]string{"check_load", "check_disk -w ", "größe_", "procs "}[i/2%4], i%7))
		list = append(list, b)
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		k := &p.Kinds[i]
		at := map[int]int{1032: 8, 1036: 12}[k.Max]
		if n := fieldAt(k.Fields, at); n < 0 || k.Fields[n].Type != model.Text || k.Fields[n].Size.N != 1024 {
			t.Errorf("%s of %d bytes: %+v", k.Name, k.Max, k.Fields)
		}
	}
}

// TestTextsEnded: a NUL behind texts is a part of them, if texts that end messages show it, in what is laid out and inside of what is
// not.
func TestTextsEnded(t *testing.T) {
	var list [][]byte
	for i := range 60 {
		b := []byte{0x12, byte(i * 37)}
		for _, s := range []string{strings.Repeat("shop/", 1+i%4), strings.Repeat("harbor", 1+i%3)} {
			b = append(append(append(b, 0, byte(len(s))), s...), 0)
		}
		list = append(list, b)
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		texts := 0
		for _, f := range p.Kinds[i].Fields {
			if f.Type == model.Text && f.Size.How == model.SizeBy && f.Size.Add == 1 {
				texts++
			}
		}
		if texts != 2 {
			t.Errorf("%s has %d texts with a NUL behind: %+v", p.Kinds[i].Name, texts, p.Kinds[i].Fields)
		}
	}
}
