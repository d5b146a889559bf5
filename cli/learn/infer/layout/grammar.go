package layout

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// element is something of variable size that all rows of a view have at one offset.
type element struct {
	fields []model.Field
	sizes  []int // that it has in each row
	told   *told // where its length is told, if that is not in front of it
	skip   int   // bytes before it, from where it was looked for

	fewest, most int // elements of a list in a row
}

// count notes how many elements of a list a row has, at least one.
func (e *element) count(n int) {
	if e.fewest == 0 || n < e.fewest {
		e.fewest = n
	}
	e.most = max(e.most, n)
}

// The bounds of the search.
const (
	maxElements = 40  // of variable size in a layout
	maxStart    = 512 // up to which offset behind another one it is looked for
	maxSearched = 60  // rows
)

// next finds the first element of variable size in a view, and where it begins.
func (x *layer) next(v view) (e element, at int, ok bool) {
	if x.plain {
		return element{}, 0, false
	}
	some := sampleView(v, maxSearched)
	limit := min(column.Shortest(some.rows), column.Shortest(v.rows)+1, maxStart) // a row may end where another has an element
	same := column.SameLength(v.rows)
	from := 0
	if base := v.base(); base >= 0 { // nothing of variable size is before the length of the frame
		from = max(0, x.behindLengths()-base)
	}
	n := x.beforeTagged(v, some, from, limit)
	var opaque []bool
	if len(v.rows) <= fewRows {
		opaque = opaqueInAll(v.rows, n)
	}
	for i, provable := range x.searches(same) {
		searches := provable
		if i == 0 {
			searches = append(searches, x.carried, x.prefixed, x.filledUp, x.terminated)
		}
		for at := from; at < n; at++ {
			here := searches
			if at > 0 && at < len(opaque) && opaque[at-1] && opaque[at] {
				here = provable
			}
			for _, find := range here {
				// What fits some rows has to fit all.
				if !x.fitsSome(find, some, at) {
					continue
				}
				if e, ok := find(v, at); ok {
					return e, at + e.skip, true
				}
			}
		}
	}
	if len(x.tables) > 0 && n < limit {
		if e, ok := x.tagged(v, n); ok {
			return e, n, true
		}
	}
	return element{}, 0, false
}

// fitsSome reports whether an element is at an offset of some rows.
func (x *layer) fitsSome(find search, some view, at int) bool {
	defer func(before bool) { x.trying = before }(x.trying)
	x.trying = true
	_, ok := find(some, at)
	return ok
}

// beforeTagged is from which offset on rows are tagged elements, n if they are not before that.
func (x *layer) beforeTagged(v, some view, from, n int) int {
	if len(x.tables) == 0 {
		return n
	}
	for at := from; at < min(n, tagged.MaxAt); at++ {
		if x.tables.Fits(some.rows, at) != nil && x.tables.Fits(v.rows, at) != nil {
			return at
		}
	}
	return n
}

// behindLengths is where the last field ends that tells the length of all frames, or is
// given.
func (x *layer) behindLengths() int {
	end := 0
	for i := range x.claims {
		c := &x.claims[i]
		if c.Name != "" { // nor before what is given
			end = max(end, c.Offset+c.Size)
			continue
		}
		within := c.Type == model.Length && x.lengths != nil
		for j := range c.Size {
			within = within && x.lengths(c.Offset+j)
		}
		if within {
			end = max(end, c.Offset+c.Size)
		}
	}
	return end
}

// search finds an element at an offset.
type search func(view, int) (element, bool)

// searches are those for elements but payloads and texts, which are tried last of the first ones, and
// are among opaque bytes by chance; where nothing is found by some, the next are tried.
func (x *layer) searches(same bool) [][]search {
	if same {
		return [][]search{{x.labels, x.within, x.seenBefore, x.chain, x.opaque}}
	}
	return [][]search{{x.labels, x.within, x.beforeRun, x.counted, x.seenBefore, x.options, x.opaque}, {x.records, x.remoteRun, x.remote}}
}

func sampleView(v view, most int) view {
	if len(v.rows) <= most {
		return v
	}
	return view{column.Sample(v.rows, most), column.Sample(v.at, most), column.Sample(v.whole, most)}
}

