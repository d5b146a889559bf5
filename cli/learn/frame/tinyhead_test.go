package frame

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestTinyHead: numbers of four bytes in the little order are no frames of two bytes, of which each second one is empty, if conversations
// may begin in any way.
func TestTinyHead(t *testing.T) {
	var lists [][]model.Message
	for i := range 4 {
		var sends [][]byte
		for j := range 20 {
			sends = append(sends, []byte{byte(1 + (i+j)%9), 0, byte(j * i % 3), 0})
		}
		lists = append(lists, sendsOf(string(rune('a'+i)), sends...))
	}
	all, _ := streams(numbered(lists...))
	members := []int{0, 1, 2, 3}
	rule := &model.Framing{How: model.ByLength, Offset: 1, Size: 1, Scale: 1, Add: 2}
	for _, test := range []struct {
		greeting preamble
		want     bool
	}{{preamble{}, true}, {preamble{sends: 8, fewer: true}, false}} {
		if _, _, ok := try(rule, all, members, test.greeting, seldomShort); ok != test.want {
			t.Errorf("behind %+v it holds: %t", test.greeting, ok)
		}
	}
}
