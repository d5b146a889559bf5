package learn

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer"
)

// FuzzParseKnown: a field that is known is one that a message can have, and what is written of it is read
// as the same.
func FuzzParseKnown(f *testing.F) {
	for _, s := range []string{"sequence=8:4", "kind=0x10:2:kind", "a_1=0:65536:text", "x=65536:1", "=1:1", "x=-1:1", "x=1:0", "x=1:1:", "x=1:1:word", "\x1b[2J=1:1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k, err := ParseKnown(s)
		if err != nil {
			return
		}
		if k.Offset < 0 || k.Offset > maxOffset || k.Size < 1 || k.Size > maxOffset || !fieldName.MatchString(k.Name) {
			t.Errorf("%q is %+v", s, k)
		}
		if again, err := ParseKnown(FormatKnown(k)); err != nil || again != k {
			t.Errorf("%q is %+v, and %q %+v (%v)", s, k, FormatKnown(k), again, err)
		}
		if Overlap([]infer.Known{k}) != nil || Overlap([]infer.Known{k, k}) == nil {
			t.Errorf("%q overlaps itself alone, or not twice", s)
		}
	})
}