// prefixed finds a text whose length is told before it.
func (x *layer) prefixed(v view, at int) (element, bool) {
	for _, p := range x.prefixes {
		if first := x.prefixes[0]; p.Size > first.Size && p.Order == model.Big && first.Order != model.Little || p.Size == 2 && first.Size == 1 {
			continue // the other bytes are zeros before it
		}
		if p.Order == model.Big {
			if _, ok := x.labels(v, at+p.Size-1); ok {
				continue
			}
		}
		if e, ok := x.prefixedBy(v, at, p); ok {
			return e, true
		}
	}
	return element{}, false
}

// onlyText is how many letters a text has that never changes, if one byte before it says how many
// with the zero behind: of fewer, that is so by chance.
const onlyText = 5

func (x *layer) prefixedBy(v view, at int, p model.Prefix) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	filled, chars, ends := 0, 0, 0
	texts := map[string]bool{}
	for i, row := range v.rows {
		if at+p.Size > len(row) {
			return e, false
		}
		n := model.Uint(row[at:at+p.Size], p.Order)
		if n > uint64(len(row)-at-p.Size) {
			return e, false
		}
		value := row[at+p.Size : at+p.Size+int(n)]
		e.sizes[i] = at + p.Size + int(n)
		if n > 0 && value[n-1] == 0 {
			value = value[:n-1]
			ends++
		}
		if !text.Is(value) {
			return e, false
		}
		if len(value) > 0 {
			filled++
			chars += len(value)
			texts[string(value)] = true
		}
	}
	least := 3
	if p.Size == 1 || len(v.rows) < 3 {
		least = 4
	}
	if p.Size == 1 && len(texts) == 1 && ends > 0 {
		least = onlyText
	}
	if filled*2 < len(v.rows) || chars < least*filled || !lettersIn(texts) || withinText(v, at, p.Size) || p.Size == 1 && inTail(v, at) {
		return e, false
	}
	if ends > 0 && ends < filled || goesOn(v, at+p.Size, e.sizes) {
		return e, false
	}
	if p.Size > 1 && p.Order != x.order && !slices.ContainsFunc(e.sizes, func(n int) bool { return n != e.sizes[0] }) {
		return e, false // by chance
	}
	length := model.Field{
		Name: x.name("length"), Type: model.Length, Order: p.Order, Size: model.Size{How: model.SizeFixed, N: p.Size}, Sure: 0.9,
		Evidence: fmt.Sprintf("as many bytes of text follow in all of %d frames, %d texts", len(v.rows), len(texts)),
		Held:     len(v.rows), Of: len(v.rows), Distinct: len(texts),
	}
	text := model.Field{
		Name: x.name("text"), Type: model.Text, Size: model.Size{How: model.SizeBy, By: length.Name, Scale: 1}, Sure: 0.9,
		Evidence: fmt.Sprintf("%d texts in %d frames, their length before them", len(texts), len(v.rows)),
		Held:     len(v.rows), Of: len(v.rows), Distinct: len(texts), Example: anyOf(texts),
	}
	length.Ref = &model.Ref{What: "field", Field: text.Name, Scale: 1}
	if ends == 0 && (x.style.Ended || p.Size == 4 && p.Order == model.Little) && allNUL(v, e.sizes) {
		text.Size.Add = 1
		text.Evidence += ", and a NUL behind"
		for i := range e.sizes {
			e.sizes[i]++
		}
	}
	e.fields = []model.Field{length, text}
	x.align(v, &e)
	return e, true
}

// withinText reports whether what may be a length is one letter in the midst of a text, such as
// a space, in all rows.
func withinText(v view, at, size int) bool {
	if size > 1 || at == 0 {
		return false
	}
	for _, row := range v.rows {
		if row[at] != v.rows[0][at] || !text.Printable(row[at]) || !text.Printable(row[at-1]) {
			return false
		}
	}
	return true
}

// longTail is of how many characters a text is long that goes to the end, and tailLooked how many of them are looked at.
const longTail, tailLooked = 128, 1024

// inTail reports whether an offset is within a long text that goes to the end, in all rows: any letter of it may be the length of
// what follows.
func inTail(v view, at int) bool {
	for i, row := range v.rows {
		tail := row[at:min(len(row), at+tailLooked)]
		if len(v.whole[i]) < longTail || !text.Is(tail) {
			return false
		}
		before := v.whole[i][:v.at[i]+at]
		n := longTail - len(tail)
		if n > len(before) || n > 0 && !text.Is(before[len(before)-n:]) {
			return false
		}
	}
	return true
}

