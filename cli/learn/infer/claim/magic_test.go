package claim

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
)

// TestMagic: what most frames begin with is one number if it looks drawn; small numbers and texts are none.
func TestMagic(t *testing.T) {
	for _, test := range []struct {
		begins string
		others int // of 40 frames
		want   bool
	}{
		{"\x10\x20\x28\x04", 0, true},
		{"\xf9\xbe\xb4\xd9", 12, true},
		{"\xf9\xbe\xb4\xd9", 20, false},
		{"\x01\x02\x01\x03", 0, false},
		{"\xf9\xbe\x00\xd9", 0, false},
		{"\xff\xff\xff\xff", 0, false},
	} {
		var list [][]byte
		for i := range 40 {
			b := []byte(test.begins + "....")
			if i < test.others {
				b = []byte{byte(i), 1, 2, 3}
			}
			list = append(list, b)
		}
		frames := frametest.Of(list...)
		claims := Magics(frametest.Pointers(frames))
		if found := len(claims) == 1; found != test.want {
			t.Errorf("%q, others %d: %+v", test.begins, test.others, claims)
		}
	}
}
