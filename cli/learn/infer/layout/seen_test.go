package layout

import "testing"

// TestOfTypes: that types are known proves options if there are several elements, and the types are not small numbers that are there
// anyway, nor zeros.
func TestOfTypes(t *testing.T) {
	known := func(types ...uint64) map[uint64]bool {
		m := map[uint64]bool{}
		for _, typ := range types {
			m[typ] = true
		}
		return m
	}
	great, small := known(0x801, 0x802, 0x803, 0x804, 0), known(1, 2, 3, 4, 5)
	words := &option{typ: 4, length: 4}
	for _, test := range []struct {
		name  string
		o     *option
		types map[uint64]int
		known map[uint64]bool
		want  bool
	}{
		{"two types", words, map[uint64]int{0x801: 1, 0x803: 1}, great, true},
		{"one element", words, map[uint64]int{0x801: 1}, great, false},
		{"a type is new", words, map[uint64]int{0x801: 3, 0x803: 3, 0x999: 1}, great, false},
		{"zeros", words, map[uint64]int{0: 9}, great, false},
		{"two small types", words, map[uint64]int{1: 2, 2: 2}, small, false},
		{"four small types", words, map[uint64]int{1: 1, 2: 1, 3: 1, 4: 1}, small, true},
		{"four of a byte", &option{typ: 1, length: 1}, map[uint64]int{1: 1, 2: 1, 3: 1, 4: 1}, small, true},
	} {
		f := &filling{types: test.types}
		for _, n := range test.types {
			f.total += n
		}
		if got := f.ofTypes(test.o, test.known); got != test.want {
			t.Errorf("%s: %t", test.name, got)
		}
	}
}

// TestSeenAdd: options with a type are seen, but not those that have none or several fields beside their length.
func TestSeenAdd(t *testing.T) {
	s := Seen{}
	for _, o := range []*option{{length: 4}, {typ: 8, length: 4}, {typ: 2, length: 2}} {
		s.add(o, map[uint64]int{7: 1})
	}
	Seen(nil).add(&option{typ: 2, length: 2}, map[uint64]int{7: 1})
	if len(s) != 1 || !s[option{typ: 2, length: 2}][7] {
		t.Errorf("seen are %v", s)
	}
}
