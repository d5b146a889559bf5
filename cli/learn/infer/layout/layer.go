// Package layout lays out the frames of a kind: fields at fixed places, and elements of variable size
// between them.
//
// Where frames differ in length, grammar.go looks for an element that explains it: a text or a
// run of bytes whose length is told before it, a text that a zero ends, options of type, length and value, arrays.
// Elements may also fill as many bytes as a number says, with others behind (run.go; remoterun.go if
// the number is further in front; runsin.go before kinds are told). How they look is an item
// (item.go), which has to be proved (runproof.go). Options may be within the values of others (nested.go),
// and values of a type have fields (valuefields.go). An element has to fit all frames of the kind. The bytes
// between are divided by package segment. What is beside a float may be one as well (floats.go), a small number of eight bytes
// is rather two (halves.go), and others are rather one field (joined.go, together.go). Behind an element, what
// they mean is proved once more (behind.go).
package layout

import (
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/tagged"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// layer lays out frames of a kind, or elements: what is known of them, and what it has made so far.
type layer struct {
	plain     bool // without elements of variable size
	style     segment.Style
	order     model.Order
	claims    []claim.Claim
	selectors map[int]bool
	command   int // the offset of a letter that is a command, -1 without one
	names     Names
	prefixes  []model.Prefix
	lengths   func(offset int) bool
	left      []int // bytes at the end of rows that nothing explains the number of

	frames   []*model.Frame         // that are laid out, nil of elements
	start    int                    // where the header ends that kinds share
	made     map[told]string        // names of fields at fixed places
	measures map[string]model.Field // by the names of those that tell a length, of what
	refused  map[told]bool          // places at which no field is
	tables   tagged.Tables          // tagged elements of the protocol
	reads    *Budget                // of elements
	seen     Seen                   // options that kinds are proved to have
	trying   bool                   // what is found now is of some rows only, or of frames that are not laid out so
	trusted  Trusted                // runs that are proved by all frames of which these may be some
	body     *model.Body            // what is behind the fields of all frames, nil if that is not known
}

// sequence lays out what is left of frames: fields at fixed places up to an element of
// variable size, that, and so on.
func (x *layer) sequence(v view) []model.Field {
	if x.bodyFollows(v) {
		return x.before(v, x.body)
	}
	fields, v := x.elements(v)
	if v.empty() {
		return fields
	}
	n := column.Shortest(v.rows)
	if column.SameLength(v.rows) {
		return append(fields, x.fixed(v, n)...)
	}
	n = x.steady(v, n)
	for _, row := range v.rows {
		x.left = append(x.left, len(row))
	}
	fields = append(fields, x.fixed(v, n)...)
	return append(fields, x.rest(v.behind(func(int) int { return n })))
}

// elements lays them out up to the last element of variable size, and tells what is behind that.
func (x *layer) elements(v view) (fields []model.Field, behind view) {
	for range maxElements {
		if v.empty() {
			break
		}
		e, at, ok := x.next(v)
		if !ok {
			break
		}
		if e.told != nil && e.told.offset >= x.start {
			x.claimed(*e.told)
		}
		fields = append(fields, x.fixed(v, at)...)
		if e.told != nil && !x.measure(&e) {
			v = v.behind(func(int) int { return at })
			continue
		}
		fields = append(fields, e.fields...)
		v = v.behind(func(i int) int { return e.sizes[i] })
	}
	return fields, v
}

// maxSegmented is how many bytes that stand at the same places are taken apart: of more,
// the others are one field.
const maxSegmented = 2048

// fixed makes fields of the first n bytes of all rows.
func (x *layer) fixed(v view, n int) []model.Field {
	base := v.base()
	var claims []claim.Claim
	if base >= 0 {
		claims = x.claims
	}
	apart := min(n, maxSegmented)
	cols := column.Of(column.Sample(v.rows, claim.MaxRows), apart)
	markOpaque(cols, v.rows)
	start := base
	if base < 0 {
		start = v.phase()
	}
	if base < 0 {
		claims = x.claimsBehind(v, n, start)
	}
	pieces, _ := segment.Divide(cols, start, x.style, claims)
	if n > apart {
		pieces = append(pieces, segment.Piece{Offset: start + apart, Size: n - apart})
	}
	for i := range pieces {
		p := &pieces[i]
		p.Offset -= start
		p.Opaque = p.Claim == nil && p.Size >= leastRandom && p.Offset+p.Size <= len(cols) && column.AllOpaque(cols[p.Offset:p.Offset+p.Size])
	}
	besideFloats(pieces, v.rows)
	pieces = halves(pieces, cols, x.order, v)
	var fields []model.Field
	for _, p := range together(joined(pieces, cols), cols, x.order) {
		fields = append(fields, x.field(v.rows, p, base))
	}
	return fields
}

// steady is how many of the first n bytes of rows are no part of what is left behind
// them, which differs in length: a text, or bytes of which nothing is known, begin
// earlier than where the shortest row ends.
func (x *layer) steady(v view, n int) int {
	some := column.Sample(v.rows, claim.MaxRows)
	start, inText := n, endsInText(v)
	for start > 0 && allPrintable(some, start-1) && (inText || !column.AllAlike(some, start-1)) {
		start--
	}
	return min(start, x.shifted(v, some, n))
}

// The bounds of bytes that hardly stand at the same places any more: how many columns change at
// least, and to how many of those that change there is one that does not, at most.
const leastShifted, steadyAmong = 8, 4

// shifted is from which column on the bytes of rows that differ in length, which nothing explains,
// hardly stand at the same places: nearly none of the n that all have is the same in some of them.
func (x *layer) shifted(v view, some [][]byte, n int) int {
	first := 0
	if base := v.base(); base >= 0 {
		for i := range x.claims {
			if c := &x.claims[i]; c.Size > 0 && c.Bonus > 0 && c.Offset+c.Size <= base+n {
				first = max(first, c.Offset+c.Size-base)
			}
		}
	}
	start, most, changing := n, leastShifted-1, 0
	for j := n - 1; j >= first; j-- {
		if column.AllAlike(some, j) {
			changing -= steadyAmong
		} else if changing++; changing > most {
			start, most = j, changing
		}
	}
	return start
}

// endsInText reports whether all rows end in a letter.
func endsInText(v view) bool {
	for _, row := range v.rows {
		if len(row) > 0 && !text.Printable(row[len(row)-1]) {
			return false
		}
	}
	return true
}

// rest is the field of all that is left.
func (x *layer) rest(v view) model.Field {
	f := model.Field{
		Name: x.name("data"), Type: model.Bytes, Size: model.Size{How: model.SizeRest}, Sure: 0.5,
		Evidence: "what is left", Held: len(v.rows), Of: len(v.rows),
	}
	isAll := true
	for _, row := range v.rows {
		isAll = isAll && text.Is(row)
	}
	if isAll {
		f.Type, f.Sure, f.Evidence = model.Text, 0.8, "a text up to the end"
	}
	return f
}

// allPrintable reports whether the byte at an offset is printable in all rows.
func allPrintable(rows [][]byte, at int) bool {
	for _, row := range rows {
		if !text.Printable(row[at]) {
			return false
		}
	}
	return true
}
