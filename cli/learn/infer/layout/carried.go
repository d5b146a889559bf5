package layout

import (
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// carried finds bytes that go to the end of frames, or nearly so, with their number before
// them: a payload, of which nothing more is to be told, or an array of numbers.
func (x *layer) carried(v view, at int) (element, bool) {
	return x.numbered(v, at, []int{4, 2, 1}, x.carriedBy)
}

// numbered finds bytes with their number before them, of one of some sizes, which is not the
// length of frames.
func (x *layer) numbered(v view, at int, sizes []int, by func(v view, at, size int) (element, bool)) (element, bool) {
	for _, size := range sizes {
		if base := v.base(); base >= 0 && x.frameLength(base+at, size) {
			continue
		}
		if e, ok := by(v, at, size); ok {
			return e, true
		}
	}
	return element{}, false
}

// frameLength reports whether bytes of a field tell the length of all frames of the
// direction: that is no payload's.
func (x *layer) frameLength(offset, size int) bool {
	for j := range size {
		if x.lengths != nil && x.lengths(offset+j) {
			return true
		}
	}
	return false
}

func (x *layer) carriedBy(v view, at, size int) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	lengths := map[int]bool{}
	tail := 0
	var loads [][]byte
	for i, row := range v.rows {
		if at+size > len(row) {
			return e, false
		}
		n := model.Uint(row[at:at+size], x.order)
		left := len(row) - at - size
		if n > uint64(left) {
			return e, false
		}
		if i == 0 {
			tail = left - int(n)
		}
		if left-int(n) != tail || tail > 4 {
			return e, false
		}
		e.sizes[i] = at + size + int(n)
		lengths[int(n)] = true
		if n > 0 {
			loads = append(loads, row[at+size:e.sizes[i]])
		}
	}
	if len(lengths) < 3 && !loaded(size, loads) || structured(loads) {
		return e, false
	}
	evidence := fmt.Sprintf("as many bytes follow in all of %d frames, of %d lengths", len(v.rows), len(lengths))
	length := x.counting(size, evidence, len(v.rows))
	length.Distinct = len(lengths)
	load := model.Field{
		Name: x.name("payload"), Type: model.Bytes, Size: model.Size{How: model.SizeBy, By: length.Name, Scale: 1}, Sure: 0.8,
		Evidence: evidence, Held: len(v.rows), Of: len(v.rows),
	}
	switch width := widthOf(loads); {
	case allText(loads):
		load.Type = model.Text
	case width > 1:
		load.Name, load.Type = x.name("array"), model.Array
		load.Size = model.Size{How: model.SizeItems}
		load.Repeat = &model.Repeat{Less: tail}
		load.Items = []model.Field{{
			Name: "value", Type: model.Integer, Order: x.order, Size: model.Size{How: model.SizeFixed, N: width}, Sure: 0.6,
			Evidence: fmt.Sprintf("all lengths are multiples of %d", width), Held: len(loads), Of: len(loads),
		}}
	}
	length.Ref = &model.Ref{What: "field", Field: load.Name, Scale: 1}
	e.fields = []model.Field{length, load}
	return e, true
}

// loaded reports whether payloads of few lengths are none by chance: they are long, and have
// no zeros as fields would.
func loaded(size int, loads [][]byte) bool {
	const long, few = 16, 8 // bytes; one of so many may be zero
	if size < 2 {
		return false
	}
	zeros, all := 0, 0
	for _, b := range loads {
		all += len(b)
		for _, c := range b {
			if c == 0 {
				zeros++
			}
		}
	}
	return all > 0 && zeros*few <= all && all/len(loads) >= long
}

// structured reports whether payloads begin with bytes that are alike, which may be fields.
func structured(loads [][]byte) bool {
	if len(loads) < 3 {
		return false
	}
	const looked = 6
	n := min(column.Shortest(loads), looked)
	calm := 0
	for j := range n {
		if c := column.At(loads, j); c.Distinct*4 <= c.N {
			calm++
		}
	}
	return n > 0 && calm*2 >= n
}

func allText(rows [][]byte) bool {
	for _, row := range rows {
		if !text.Is(row) {
			return false
		}
	}
	return len(rows) > 0
}

// widthOf is how wide numbers are that an array of bytes may be of: what all lengths are
// multiples of, of 2 and 4, if there are enough lengths to tell.
func widthOf(loads [][]byte) int {
	lengths := map[int]bool{}
	width := 4
	for _, b := range loads {
		lengths[len(b)] = true
		for len(b)%width != 0 {
			width /= 2
		}
	}
	if len(lengths) < 3 {
		return 1
	}
	return width
}

// Terminator is a byte that ends all frames, which is no text: 0 if there is none.
func Terminator(sides [][]*model.Frame) byte {
	lengths := map[int]bool{}
	var end byte
	for i, f := range slices.Concat(sides...) {
		last := f.Data[len(f.Data)-1]
		if i == 0 {
			end = last
		}
		if last != end || len(f.Data) < 2 {
			return 0
		}
		lengths[len(f.Data)] = true
	}
	if len(lengths) < 4 || text.Printable(end) {
		return 0
	}
	return end
}
