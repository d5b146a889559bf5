package frame

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of what is tried.
const (
	maxOffset  = 16   // of a length from the start of a frame
	maxAdd     = 64   // bytes that a length does not count
	maxSampled = 1000 // sends that vote
	maxTried   = 60   // rules that are tried on all streams
)

// rule is a length rule that can be a key.
type rule struct {
	offset, size, scale, add int
	order                    model.Order
	varint                   bool
}

func (r rule) framing() *model.Framing {
	return &model.Framing{
		How: model.ByLength, Offset: r.offset, Size: r.size, Order: r.order,
		Scale: r.scale, Add: r.add, Varint: r.varint,
	}
}

// tally is who voted for a rule.
type tally struct {
	votes   int
	first   int // the length of the first send that voted
	several bool
}

// ballot are the rules that make most sends one frame each.
func ballot(sends [][]byte) []*model.Framing {
	if len(sends) > maxSampled {
		step := len(sends) / maxSampled
		sampled := make([][]byte, 0, maxSampled)
		for i := 0; i < len(sends); i += step + 1 {
			sampled = append(sampled, sends[i])
		}
		sends = sampled
	}
	tallies := map[rule]*tally{}
	vote := func(r rule, length int) {
		t := tallies[r]
		if t == nil {
			t = &tally{first: length}
			tallies[r] = t
		}
		t.votes++
		t.several = t.several || length != t.first
	}
	for _, send := range sends {
		voteOf(send, vote)
	}
	var rules []rule
	for r, t := range tallies {
		if t.several && t.votes >= 3 && t.votes*5 >= len(sends) {
			rules = append(rules, r)
		}
	}
	slices.SortFunc(rules, func(a, b rule) int {
		return cmp.Or(tallies[b].votes-tallies[a].votes, rank(a)-rank(b), a.offset-b.offset, a.add-b.add, cmp.Compare(a.order, b.order))
	})
	rules = rules[:min(len(rules), maxTried)]
	list := make([]*model.Framing, len(rules))
	for i, r := range rules {
		list[i] = r.framing()
	}
	return list
}

// rank orders rules that explain the same: a wider number whose upper bytes are zero
// is likelier than a narrow one with a zero before it.
func rank(r rule) int {
	n := map[int]int{4: 0, 2: 1, 3: 2, 8: 3, 1: 4}[r.size]
	if r.varint {
		n = 5
	}
	if r.scale != 1 {
		n += 10
	}
	if r.offset%r.size != 0 {
		n++
	}
	return n
}

// voteOf has one send vote for all rules that would make it one frame.
func voteOf(send []byte, vote func(rule, int)) {
	length := len(send)
	for offset := 0; offset <= maxOffset; offset++ {
		for _, size := range []int{1, 2, 3, 4, 8} {
			if offset+size > length {
				break
			}
			orders := []model.Order{model.Big, model.Little}
			if size == 1 {
				orders = []model.Order{model.None}
			}
			for _, order := range orders {
				v := model.Uint(send[offset:offset+size], order)
				if v > uint64(length) {
					continue
				}
				for _, scale := range []int{1, 4} {
					add := length - scale*int(v)
					if add >= 0 && add <= maxAdd {
						vote(rule{offset, size, scale, add, order, false}, length)
					}
				}
			}
		}
		if offset > 4 {
			continue
		}
		f := rule{offset: offset, size: 1, scale: 1, varint: true}
		if n := varintLength(f.framing(), send); n > 0 {
			if f.add = length - n; f.add >= 0 && f.add <= 8 {
				vote(f, length)
			}
		}
	}
}

// pairs are rules with two lengths that make most sends one frame each: a part whose
// length is told right before it, and a body behind it.
func pairs(sends [][]byte) []*model.Framing {
	var list []*model.Framing
	for _, order := range []model.Order{model.Little, model.Big} {
		for body := 0; body <= maxOffset; body += 4 {
			for part := body + 4; part <= maxOffset+8; part += 4 {
				for _, align := range []int{1, 4, 8} {
					f := &model.Framing{
						How: model.ByLength, Offset: body, Size: 4, Order: order, Scale: 1, Align: align,
						Plus: &model.Framing{How: model.ByLength, Offset: part, Size: 4, Order: order, Scale: 1, Add: part + 4},
					}
					votes, lengths := 0, map[int]bool{}
					for _, send := range sends[:min(len(sends), maxSampled)] {
						if len(send) >= least(f) && length(f, send) == len(send) {
							votes++
							lengths[len(send)] = true
						}
					}
					if votes >= 3 && len(lengths) > 1 && votes*5 >= min(len(sends), maxSampled) {
						list = append(list, f)
					}
				}
			}
		}
	}
	return list
}
