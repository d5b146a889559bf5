package layout

import (
	"fmt"
	"maps"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// valuesOf are values of options by their types.
type valuesOf map[uint64][][]byte

// maxValues is how many values of a type are looked at, and maxNested how deep options are within others.
const maxValues, maxNested = 64, 3

func (v valuesOf) add(t uint64, value []byte) {
	if len(v[t]) < maxValues {
		v[t] = append(v[t], value)
	}
}

// leads are how many bytes may be before options within the value of another.
var leads = []int{0, 4, 2, 1, 8}

// The bounds of what options within values have to be proved by: as they look like those around
// them, that is less than of others; and less again behind as many bytes as in values of other types.
const leastNested, leastNestedAgain, leastNestedEnds = 9.0, 5.0, 2.0

// nested are the fields of values where those of some types are options again that look the same, or
// a few bytes and then such options.
func (o *option) nested(x *layer, values valuesOf, size model.Size, evidence string, width, depth int, plain []model.Field) []model.Field {
	if depth == maxNested {
		return plain
	}
	byLead := map[int][]uint64{}
	found := map[uint64]*runProof{}
	for _, least := range []float64{leastNested, leastNestedAgain} {
		for _, t := range slices.Sorted(maps.Keys(values)) {
			for _, lead := range leads {
				if found[t] != nil || least < leastNested && byLead[lead] == nil {
					continue
				}
				if p := o.within(values[t], lead, least, x.reads); p != nil {
					found[t] = p
					byLead[lead] = append(byLead[lead], t)
				}
			}
		}
	}
	if len(found) == 0 {
		return plain
	}
	var all []uint64
	names := x.inner("type", "length", "value", "reserved", "padding")
	for _, lead := range slices.Sorted(maps.Keys(byLead)) {
		var types []uint64
		merged := newProof(&item{option: o})
		var before [][]byte
		for _, t := range byLead[lead] {
			types = append(types, o.seen(t, width))
			for _, value := range values[t] {
				if len(value) > 0 {
					merged.add(value[lead:])
					before = append(before, value[:lead])
				}
			}
		}
		all = append(all, types...)
		why := fmt.Sprintf("%d elements fill the values of %s", merged.total, typesNamed(types))
		f := model.Field{Name: names.name("options"), Type: model.TLV, Size: model.Size{How: model.SizeItems}, Repeat: &model.Repeat{}, Sure: 0.8, Evidence: why, Held: merged.runs, Of: merged.runs}
		f.Items = o.items(x, merged.heads, merged.values, merged.total, why, depth+1)
		if lead > 0 {
			inner := x.inner("options")
			pieces, _ := segment.Divide(column.Of(column.Sample(before, claim.MaxRows), lead), 0, x.style, nil)
			group := model.Field{Name: names.name("group"), Type: model.Array, Repeat: &model.Repeat{}, Sure: 0.8, Evidence: why, Held: merged.runs, Of: merged.runs}
			for _, p := range pieces {
				group.Items = append(group.Items, inner.field(before, p, 0))
			}
			f.Name = "options"
			group.Items = append(group.Items, f)
			f = group
		}
		f.Size = size
		f.Size.Only = &model.Only{By: "type", Values: types}
		plain = append(plain, f)
	}
	notPlain(plain, all)
	return plain
}

// within is what speaks for options behind so many bytes of values, nil if that is not enough.
func (o *option) within(values [][]byte, lead int, least float64, reads *Budget) *runProof {
	p := newProof(&item{option: o})
	texts := 0
	for _, value := range values {
		if len(value) == 0 {
			continue
		}
		if len(value) <= lead || !p.fills(value[lead:], reads) || !p.add(value[lead:]) {
			return nil
		}
		if text.Is(value) {
			texts++
		}
	}
	if p.runs == 0 || p.bits < least || p.ends < leastNestedEnds || p.empty*3 > p.total || texts*2 > p.runs || o.align > 1 && (lead%o.align != 0 || p.padded == 0) {
		return nil
	}
	return p
}
