package frame

import (
	"cmp"
	"slices"
	"sync"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of what is tried.
const (
	maxOffset  = 16      // of a length from the start of a frame
	maxFar     = 128     // the same, of one at a multiple of its width that counts all, or all behind it
	maxPacked  = 64      // the same, of one at no multiple of its width that counts all behind it
	maxAdd     = 40      // bytes that a length does not count
	maxHead    = 64      // the same, of two lengths
	maxVoters  = 40      // sends that vote
	maxVoted   = 1 << 16 // bytes of a send that votes
	maxSampled = 1000    // sends
	maxTried   = 60      // rules that are tried on all streams
	maxBehind  = 16      // the same, behind preambles
	maxWalked  = 400     // frames in a send that votes
)

// sample is a send, or what a greeting leaves of it, and the one behind it in its stream.
type sample struct{ data, next []byte }

// tally is who voted for a rule.
type tally struct {
	framing *model.Framing
	whole   int          // sends that it cuts into whole frames
	split   int          // of which the last one goes on to the end of the next send
	lengths map[int]bool // of frames
}

// votes are those of the usual kind, as a program sends a header apart or it does not, and half of the others: some do
// so only before a body.
func (t tally) votes() int { return max(t.whole, t.split) + min(t.whole, t.split)/2 }

// ballot are the rules that cut most sends into whole frames.
func ballot(sends []sample) []*model.Framing {
	voters := electorate(sends)
	var list []tally
	all := rules()
	for n := range all {
		f := &all[n]
		t := tally{framing: f, lengths: map[int]bool{}}
		// Rules that hold for none of the first voters are not worth the others' time.
		for i, send := range voters {
			switch whole, split := walks(f, send, t.lengths); {
			case whole:
				t.whole++
			case split:
				t.split++
			}
			if i == maxVoters/4 && t.votes() == 0 {
				break
			}
		}
		if t.votes()*5 >= len(voters) && t.votes() >= 2 && len(t.lengths) > 1 {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b tally) int {
		return cmp.Or(b.votes()-a.votes(), rank(a.framing)-rank(b.framing))
	})
	framings := make([]*model.Framing, 0, maxTried)
	for _, t := range list[:min(len(list), maxTried)] {
		f := *t.framing
		framings = append(framings, &f)
	}
	return framings
}

// electorate are sends of many lengths, one of each first.
func electorate(sends []sample) []sample {
	var voters, others []sample
	seen := map[[2]int]bool{}
	for _, s := range sends {
		key := [2]int{len(s.data)}
		if len(s.data) <= maxHead { // it may be a header, of which the body is in the next one
			key[1] = len(s.next)
		}
		switch {
		case len(s.data) > maxVoted:
		case seen[key]:
			others = append(others, s)
		default:
			seen[key] = true
			voters = append(voters, s)
		}
	}
	voters = pick(voters, maxVoters)
	return append(voters, pick(others, maxVoters-len(voters))...)
}

// pick are at most so many of a list, evenly.
func pick(list []sample, most int) []sample {
	if len(list) <= most {
		return list
	}
	some := make([]sample, most)
	for i := range some {
		some[i] = list[i*len(list)/most]
	}
	return some
}

// walks reports whether a rule cuts a send into whole frames, or with all of the next one, and adds the
// length of the first of them.
func walks(f *model.Framing, s sample, lengths map[int]bool) (whole, split bool) {
	first, frames := 0, 0
	for at := 0; at < len(s.data); {
		n := f.Measure(s.data[at:])
		if at == 0 {
			first = n
		}
		if frames++; frames > maxWalked {
			return false, false
		}
		if n <= 0 || n > len(s.data)-at {
			if n <= 0 || n != len(s.data)-at+len(s.next) {
				return false, false
			}
			lengths[first] = true
			return false, true
		}
		at += n
	}
	lengths[first] = true
	return true, false
}

// rules are all rules with one length, the likelier ones first. They are for all to read.
var rules = sync.OnceValue(func() (list []model.Framing) {
	for offset := 0; offset <= maxOffset; offset++ {
		for _, size := range []int{4, 2, 3, 8, 1} {
			for _, order := range []model.Order{model.Big, model.Little} {
				if size == 1 {
					if order = model.None; len(list) > 0 && list[len(list)-1].Size == 1 {
						break
					}
				}
				for _, scale := range []int{1, 4, 8, 2} {
					for add := range maxAdd + 1 {
						if scale > 1 && add%scale != 0 {
							continue
						}
						list = append(list, model.Framing{How: model.ByLength, Offset: offset, Size: size, Order: order, Scale: scale, Add: add})
					}
				}
			}
		}
		for add := 0; add <= 8 && offset <= 4; add++ {
			list = append(list, model.Framing{How: model.ByLength, Offset: offset, Size: 1, Scale: 1, Varint: true, Add: add})
		}
	}
	return append(list, far()...)
})

// far are rules with a length behind a long header, such as a structure that begins with names. One that ends a packed
// header may be anywhere.
func far() (list []model.Framing) {
	for _, size := range []int{4, 2} {
		for offset := maxOffset + 1; offset <= maxFar; offset++ {
			adds := []int{0, offset + size}
			if offset%size != 0 {
				if adds = adds[1:]; offset > maxPacked {
					continue
				}
			}
			for _, order := range []model.Order{model.Big, model.Little} {
				for _, add := range adds {
					list = append(list, model.Framing{How: model.ByLength, Offset: offset, Size: size, Order: order, Scale: 1, Add: add})
				}
			}
		}
	}
	return list
}

// rank orders rules that explain the same: a wider number whose upper bytes are zero
// is likelier than a narrow one with a zero before it.
func rank(f *model.Framing) int {
	n := map[int]int{4: 0, 2: 1, 3: 2, 8: 3, 1: 4}[f.Size]
	if f.Varint {
		n = 5
	}
	if f.Scale != 1 {
		n += 10
	}
	if f.Offset%f.Size != 0 {
		n += 3
	}
	return n
}

// narrower reports whether a rule is about some bytes of the length that another one is about: more has
// to fit for the wider one.
func narrower(a, b *model.Framing) bool {
	return a.How == model.ByLength && b.How == model.ByLength && a.Scale == b.Scale && a.Add == b.Add && !a.Varint && !b.Varint &&
		rank(b) < rank(a) && a.Offset >= b.Offset && a.Offset+a.Size <= b.Offset+b.Size
}

// chosen are the rules, with two lengths, that cut some sends into whole frames.
func chosen(rules []*model.Framing, sends []sample) (list []*model.Framing) {
	voters := electorate(sends)
	for _, f := range rules {
		votes, lengths := 0, map[int]bool{}
		for i, send := range voters {
			if whole, _ := walks(f, send, lengths); whole {
				votes++
			}
			if i == maxVoters/4 && votes == 0 {
				break
			}
		}
		if votes >= 2 && len(lengths) > 1 && votes*5 >= len(voters) {
			list = append(list, f)
		}
	}
	return list
}

// parts are rules with the length of a body, and behind it that of a part right before that.
func parts() (list []*model.Framing) {
	for _, order := range []model.Order{model.Little, model.Big} {
		for body := 0; body <= maxOffset; body += 4 {
			for part := body + 4; part <= maxOffset+8; part += 4 {
				for _, align := range []int{1, 4, 8} {
					list = append(list, &model.Framing{
						How: model.ByLength, Offset: body, Size: 4, Order: order, Scale: 1, Align: align,
						Plus: &model.Framing{How: model.ByLength, Offset: part, Size: 4, Order: order, Scale: 1, Add: part + 4},
					})
				}
			}
		}
	}
	return list
}

// besides are rules with two lengths next to each other behind which a header of fixed size
// ends: that of a body, which may be filled up to a multiple of four, and a byte that
// tells how many bytes or words are there besides.
func besides() (list []*model.Framing) {
	for at := range maxOffset {
		for _, size := range []int{2, 3, 4} {
			for _, order := range []model.Order{model.Big, model.Little} {
				for _, beside := range []int{at + size, at - 1} {
					if beside < 0 {
						continue
					}
					end := max(at+size, beside+1)
					for add := end; add <= maxHead; add++ {
						if add > end+1 && add%4 != 0 {
							continue
						}
						for _, scale := range []int{1, 4} {
							for _, align := range []int{1, 4} {
								list = append(list, &model.Framing{
									How: model.ByLength, Offset: beside, Size: 1, Order: model.None, Scale: scale, Align: align,
									Plus: &model.Framing{How: model.ByLength, Offset: at, Size: size, Order: order, Scale: 1, Add: add},
								})
							}
						}
					}
				}
			}
		}
	}
	return list
}
