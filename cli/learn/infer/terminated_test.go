package infer

import (
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
