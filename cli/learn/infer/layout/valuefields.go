package layout

import (
	"fmt"
	"maps"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// The bounds of fields within the values of a type: how many different values show them at least,
// how many bytes each has, and for how many types they are looked for.
const (
	valuesToTell   = 8
	leastValueSize = 3
	mostValueSize  = 1024
	mostValueTypes = 64
)

// structures adds, to the fields of the value, one for each type whose values have fields themselves: they
// are laid out as messages of a kind are. The first of the fields is that of all types that are none of the others.
func (o *option) structures(x *layer, fields []model.Field, values valuesOf, width int) []model.Field {
	plain := fields[0]
	var types []uint64
	for _, t := range slices.Sorted(maps.Keys(values)) {
		seen := o.seen(t, width)
		if len(types) == mostValueTypes || !isPlain(fields, seen) {
			continue
		}
		items := x.fieldsOf(values[t])
		if len(items) < 2 {
			continue
		}
		types = append(types, seen)
		n := len(values[t])
		// None or one of them fills as many bytes as there are.
		f := model.Field{
			Name: fmt.Sprintf("value_%d", seen), Type: model.Array, Repeat: &model.Repeat{}, Size: plain.Size, Sure: 0.5, Items: items,
			Evidence: fmt.Sprintf("the fields of %d values of %s", n, typesNamed([]uint64{seen})), Held: n, Of: n,
		}
		f.Size.Only = &model.Only{By: "type", Values: []uint64{seen}}
		fields = append(fields, f)
	}
	if len(types) > 0 {
		notPlain(fields, types)
	}
	return fields
}

// fieldsOf are the fields of values; nil if too few are different to tell. Four bytes are one number.
func (x *layer) fieldsOf(values [][]byte) []model.Field {
	seen := map[string]bool{}
	for _, value := range values {
		if len(value) < leastValueSize || len(value) > mostValueSize {
			return nil
		}
		seen[string(value)] = true
	}
	if len(seen) < valuesToTell || column.SameLength(values) && len(values[0]) == 4 {
		return nil
	}
	fields := x.inner("type", "length", "value", "padding").sequence(newView(values, 0))
	if n := len(fields); fields[n-1].Size.How == model.SizeRest && !slices.ContainsFunc(fields, func(f model.Field) bool { return f.Type == model.Constant }) {
		return nil // they may be any bytes
	}
	return fields
}
