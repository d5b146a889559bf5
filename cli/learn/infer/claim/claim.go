// Package claim proves what numbers at fixed places of frames mean: a length by the lengths of
// frames, a time by the capture's clock, a sender by who sent it, an echo by pairs of request and
// response, a counter by its steps, a checksum by computing it. What can't be proved is not claimed.
package claim

import (
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Claim is a field whose meaning is proved.
type Claim struct {
	Offset, Size int // bytes; a claim of no bytes says that a field begins or ends there
	Order        model.Order
	Type         model.Type
	Sure         float64    // 0 to 1
	Bonus        float64    // by how much the proof makes the field likelier, a logarithm
	Held, Of     int        // in how many frames it held, of those that were looked at
	Evidence     string     // in plain words
	Ref          *model.Ref // what a length counts, or where an echo is from
	Unit, Epoch  string     // of a time
	Check        string     // the name of a checksum
	Selects      bool       // it tells the kind
	Frames       bool       // it is the length that frames a stream
	Carries      bool       // it is a counter of which more than the lowest byte changes
	Shared       bool       // most kinds have a number there, of which it says nothing
	around       bool       // it is a counter that begins anew behind its greatest value
	whole        bool       // it is a counter that begins anywhere, so that its upper bytes are a part of it
	Name         string     // that the user gave, else ""
}

// AnyOrder is the order of a claim that holds in both.
const AnyOrder model.Order = "any"

// maxClaimed is up to which offset fields are looked at for what they mean, and
// MaxRows how many frames.
const (
	maxClaimed = 256
	maxTextAt  = 1024 // the same, of texts
	MaxRows    = 300
)

// numbers is one field read from many frames.
type numbers struct {
	offset, size int
	order        model.Order
	values       []uint64 // of each frame
	distinct     int      // up to mostDistinct are counted
}

const mostDistinct = 64

// Of proves what it can of fields at fixed offsets of frames.
func Of(frames []*model.Frame) []Claim {
	return With(frames, Checksums(frames))
}

// With does so if checksums are proved already.
func With(frames []*model.Frame, checksums []Claim) []Claim {
	list := OfFields(frames, MaxRows, maxClaimed)
	for _, c := range checksums {
		if c.Offset >= 0 || column.SameLength(column.Rows(frames)) {
			c.Offset = place(frames[0].Data, c.Offset)
			list = append(list, c)
		}
	}
	return list
}

// OfFields are those of single fields up to an offset, by so many frames.
func OfFields(frames []*model.Frame, rows, limit int) []Claim {
	some := column.Sample(frames, rows)
	first := frames[:len(some)] // in which steps between neighbours are seen
	limit = min(limit, column.Shortest(column.Rows(some)), column.Shortest(column.Rows(first)))
	var list []Claim
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
		if list[i].Type == model.Timestamp {
			list = append(list, fractionClaims(some, &list[i])...)
		}
	}
	list = append(list, addressClaims(some, limit)...)
	return append(list, textClaims(some, min(maxTextAt, column.Shortest(column.Rows(some))))...)
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
func (v *numbers) claim(typ model.Type, sure, bonus float64, format string, args ...any) Claim {
	return Claim{
		Offset: v.offset, Size: v.size, Order: v.order, Type: typ, Sure: sure, Bonus: bonus,
		Held: len(v.values), Of: len(v.values), Evidence: fmt.Sprintf(format, args...),
	}
}

// prove tries all meanings of a field.
func prove(frames []*model.Frame, v *numbers) []Claim {
	if v.distinct == 1 && v.values[0] == 0 {
		return nil // which is always 0
	}
	var list []Claim
	add := func(c Claim, ok bool) {
		if ok {
			list = append(list, c)
		}
	}
	add(lengthClaim(frames, v))
	if v.size == 4 && v.order == model.Big {
		add(addressClaim(frames, v))
	}
	if v.size >= 4 {
		add(floatClaim(v))
		add(clockClaim(frames, v))
		add(senderClaim(frames, v))
	}
	return list
}

// wideLength is how much less likely a length of eight bytes is, a logarithm: what is always zero
// beside one of four is rather another number.
const wideLength = 2

// oddLength is how much less likely a length of four bytes or more is at no multiple of its width:
// two zeros before one of two bytes are rather another number.
const oddLength = 1.5

// lengthClaim proves that a number tells the length of its frame, by frames of several
// lengths.
func lengthClaim(frames []*model.Frame, v *numbers) (Claim, bool) {
	first := int64(len(frames[0].Data)) - int64(v.values[0])
	lengths := map[int]bool{}
	for i, f := range frames {
		if v.values[i] > 1<<30 || int64(len(f.Data))-int64(v.values[i]) != first {
			return Claim{}, false
		}
		lengths[len(f.Data)] = true
	}
	if len(lengths) < 2 || first < -16 || first > 128 {
		return Claim{}, false
	}
	// Of two lengths, a number may happen to be as far apart.
	if len(lengths) == 2 && first != 0 && int(first) != v.offset+v.size {
		return Claim{}, false
	}
	sure := 1 - 1/float64(1+2*len(lengths))
	bonus := 3 + float64(min(len(lengths), 4))
	if v.size == 8 {
		bonus -= wideLength
	}
	if v.size > 2 && v.offset%v.size != 0 {
		bonus -= oddLength
	}
	c := v.claim(model.Length, sure, bonus, "it is the length of the frame - %d in all of %d frames, of %d lengths", first, len(frames), len(lengths))
	c.Ref = &model.Ref{What: "frame", Scale: 1, Add: int(first)}
	if int(first) == v.offset+v.size {
		c.Ref.What, c.Ref.Add = "rest", 0
		c.Evidence = fmt.Sprintf("it is the number of bytes behind it in all of %d frames, of %d lengths", len(frames), len(lengths))
	}
	return c, true
}

// InOrder are claims without those of lengths that frame a stream in the other order, if there
// are some in this one, which say the same.
func InOrder(claims []Claim, order model.Order) []Claim {
	there := slices.ContainsFunc(claims, func(c Claim) bool { return c.Frames && c.Order == order })
	return slices.DeleteFunc(slices.Clone(claims), func(c Claim) bool {
		return there && c.Frames && c.Order != order && c.Order != model.None
	})
}

// Cuts reports whether a claim is the length by which a rule cuts a stream.
func (c Claim) Cuts(f model.Framing) bool {
	return c.Frames && c.Offset == f.Offset && c.Size == f.Size && c.Order == f.Order
}
