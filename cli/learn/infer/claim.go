package infer

import (
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// claim is a field whose meaning is proved.
type claim struct {
	offset, size int
	order        model.Order
	typ          model.Type
	sure         float64
	bonus        float64 // by how much the proof makes the field likelier, a logarithm
	held, of     int
	evidence     string
	ref          *model.Ref
	unit, epoch  string
	check        string
	selects      bool   // it tells the kind
	frames       bool   // it is the length that frames a stream
	carries      bool   // it is a counter of which more than the lowest byte changes
	shared       bool   // most kinds have a number there, of which it says nothing
	around       bool   // it is a counter that begins anew behind its greatest value
	whole        bool   // it is a counter that begins anywhere, so that its upper bytes are a part of it
	name         string // that the user gave, else ""
}

// anyOrder is the order of a claim that holds in both.
const anyOrder model.Order = "any"

// maxClaimed is up to which offset fields are looked at for what they mean, and
// maxRows how many frames.
const (
	maxClaimed = 256
	maxTextAt  = 1024 // the same, of texts
	maxRows    = 300
)

// sample are at most so many of a list, evenly.
func sample[T any](list []T, most int) []T {
	if len(list) <= most {
		return list
	}
	some := make([]T, most)
	for i := range some {
		some[i] = list[i*len(list)/most]
	}
	return some
}

// numbers is one field read from many frames.
type numbers struct {
	offset, size int
	order        model.Order
	values       []uint64 // of each frame
	distinct     int      // up to mostDistinct are counted
}

const mostDistinct = 64

// claimsOf proves what it can of fields at fixed offsets of frames.
func claimsOf(frames []*model.Frame) []claim {
	return claimsWith(frames, checksumClaims(frames))
}

// claimsWith does so if checksums are proved already.
func claimsWith(frames []*model.Frame, checksums []claim) []claim {
	list := fieldClaims(frames, maxRows, maxClaimed)
	for _, c := range checksums {
		if c.offset >= 0 || sameLength(rowsOf(frames)) {
			c.offset = place(frames[0].Data, c.offset)
			list = append(list, c)
		}
	}
	return list
}

// fieldClaims are those of single fields up to an offset, by so many frames.
func fieldClaims(frames []*model.Frame, rows, limit int) []claim {
	some := sample(frames, rows)
	first := frames[:len(some)] // in which steps between neighbours are seen
	limit = min(limit, shortest(rowsOf(some)), shortest(rowsOf(first)))
	var list []claim
	for offset := range limit {
		for _, size := range []int{1, 2, 4, 8} {
			if offset+size > limit {
				break
			}
			for _, order := range []model.Order{model.Big, model.Little} {
				if size == 1 && order == model.Little {
					continue
				}
				v := read(some, offset, size, order)
				if size == 1 {
					v.order = model.None
				}
				list = append(list, prove(some, &v)...)
				if v.distinct > 1 {
					if len(frames) > len(some) {
						v = read(first, offset, size, v.order)
					}
					if c, ok := counterClaim(first, &v); ok {
						list = append(list, c)
					}
				}
			}
		}
	}
	list = carried(list)
	for i := range list {
		if list[i].typ == model.Timestamp {
			list = append(list, fractionClaims(some, &list[i])...)
		}
	}
	list = append(list, addressClaims(some, limit)...)
	return append(list, textClaims(some, min(maxTextAt, shortest(rowsOf(some))))...)
}

// read reads a number from each frame.
func read(frames []*model.Frame, offset, size int, order model.Order) numbers {
	v := numbers{offset: offset, size: size, order: order, values: make([]uint64, len(frames))}
	seen := make([]uint64, 0, mostDistinct)
	for i, f := range frames {
		v.values[i] = model.Uint(f.Data[offset:offset+size], order)
		if len(seen) < mostDistinct && !slices.Contains(seen, v.values[i]) {
			seen = append(seen, v.values[i])
		}
	}
	v.distinct = len(seen)
	return v
}

// claim makes a claim of a field.
func (v *numbers) claim(typ model.Type, sure, bonus float64, format string, args ...any) claim {
	return claim{
		offset: v.offset, size: v.size, order: v.order, typ: typ, sure: sure, bonus: bonus,
		held: len(v.values), of: len(v.values), evidence: fmt.Sprintf(format, args...),
	}
}

// prove tries all meanings of a field.
func prove(frames []*model.Frame, v *numbers) []claim {
	if v.distinct == 1 && v.values[0] == 0 {
		return nil // which is always 0
	}
	var list []claim
	add := func(c claim, ok bool) {
		if ok {
			list = append(list, c)
		}
	}
	add(lengthClaim(frames, v))
	if v.size == 4 && v.order == model.Big {
		add(addressClaim(frames, v))
	}
	if v.size >= 4 {
		add(floatClaim(frames, v))
		add(clockClaim(frames, v))
		add(senderClaim(frames, v))
	}
	return list
}

// wideLength is how much less likely a length of eight bytes is, a logarithm: what is always zero
// beside one of four is rather another number.
const wideLength = 2

// lengthClaim proves that a number tells the length of its frame, by frames of several
// lengths.
func lengthClaim(frames []*model.Frame, v *numbers) (claim, bool) {
	first := int64(len(frames[0].Data)) - int64(v.values[0])
	lengths := map[int]bool{}
	for i, f := range frames {
		if v.values[i] > 1<<30 || int64(len(f.Data))-int64(v.values[i]) != first {
			return claim{}, false
		}
		lengths[len(f.Data)] = true
	}
	if len(lengths) < 2 || first < -16 || first > 128 {
		return claim{}, false
	}
	// Of two lengths, a number may happen to be as far apart.
	if len(lengths) == 2 && first != 0 && int(first) != v.offset+v.size {
		return claim{}, false
	}
	sure := 1 - 1/float64(1+2*len(lengths))
	bonus := 3 + float64(min(len(lengths), 4))
	if v.size == 8 {
		bonus -= wideLength
	}
	c := v.claim(model.Length, sure, bonus, "it is the length of the frame - %d in all of %d frames, of %d lengths", first, len(frames), len(lengths))
	c.ref = &model.Ref{What: "frame", Scale: 1, Add: int(first)}
	if int(first) == v.offset+v.size {
		c.ref.What, c.ref.Add = "rest", 0
		c.evidence = fmt.Sprintf("it is the number of bytes behind it in all of %d frames, of %d lengths", len(frames), len(lengths))
	}
	return c, true
}
