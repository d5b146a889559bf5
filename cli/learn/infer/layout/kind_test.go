package layout

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestEventsEchoNothing: kinds that answer nothing have no echo in a header that they share with
// answers.
func TestEventsEchoNothing(t *testing.T) {
	for _, asked := range []int{0, 1} {
		list := frametest.Pointers(frametest.Of([]byte{0x81, 0, 0, 9, 0, 0, 0, 7, 5, 1}, []byte{0x81, 0, 0, 9, 0, 0, 0, 8, 6, 1}))
		list[0].FromClient = false
		list[0].Answer = asked
		echo := &claim.Claim{Offset: 4, Size: 4, Order: model.Big, Type: model.Echo, Ref: &model.Ref{What: "request", Offset: 4, Size: 4}}
		p := &Plan{Header: []segment.Piece{{Offset: 0, Size: 4}, {Offset: 4, Size: 4, Claim: echo}}, Start: 8}
		k, _ := p.Kind(&Group{Frames: list}, segment.Style{Order: model.Big}, nil)
		if got := k.Fields[1].Type == model.Echo; got != (asked > 0) {
			t.Errorf("answering %d, it has an echo: %t", asked, got)
		}
	}
}
