package layout

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// leastValueText is how many bytes the values have of a type whose values are texts, all together, and leastOfEach how many each has
// on average if zeros fill them up.
const leastValueText, leastOfEach = 8, 3

// areValueTexts reports whether all values of a type are texts, each perhaps with a NUL at its end, or with as many as fill it
// up to a multiple of four.
func areValueTexts(values [][]byte) bool {
	n, filled := 0, 0
	for _, value := range values {
		s := bytes.TrimRight(value, "\x00")
		if zeros := len(value) - len(s); zeros > 1 {
			if filled++; zeros > 4 || len(value)%4 != 0 {
				return false
			}
		}
		if !text.Is(s) {
			return false
		}
		n += len(s)
	}
	return n >= leastValueText && (filled == 0 || n >= leastOfEach*len(values))
}

// texts adds the value of types whose values are texts to the fields of the value, of which the
// first is of all types that are none of the others.
func (o *option) texts(fields []model.Field, values valuesOf, width int) []model.Field {
	var types []uint64
	for _, t := range slices.Sorted(maps.Keys(values)) {
		if seen := o.seen(t, width); isPlain(fields, seen) && areValueTexts(values[t]) {
			types = append(types, seen)
		}
	}
	if len(types) == 0 {
		return fields
	}
	text := fields[0]
	text.Name, text.Type = "text", model.Text
	text.Evidence = "the values of " + typesNamed(types) + " are texts"
	text.Size.Only = &model.Only{By: "type", Values: types}
	notPlain(fields, types)
	return append(fields, text)
}

// seen is a type by the field that has it, which may be narrower.
func (o *option) seen(t uint64, width int) uint64 { return t >> (8 * (o.typ - width)) }

// isPlain reports whether the first of the fields of a value is the one of a type.
func isPlain(fields []model.Field, typ uint64) bool {
	others := fields[0].Size.Only
	return others == nil || others.Holds(typ)
}

// notPlain has the first of the fields of a value be that of these types no more.
func notPlain(fields []model.Field, types []uint64) {
	if others := fields[0].Size.Only; others != nil {
		types = slices.Concat(others.Values, types)
	}
	fields[0].Size.Only = &model.Only{By: "type", Values: types, Not: true}
}

// mostNamed is how many types are named.
const mostNamed = 6

// typesNamed names types by their numbers.
func typesNamed(types []uint64) string {
	switch {
	case len(types) == 1:
		return fmt.Sprintf("type %d", types[0])
	case len(types) > mostNamed:
		return fmt.Sprintf("%d types", len(types))
	}
	var list []string
	for _, t := range types {
		list = append(list, fmt.Sprint(t))
	}
	return "types " + strings.Join(list, ", ")
}
