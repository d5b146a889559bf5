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

// TestOftenZero: a byte that is often zero is no length of frames with a header, if conversations may begin in any way; a wider number is.
func TestOftenZero(t *testing.T) {
	var lists [][]model.Message
	for i := range 4 {
		var sends [][]byte
		for j := range 20 {
			body := (i + j) % 2 * (1 + j%5)
			send := make([]byte, 16+4*body)
			send[0], send[11] = 9, byte(body)
			sends = append(sends, send)
		}
		lists = append(lists, sendsOf(string(rune('a'+i)), sends...))
	}
	all, _ := streams(numbered(lists...))
	members := []int{0, 1, 2, 3}
	greeted := preamble{sends: 8, fewer: true}
	for _, test := range []struct {
		rule     model.Framing
		greeting preamble
		want     bool
	}{
		{model.Framing{Offset: 11, Size: 1}, preamble{}, true},
		{model.Framing{Offset: 11, Size: 1}, greeted, false},
		{model.Framing{Offset: 8, Size: 4, Order: model.Big}, greeted, true},
	} {
		f := test.rule
		f.How, f.Scale, f.Add = model.ByLength, 4, 16
		if _, _, ok := try(&f, all, members, test.greeting, seldomShort); ok != test.want {
			t.Errorf("%d bytes at %d, behind %+v: it holds: %t", f.Size, f.Offset, test.greeting, ok)
		}
	}
}
