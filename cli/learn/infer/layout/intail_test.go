package layout

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestInTail: a letter of a long text that goes to the end is no length of what follows, as it is in short texts and if something else
// than text is behind.
func TestInTail(t *testing.T) {
	long := strings.Repeat("typealias integer { size = 8; align = 8; } ", 5)
	for _, test := range []struct {
		rows []string
		want bool
	}{
		{[]string{"\x00\x08" + long, "\x00\x08and others of it, " + long}, false},
		{[]string{"\x00\x08any text\x00" + long, "\x00\x08 and this\x00" + long}, true},
		{[]string{"\x00\x22thirty-four characters of some text" + "end", "\x00\x23thirty-five characters of some texts" + "end"}, true},
	} {
		var rows [][]byte
		for _, s := range test.rows {
			rows = append(rows, []byte(s))
		}
		x := &layer{style: segment.Style{Order: model.Big}, order: model.Big, names: Names{}, prefixes: []model.Prefix{{Size: 1}}}
		found := false
		for at := range 60 {
			if at >= len(rows[0]) {
				break
			}
			if _, ok := x.prefixedBy(newView(rows, 0), at, model.Prefix{Size: 1}); ok {
				found = true
			}
		}
		if found != test.want {
			t.Errorf("%.20q: a text is found %t", rows[0], found)
		}
	}
}