// goesOn reports whether texts that are equally long in all rows, so that nothing proves where
// they end, do so in the midst of a text in most rows.
func goesOn(v view, start int, ends []int) bool {
	on := 0
	for i, row := range v.rows {
		end := ends[i]
		switch {
		case end != ends[0]:
			return false
		case end > start && end+1 < len(row) && text.Letter(row[end-1]) && text.Letter(row[end]) && text.Printable(row[end+1]):
			on++
		}
	}
	return on*2 > len(v.rows)
}

// allNUL reports whether a NUL follows in each row.
func allNUL(v view, sizes []int) bool {
	for i, row := range v.rows {
		if sizes[i] >= len(row) || row[sizes[i]] != 0 {
			return false
		}
	}
	return true
}

// align adds padding to a multiple of 4 or 8 to an element, if what follows is that in all
// rows.
func (x *layer) align(v view, e *element) {
	for _, to := range []int{8, 4} {
		padded, most := 0, 0
		amounts := map[int]bool{}
		zeros, behind := map[int]bool{}, map[int]bool{} // how many zeros follow, and without the padding
		ok := true
		for i, row := range v.rows {
			n := (to - (v.at[i]+e.sizes[i])%to) % to
			if e.sizes[i]+n > len(row) || !column.AllZero(row[e.sizes[i]:e.sizes[i]+n]) {
				ok = false
				break
			}
			amounts[n] = true
			run := len(row[e.sizes[i]:]) - len(bytes.TrimLeft(row[e.sizes[i]:], "\x00"))
			zeros[run], behind[run-n] = true, true
			if n > 0 {
				padded++
				most = max(most, n)
			}
		}
		if !ok || padded == 0 || len(amounts) < 2 || to == 8 && most < 5 || len(zeros) < len(behind) {
			continue
		}
		for i := range e.sizes {
			e.sizes[i] += (to - (v.at[i]+e.sizes[i])%to) % to
		}
		e.fields = append(e.fields, model.Field{
			Name: x.name("padding"), Type: model.Padding, Size: model.Size{How: model.SizeAlign, N: to}, Sure: 0.8,
			Evidence: fmt.Sprintf("zeros up to a multiple of %d in %d frames", to, padded), Held: len(v.rows), Of: len(v.rows),
		})
		return
	}
}

func lettersIn(texts map[string]bool) bool {
	for s := range texts {
		if text.Letters([]byte(s)) {
			return true
		}
	}
	return false
}

// anyOf is one of a few texts, the least, quoted.
func anyOf(texts map[string]bool) string {
	least, ok := "", false
	for s := range texts {
		if !ok || s < least {
			least, ok = s, true
		}
	}
	return fmt.Sprintf("%q", least)
}

// labels finds a name of labels, each with its length before it, that an empty one ends.
func (x *layer) labels(v view, at int) (element, bool) {
	e := element{sizes: make([]int, len(v.rows))}
	several, dotted := 0, 0
	texts := map[string]bool{}
	for i, row := range v.rows {
		p, n := at, 0
		for at < len(row) && p < len(row) && row[p] != 0 {
			end := p + 1 + int(row[p])
			if end > len(row) || int(row[p]) > longestLabel || !text.Is(row[p+1:end]) {
				return e, false
			}
			p = end
			n++
		}
		if p >= len(row) || n == 0 {
			return e, false
		}
		if n > 1 {
			several++
		}
		if bytes.IndexByte(row[at:p], '.') >= 0 {
			dotted++
		}
		e.sizes[i] = p + 1
		texts[string(row[at:p])] = true
	}
	if several*2 < len(v.rows) || dotted*mostDotted > len(v.rows) || !lettersIn(texts) {
		return e, false
	}
	e.fields = []model.Field{{
		Name: x.name("name"), Type: model.Text, Size: model.Size{How: model.SizeUntil, N: 0}, Sure: 0.9,
		Evidence: fmt.Sprintf("%d names of labels with their lengths, an empty label ends each", len(texts)),
		Held:     len(v.rows), Of: len(v.rows), Distinct: len(texts), Example: anyOf(texts),
	}}
	return e, true
}

// longestLabel is how many bytes a label has at most, and mostDotted of how many names one may have a label with a dot.
const longestLabel, mostDotted = 63, 5
