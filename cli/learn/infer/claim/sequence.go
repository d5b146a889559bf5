package claim

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of numbers that count the frames of an exchange.
const (
	maxSequenced   = 32 // up to which offset they are looked for
	fewSequenced   = 12 // steps; fewer prove nothing
	oftenSequenced = 4  // one of so many steps goes up, or more
	firstOf        = 1  // the greatest value that an exchange begins with
)

// Sequences prove that numbers count the frames of an exchange: each is one more than in
// the frame before it of the conversation, whoever sent that, or begins anew at 0 or 1.
// A kind often has the same number then, which tells no kind for all that.
func Sequences(frames []*model.Frame) (list []Claim) {
	some := frames[:min(len(frames), MaxRows)] // neighbours
	limit := min(maxSequenced, column.Shortest(column.Rows(some)))
	for offset := range limit {
		for _, size := range []int{1, 2, 4} {
			for _, order := range []model.Order{model.Big, model.Little} {
				if offset+size > limit || size == 1 && order == model.Little {
					continue
				}
				v := read(some, offset, size, order)
				if size == 1 {
					v.order = model.None
				}
				if c, ok := sequenceClaim(some, &v); ok {
					list = append(list, c)
				}
			}
		}
	}
	return list
}

func sequenceClaim(frames []*model.Frame, v *numbers) (Claim, bool) {
	last := map[string]uint64{}
	steps, ups, anew, begun := 0, 0, 0, 0
	for i, f := range frames {
		before, ok := last[f.Conversation]
		last[f.Conversation] = v.values[i]
		if !ok {
			if v.values[i] <= firstOf {
				begun++
			}
			continue
		}
		steps++
		switch now := v.values[i]; {
		case now <= firstOf: // which tells little, as most flags are 0 or 1
			anew++
		case now == before+1:
			ups++
		case (steps-anew-ups)*20 > len(frames):
			return Claim{}, false // whatever the others do
		}
	}
	if steps < fewSequenced || begun*2 < len(last) || (ups+anew)*20 < steps*19 || ups*oftenSequenced < steps || v.distinct < 4 {
		return Claim{}, false
	}
	c := v.claim(model.Counter, 0.9, 6, "one more than in the frame before it of the conversation in %d of %d steps, and 0 or 1 in %d", ups, steps, anew)
	c.Held, c.Of = ups+anew, steps
	return c, true
}

// ApartFromSequences tells of offsets what another function does, and that frames have a
// number there that counts them.
func ApartFromSequences(tells func(int) bool, sequences []Claim) func(int) bool {
	return func(offset int) bool {
		for i := range sequences {
			if c := &sequences[i]; c.Offset <= offset && offset < c.Offset+c.Size {
				return true
			}
		}
		return tells(offset)
	}
}

// Counters are the claims of numbers that go up from frame to frame of a direction, of several
// bytes or with all values that one byte has.
func Counters(frames []*model.Frame) (list []Claim) {
	for _, c := range Of(frames) {
		if c.Type == model.Counter && (c.Size > 1 || c.around) {
			list = append(list, c)
		}
	}
	return list
}
