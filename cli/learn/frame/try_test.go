package frame

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestHollow: a byte before nothing is no length, though zeros make all streams end where a frame does.
func TestHollow(t *testing.T) {
	byte1 := &model.Framing{How: model.ByLength, Size: 1, Scale: 1, Add: 1}
	for name, test := range map[string]struct {
		send []byte
		want bool
	}{
		"results of four bytes": {[]byte{1, 0, 0, 0}, false},
		"texts":                 {[]byte("\x03one\x00\x04four"), true},
		"a path with its room":  {append([]byte("\x03one"), make([]byte, 60)...), false},
	} {
		var sends [][]byte
		for range 20 {
			sends = append(sends, test.send)
		}
		all, _ := streams(numbered(sendsOf("a", sends...)))
		if _, _, ok := try(byte1, all, []int{0}, preamble{}, seldomShort); ok != test.want {
			t.Errorf("%s: a length of one byte holds: %t", name, ok)
		}
	}
}
