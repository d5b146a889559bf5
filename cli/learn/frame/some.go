package frame

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of rules by which only some frames have a length: those in which a byte, their
// kind, has certain values. All have a header of one size, and only behind that of some is
// what the length counts, as behind replies of X11 but not behind its events.
const (
	maxFixedHead = 64   // bytes of a header
	maxHeads     = 3    // sizes of it that are tried
	maxKindAt    = 8    // offset of the byte
	maxKindsWith = 8    // values of it
	beside       = 4    // bytes next to a length that may be a part of it
	leastWithout = 3    // sends that are a header, though a number is where others have the length
	leastWith    = 3    // sends that the length explains, of kinds that have one
	mostWalked   = 4096 // bytes of a send that a rule is tried on
	mostBehind   = 16   // frames of a kind for each that begins a send
)

// onlySome are such rules.
func onlySome(sends []sample) [][]*model.Framing {
	var list []*model.Framing
	some := sends[:min(len(sends), maxSampled)]
	for _, head := range heads(some) {
		for offset := 0; offset < min(head, maxFixedHead/2); offset++ {
			for _, size := range []int{4, 2, 3, 1} {
				if offset+size > head {
					continue
				}
				for _, order := range []model.Order{model.Big, model.Little} {
					if size == 1 {
						order = model.None
					}
					for _, scale := range []int{1, 4} {
						f := model.Framing{How: model.ByLength, Offset: offset, Size: size, Order: order, Scale: scale, Add: head}
						list = append(list, conditions(&f, some)...)
					}
					if size == 1 {
						break
					}
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *model.Framing) int { return rank(a) - rank(b) })
	return [][]*model.Framing{list[:min(len(list), maxTried)]}
}

// heads are the sizes that a header alone may have: those of most sends that are short.
func heads(sends []sample) []int {
	counts := map[int]int{}
	for _, s := range sends {
		if n := len(s.data); n >= 4 && n <= maxFixedHead {
			counts[n]++
		}
	}
	var sizes []int
	for n, count := range counts {
		if count >= leastWithout {
			sizes = append(sizes, n)
		}
	}
	slices.SortFunc(sizes, func(a, b int) int { return cmp.Or(counts[b]-counts[a], a-b) })
	return sizes[:min(len(sizes), maxHeads)]
}

// conditions are the rules that have a length only where some byte has the values that it
// mostly has in sends of which the length is right, and not in those that are headers in spite
// of it.
func conditions(f *model.Framing, sends []sample) (list []*model.Framing) {
	var with, without [][]byte
	lengths := map[int]bool{}
	for _, s := range sends {
		if len(s.data) < f.Add {
			continue
		}
		if n := apart(f, s); n > 0 {
			with = append(with, s.data)
			lengths[n] = true
			continue
		}
		switch n := f.Measure(s.data); {
		case n == f.Add: // it is a header either way
		case n == len(s.data):
			with = append(with, s.data)
			lengths[n] = true
		case len(s.data)%f.Add == 0 && (n < 0 || n > len(s.data)): // else others may be behind it
			without = append(without, s.data)
		}
	}
	if len(without) < leastWithout || len(lengths) < 2 {
		return nil
	}
	for at := range min(maxKindAt, f.Add) {
		if at >= f.Offset && at < f.Offset+f.Size {
			continue
		}
		values, lengths, headers := kindsWith(at, with, without)
		if slices.Contains(values, 0) && at >= f.Offset-beside && at < f.Offset+f.Size+beside {
			continue // the length itself may be wider: then this says that it is small
		}
		if len(values) > 0 && len(values) <= maxKindsWith && lengths >= leastWith && headers >= leastWithout {
			g := *f
			g.Only = &model.Where{Offset: at, Values: values}
			if explains(&g, sends) {
				list = append(list, &g)
			}
		}
	}
	return list
}

// apart is how long the message is of which a send is the header and the next one all that is
// behind it; 0 if they are not.
func apart(f *model.Framing, s sample) int {
	if len(s.data) != f.Add {
		return 0
	}
	if n := f.Measure(s.data); n > f.Add && n == f.Add+len(s.next) {
		return n
	}
	return 0
}

// explains reports whether a rule cuts most of the sends that are no multiple of the header:
// of those that are one, a size for all explains as much.
func explains(f *model.Framing, sends []sample) bool {
	uneven, whole := 0, 0
	lengths := map[int]bool{}
	for i, s := range sends {
		if len(s.data)%f.Add > 0 && len(s.data) <= mostWalked && uneven < maxVoters {
			uneven++
			if ends, _ := walks(f, s, lengths); ends || i > 0 && apart(f, sends[i-1]) > 0 {
				whole++
			}
		}
	}
	return whole >= leastWith && 2*whole >= uneven
}

// kindsWith are the values that a byte has more often in sends with a length than in those
// without, ascending, how many more these are, and how many sends without have another one.
func kindsWith(at int, with, without [][]byte) (values []uint64, more, others int) {
	var counts [256]int
	for _, s := range with {
		counts[s[at]]++
	}
	for _, s := range without {
		counts[s[at]]--
	}
	for b, n := range counts {
		if n > 0 {
			values = append(values, uint64(b))
			more += n
		}
	}
	for _, s := range without {
		if counts[s[at]] <= 0 {
			others++
		}
	}
	return values, more, others
}

// widens reports whether a rule by which only some frames have a length finds it in a wider number than another one, which is a
// part of that: where the length does not count, the upper bytes are none of a length.
func widens(some, other *model.Framing) bool {
	return some.Only != nil && other.How == model.ByLength && !other.Varint && other.Only == nil && some.Size > other.Size &&
		model.Lowest(some.Offset, some.Size, some.Order) == model.Lowest(other.Offset, other.Size, other.Order) &&
		some.Scale == other.Scale && some.Add == other.Add
}

// strange is the share of frames whose kind, which tells whether they have a length, begins
// hardly a send: a rule with a size for all other kinds parses nearly anything.
func strange(w *model.Where, all []*stream, members []int, cuts []cut) float64 {
	var begins, counts [256]int
	frames := 0
	for n, i := range members {
		s, at, send := all[i], 0, 0
		for _, end := range cuts[n].ends {
			for send < len(s.starts) && s.starts[send] < at {
				send++
			}
			if at+w.Offset < end {
				kind := s.data[at+w.Offset]
				counts[kind]++
				if send < len(s.starts) && s.starts[send] == at {
					begins[kind]++
				}
			}
			frames++
			at = end
		}
	}
	unknown := 0
	for kind, n := range counts {
		if begins[kind]*mostBehind < n {
			unknown += n
		}
	}
	return float64(unknown) / float64(frames)
}
