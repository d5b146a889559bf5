package layout

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of what is proved of bytes that stand at another offset in each frame.
const (
	maxBehind     = 96 // bytes
	maxRowsBehind = 60
)

// claimsBehind proves what it can of the first n bytes of what is left of frames behind an
// element of variable size. The first of them is at the offset start of the claims.
func (x *layer) claimsBehind(v view, n, start int) []claim.Claim {
	if len(x.frames) != len(v.rows) {
		return nil
	}
	frames := make([]*model.Frame, min(len(v.rows), 2*maxRowsBehind))
	for i := range frames {
		f := *x.frames[i]
		f.Data = v.rows[i]
		frames[i] = &f
	}
	claims := claim.OfFields(frames, maxRowsBehind, min(n, maxBehind))
	claims = slices.DeleteFunc(claims, func(c claim.Claim) bool {
		return c.Type == model.Length && c.Ref.What != "rest" // where the frame begins is another offset in each
	})
	for i := range claims {
		claims[i].Offset += start
	}
	return claim.InOrder(claims, x.order)
}
