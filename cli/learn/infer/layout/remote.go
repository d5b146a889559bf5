package layout

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// The bounds of lengths that are told far before what they are of.
const (
	maxRemote   = 64 // their offset
	leastRemote = 4  // different lengths
	leastRows   = 8
)

// told is where the length of something is told.
type told struct{ offset, size int }

// remote finds a text whose length is told further in front, with other fields between, such
// as in a header. It has to begin and to end where other bytes than those of a text are, or
// where the frame ends, in nearly all rows.
func (x *layer) remote(v view, at int) (element, bool) {
	base := v.base()
	if base < 0 || len(v.rows) < leastRows {
		return element{}, false
	}
	begins := 0
	for i, row := range v.rows {
		if len(row) > at && text.Printable(row[at]) && base+at > 0 && !text.Printable(v.whole[i][base+at-1]) {
			begins++
		}
	}
	if begins*10 < len(v.rows)*8 {
		return element{}, false
	}
	for offset := range min(base+at, maxRemote) {
		for _, size := range []int{4, 2, 1} {
			t := told{offset, size}
			if offset+size >= base+at || x.refused[t] || offset < x.start && x.made[t] == "" {
				continue
			}
			if e, ok := x.remoteBy(v, at, t); ok {
				return e, true
			}
		}
	}
	return element{}, false
}

func (x *layer) remoteBy(v view, at int, t told) (element, bool) {
	e := element{sizes: make([]int, len(v.rows)), told: &t}
	lengths, texts := map[int]bool{}, map[string]bool{}
	ends := 0
	for i, row := range v.rows {
		n := model.Uint(v.whole[i][t.offset:t.offset+t.size], x.order)
		if n > uint64(len(row)-at) {
			return e, false
		}
		end := at + int(n)
		if !text.Is(row[at:end]) {
			return e, false
		}
		if end == len(row) || !text.Printable(row[end]) {
			ends++
		}
		lengths[int(n)], texts[string(row[at:end])] = true, true
		e.sizes[i] = end
	}
	if len(lengths) < leastRemote || ends*10 < len(v.rows)*8 || !lettersIn(texts) {
		return e, false
	}
	e.fields = []model.Field{{
		Name: x.name("text"), Type: model.Text, Size: model.Size{How: model.SizeBy, Scale: 1}, Sure: 0.85, Held: len(v.rows), Of: len(v.rows), Distinct: len(texts), Example: anyOf(texts),
		Evidence: fmt.Sprintf("%d texts in %d frames, their length at offset %d", len(texts), len(v.rows), t.offset),
	}}
	return e, true
}

// claimed has the field be there that tells the length of an element, if it is not yet.
func (x *layer) claimed(t told) {
	c := claim.Claim{
		Offset: t.offset, Size: t.size, Order: x.order, Type: model.Length, Sure: 0.85, Bonus: toldBonus,
		Evidence: "the length of what is further behind",
	}
	if t.size == 1 {
		c.Order = model.None
	}
	x.claims = append(x.claims, c)
}

// toldBonus is by how much a field is likelier that tells the length of an element.
const toldBonus = 15

// measure has an element follow the field that tells its length. It reports false if no
// field is just there.
func (x *layer) measure(e *element) bool {
	name := x.made[*e.told]
	if name == "" {
		x.refused[*e.told] = true
		return false
	}
	f := &e.fields[0]
	f.Size.By = name
	x.measures[name] = *f
	return true
}

// named has fields that tell the length of another one say so.
func (x *layer) named(fields []model.Field) {
	for i := range fields {
		f := &fields[i]
		of, ok := x.measures[f.Name]
		if !ok {
			continue
		}
		what := "bytes of text"
		if of.Composed() {
			what = "bytes of elements"
		}
		f.Ref = &model.Ref{What: "field", Field: of.Name, Scale: 1, Add: of.Size.Add}
		f.Type, f.Sure, f.Evidence = model.Length, 0.85, fmt.Sprintf("as many %s are in %s, further behind, in all of %d frames", what, of.Name, f.Of)
	}
}
