package replay

import (
	"cmp"
	"slices"
	"sort"
)

// Masks are which bytes are not compared, however many Ignores say so. The zero Masks are none.
type Masks struct {
	every []Ignore         // of every message, by ascending offset and apart from each other
	of    map[int][]Ignore // of a message alone, the same way
}

// NewMasks puts them together.
func NewMasks(list []Ignore) Masks {
	of := map[int][]Ignore{}
	for _, i := range list {
		of[i.Message] = append(of[i.Message], i)
	}
	for message, some := range of {
		of[message] = joined(some)
	}
	m := Masks{every: of[0], of: of}
	delete(of, 0)
	return m
}

// joined are the same bytes in order, each once.
func joined(list []Ignore) (apart []Ignore) {
	slices.SortFunc(list, func(a, b Ignore) int { return cmp.Compare(a.Offset, b.Offset) })
	for _, i := range list {
		if n := len(apart); n > 0 && i.Offset <= apart[n-1].end() {
			apart[n-1].Len = max(apart[n-1].end(), i.end()) - apart[n-1].Offset
			continue
		}
		apart = append(apart, i)
	}
	return apart
}

// end is where the bytes end; ParseIgnore lets none go past the largest number.
func (i Ignore) end() int64 { return i.Offset + i.Len }

// Any reports whether there are some.
func (m *Masks) Any() bool { return len(m.every)+len(m.of) > 0 }

// Covers reports whether the byte at an offset of a message, or of what one side of a stream
// sends in a row from this message on, is not compared.
func (m *Masks) Covers(message int, offset int64) bool {
	return covers(m.every, offset) || covers(m.of[message], offset)
}

func covers(list []Ignore, offset int64) bool {
	i := sort.Search(len(list), func(i int) bool { return list[i].end() > offset })
	return i < len(list) && offset >= list[i].Offset
}

// Clear sets those bytes of a message to zero that are not compared.
func (m *Masks) Clear(message int, data []byte) {
	for _, list := range [][]Ignore{m.every, m.of[message]} {
		for _, i := range list {
			if i.Offset >= int64(len(data)) {
				break
			}
			clear(data[i.Offset:min(i.end(), int64(len(data)))])
		}
	}
}
