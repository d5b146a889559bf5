package layout

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestTextEnds: a text with a length of four bytes before it is no option with a length of two, whose type and the value before which are
// the upper bytes; other texts are.
func TestTextEnds(t *testing.T) {
	o := &option{typ: 1, length: 2, order: model.Big, align: 1}
	for _, test := range []struct {
		value    string // of the first option
		prefixes []model.Prefix
		want     bool
	}{
		{"\x00", []model.Prefix{{Size: 4, Order: model.Big}}, true},
		{"\x07", []model.Prefix{{Size: 4, Order: model.Big}}, false},
		{"\x00", []model.Prefix{{Size: 2, Order: model.Big}}, false},
		{"\x00", nil, false},
	} {
		var rows [][]byte
		for _, s := range []string{"ann", "bob", "carol"} {
			b := append([]byte{0, 0, 2, 8, 0, 1}, test.value...)
			b = binary.BigEndian.AppendUint16(append(b, 0), uint16(len(s)))
			rows = append(rows, append(b, s...))
		}
		x := &layer{order: model.Big, prefixes: test.prefixes}
		if x.textEnds(newView([][]byte{append([]byte{8, 0, 0}, rows[0][3:]...)}, 0), 0, o) {
			t.Errorf("%q and another option before a text", test.value)
		}
		if got := x.textEnds(newView(rows, 0), 3, o); got != test.want {
			t.Errorf("%q before a text, other texts as %v: %t", test.value, test.prefixes, got)
		}
	}
}
