package infer

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestRecurring: addresses of six and two bytes that never change, of the sender and the
// receiver, are two fields each way, as an answer has them the other way round; with
// bytes in their place that are nowhere else, nothing tells where they end.
func TestRecurring(t *testing.T) {
	here, there := "\x05\x0d\x75\x60\x01\x41\x13\x80", "\xc0\xa8\x01\x63\x09\x41\x11\x70"
	groups := func(first, second string) []group {
		var sides [2][]*model.Frame
		for i := range 40 {
			data := "\x00\x00\x2c\x00" + first + second + string([]byte{byte(7 * i), byte(i), 9, 0})
			if i%2 == 1 {
				data = "\x00\x00\x2c\x00" + there + here + string([]byte{byte(7 * i), byte(i), 9, 0})
			}
			sides[i%2] = append(sides[i%2], &model.Frame{Number: i + 1, Conversation: "1", FromClient: i%2 == 0, Data: []byte(data)})
		}
		return []group{{Group: layout.Group{Frames: sides[0]}}, {Group: layout.Group{Frames: sides[1]}}}
	}
	edges := func(g group) (list []int) {
		for _, c := range g.claims {
			if c.Size == 0 {
				list = append(list, c.Offset)
			}
		}
		return list
	}
	swapped := groups(here, there)
	recurring(swapped)
	for i, g := range swapped {
		found := map[int]bool{}
		for _, at := range edges(g) {
			found[at] = true
		}
		if len(found) != 3 || !found[4] || !found[12] || !found[20] {
			t.Errorf("side %d: strings begin and end at %v", i, edges(g))
		}
		cols := column.Of(column.Rows(g.Frames), 24)
		pieces, _ := segment.Divide(cols, 0, segment.Style{Order: model.Little}, g.claims)
		for _, p := range pieces {
			if p.Offset < 12 && p.Offset+p.Size > 12 || p.Offset < 20 && p.Offset+p.Size > 20 {
				t.Errorf("side %d: %+v is no field", i, p)
			}
		}
	}
	other := groups("\x91\x2f\x0b\x6a\x33\xd1\x48\x57", "\x1e\x9c\x24\xe7\x73\x02\xbb\x35")
	recurring(other)
	for i, g := range other {
		if len(edges(g)) > 0 {
			t.Errorf("side %d: nothing is elsewhere, but %v", i, edges(g))
		}
	}
}
