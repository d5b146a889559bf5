package sockets

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// Nearest returns up to n of the names that somebody who typed the pattern may
// have meant, the likeliest first: those whose last component is the same, then
// those that contain it, then those that it is a misspelling of.
func Nearest(p format.Pattern, names []format.Name, n int) []format.Name {
	type candidate struct {
		name      format.Name
		text      string
		base, all int // edits from the pattern, to its last component and to all of it
	}
	typed := strings.TrimPrefix(string(p.Name), "\x00")
	word := path.Base(typed)
	if typed == "" {
		return nil
	}
	var list []candidate
	for _, name := range names {
		text := strings.TrimPrefix(string(name), "\x00")
		if base, ok := wordDistance(word, text, p.Prefix); ok {
			list = append(list, candidate{name: name, text: text, base: base})
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.name, b.name))
	})
	list = slices.CompactFunc(list, func(a, b candidate) bool { return a.name == b.name })
	if len(list) > maxCompared {
		list = list[:maxCompared]
	}
	for i := range list {
		list[i].all = editDistance(typed, list[i].text)
		if isAbstract(list[i].name) != isAbstract(p.Name) {
			list[i].all++
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.base, b.base), cmp.Compare(a.all, b.all), cmp.Compare(a.name, b.name))
	})
	var nearest []format.Name
	for _, c := range list[:min(n, len(list))] {
		nearest = append(nearest, c.name)
	}
	return nearest
}

func isAbstract(n format.Name) bool { return strings.HasPrefix(string(n), "\x00") }

// maxCompared bounds the work where thousands of names are alike.
const maxCompared = 200

// wordDistance is how far a name is from having the word as its last component,
// false if too far to have been meant.
func wordDistance(word, name string, prefix bool) (int, bool) {
	base := path.Base(name)
	if prefix {
		base = base[:min(len(base), len(word))]
	}
	if base == word {
		return 0, true
	}
	const shortest = 3 // what is shorter is contained by chance
	if len(word) >= shortest && strings.Contains(name, word) {
		return 1, true
	}
	limit := max(len(word), len(base)) / 3
	if d := len(word) - len(base); max(d, -d) > limit {
		return 0, false
	}
	d := editDistance(word, base)
	return 1 + d, d <= limit
}

// editDistance counts the bytes to insert, remove, replace or swap with their
// neighbour that make one string of the other.
func editDistance(a, b string) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before, last, row = last, row, before
		row[0] = i + 1
		for j := range len(b) {
			change := 1
			if a[i] == b[j] {
				change = 0
			}
			row[j+1] = min(last[j]+change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)]
}
