package infer

import (
	"cmp"
	"fmt"
	"hash/maphash"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// kindOf is a kind, and the frames that it was made of.
type kindOf struct {
	kind   model.Kind
	frames []*model.Frame
}

// The bounds of telling kinds apart by what is left of frames.
const (
	maxLeftovers = 12 // lengths of it
	minLeftover  = 3  // frames of each
)

// kinds makes the kinds of a group whose layout is planned. It is one, unless something
// is left at the end of frames that nothing explains the length of. Then there may be a
// byte that tells frames apart so that less is left; else frames of each frequent length
// of what is left are a kind, of which more can be told, and so are those that remain.
func (p *plan) kinds(g *group, style style, prefixes []prefix) []*kindOf {
	k, left := p.kind(g, style, prefixes)
	if len(left) == 0 || g.plainly {
		return []*kindOf{{k, g.frames}}
	}
	if at := p.explains(g, style, prefixes); at >= 0 {
		var parts []*kindOf
		for value, frames := range byByte(g.frames, at) {
			if len(frames) == 0 {
				continue
			}
			few := g.some(frames)
			few.match = append(slices.Clone(g.match), model.Match{Offset: at, Size: 1, Value: uint64(value)})
			parts = append(parts, p.of(frames).byLeftovers(few, style, prefixes)...)
		}
		return parts
	}
	return p.byLeftovers(g, style, prefixes)
}

// of is the plan for some of the frames.
func (p *plan) of(frames []*model.Frame) *plan {
	q := *p
	q.claims = append(claimsOf(frames), p.claims...)
	return &q
}

// some is the group of some of the frames.
func (g *group) some(frames []*model.Frame) *group {
	return &group{frames: frames, match: g.match, lengths: g.lengths, end: g.end}
}

// byByte are frames by the byte at an offset, which all have.
func byByte(frames []*model.Frame, at int) (parts [256][]*model.Frame) {
	for _, f := range frames {
		parts[f.Data[at]] = append(parts[f.Data[at]], f)
	}
	return parts
}

// The bounds of looking for a byte that explains what is left of frames.
const (
	maxExplaining = 24 // its offset
	maxExplained  = 40 // frames
	maxExplains   = 8  // values of it
)

// explains is the offset of a byte that tells frames apart so that of most of them nothing
// is left; -1 if there is none.
func (p *plan) explains(g *group, style style, prefixes []prefix) int {
	some := sample(different(g.frames), maxExplained)
	if len(some) < 6 {
		return -1
	}
	limit := min(shortest(rowsOf(g.frames)), beforeTexts(some), maxExplaining)
	leastAt, least := -1, len(some)*4/10
	for at := range limit {
		c := columnAt(rowsOf(some), at)
		if c.distinct < 2 || c.distinct > maxExplains || g.lengths != nil && g.lengths(at) {
			continue
		}
		unexplained := 0
		for _, frames := range byByte(some, at) {
			if len(frames) > 0 && unexplained <= least {
				_, left := p.of(frames).kind(g.some(frames), style, prefixes)
				unexplained += len(left)
			}
		}
		if unexplained < least {
			leastAt, least = at, unexplained
		}
	}
	return leastAt
}

// byLeftovers makes the kinds of a group by how much of frames is left.
func (p *plan) byLeftovers(g *group, style style, prefixes []prefix) []*kindOf {
	k, left := p.kind(g, style, prefixes)
	byLength := map[int][]*model.Frame{}
	for i, n := range left {
		byLength[n] = append(byLength[n], g.frames[i])
	}
	least := max(minLeftover, len(left)/25)
	var frequent []int
	for n, frames := range byLength {
		if len(frames) >= least {
			frequent = append(frequent, n)
		}
	}
	if len(frequent) == 0 || len(byLength) < 2 {
		return []*kindOf{{k, g.frames}}
	}
	slices.SortFunc(frequent, func(a, b int) int { return cmp.Or(len(byLength[b])-len(byLength[a]), a-b) })
	var parts []*kindOf
	again := func(frames []*model.Frame) {
		k, _ := p.of(frames).kind(g.some(frames), style, prefixes)
		parts = append(parts, &kindOf{k, frames})
	}
	for _, n := range frequent[:min(len(frequent), maxLeftovers)] {
		again(byLength[n])
		delete(byLength, n)
	}
	var rest []*model.Frame
	for i, n := range left {
		if byLength[n] != nil {
			rest = append(rest, g.frames[i])
		}
	}
	if len(rest) > 0 {
		again(rest)
	}
	return parts
}

// kind makes one kind of a group. Left is how many bytes at the end of each frame nothing
// explains the number of, nil if there are none.
func (p *plan) kind(g *group, style style, prefixes []prefix) (k model.Kind, left []int) {
	rows := rowsOf(g.frames)
	k = model.Kind{From: "server", Count: len(rows), Min: shortest(rows), Select: g.match, Example: g.frames[0].Number}
	if g.frames[0].FromClient {
		k.From = "client"
	}
	for _, row := range rows {
		k.Max = max(k.Max, len(row))
	}
	x := &layer{plain: g.plain, style: style, order: style.order, claims: p.claims, selectors: map[int]bool{}, names: map[string]int{}, prefixes: prefixes, lengths: g.lengths}
	if len(g.match) > 0 { // the others are of no use but for this one
		x.selectors[g.match[0].Offset] = true
	}
	for _, piece := range p.header {
		k.Fields = append(k.Fields, x.field(rows, piece, 0))
	}
	tail := x.tail(g, rows, p.start)
	if tail != nil {
		for i, row := range rows {
			rows[i] = row[:len(row)-tail.Size.N]
		}
	}
	k.Fields = append(k.Fields, x.sequence(newView(rows, p.start))...)
	if tail != nil {
		k.Fields = append(before(k.Fields, tail.Size.N), *tail)
	}
	number(k.Fields)
	return k, x.left
}

// tail is a field at the end of frames: a byte that ends all, or of frames of several
// lengths a checksum; nil if there is none.
func (x *layer) tail(g *group, rows [][]byte, start int) *model.Field {
	if g.end != 0 && shortest(rows) > start {
		return &model.Field{
			Name: x.name("end"), Type: model.Constant, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.9,
			Evidence: "ends all messages of the direction", Held: len(rows), Of: len(rows), Distinct: 1,
			Example: fmt.Sprintf("%02x", g.end), Value: []byte{g.end},
		}
	}
	if sameLength(rows) {
		return nil
	}
	for _, c := range checksumClaims(g.frames) {
		if c.offset < 0 && shortest(rows) >= start+c.size {
			return &model.Field{
				Name: x.name("checksum"), Type: c.typ, Order: c.order, Size: model.Size{How: model.SizeFixed, N: c.size},
				Sure: c.sure, Evidence: c.evidence, Check: c.check, Held: c.held, Of: c.of,
			}
		}
	}
	return nil
}

// before has fields that go up to the end of the frame leave room for n bytes there.
func before(fields []model.Field, n int) []model.Field {
	for i := range fields {
		f := &fields[i]
		if f.Size.How == model.SizeRest {
			f.Size.N += n
		}
		if f.Repeat != nil && f.Repeat.By == "" {
			f.Repeat.Less += n
		}
	}
	return fields
}

// layer makes fields of pieces.
type layer struct {
	plain     bool // without elements of variable size
	style     style
	order     model.Order
	claims    []claim
	selectors map[int]bool
	names     map[string]int
	prefixes  []prefix
	lengths   func(offset int) bool
	left      []int // bytes at the end of rows that nothing explains the number of
}

// sequence lays out what is left of frames: fields at fixed places up to an element of
// variable size, that, and so on.
func (x *layer) sequence(v view) []model.Field {
	var fields []model.Field
	for range maxElements {
		if v.empty() {
			return fields
		}
		e, at, ok := x.next(v)
		if !ok {
			break
		}
		fields = append(fields, x.fixed(v, at)...)
		fields = append(fields, e.fields...)
		v = v.behind(func(i int) int { return e.sizes[i] })
	}
	n := shortest(v.rows)
	if sameLength(v.rows) {
		return append(fields, x.fixed(v, n)...)
	}
	n = x.steady(v, n)
	for _, row := range v.rows {
		x.left = append(x.left, len(row))
	}
	fields = append(fields, x.fixed(v, n)...)
	return append(fields, x.rest(v.behind(func(int) int { return n })))
}

// maxSegmented is how many bytes that stand at the same places are taken apart: of more,
// the others are one field.
const maxSegmented = 2048

// fixed makes fields of the first n bytes of all rows.
func (x *layer) fixed(v view, n int) []model.Field {
	base := v.base()
	var claims []claim
	if base >= 0 {
		claims = x.claims
	}
	apart := min(n, maxSegmented)
	cols := columns(sample(v.rows, maxRows), apart)
	start := base
	if base < 0 {
		start = v.phase()
	}
	pieces, _ := segment(cols, start, x.style, claims)
	if n > apart {
		pieces = append(pieces, piece{offset: start + apart, size: n - apart})
	}
	var fields []model.Field
	for _, p := range pieces {
		p.offset -= start
		fields = append(fields, x.field(v.rows, p, base))
	}
	return fields
}

// steady is how many of the first n bytes of rows are no part of what is left behind
// them, which differs in length: a text, or bytes of which nothing is known, begin
// earlier than where the shortest row ends.
func (x *layer) steady(v view, n int) int {
	cols := columns(sample(v.rows, maxRows), n)
	start := n
	for start > 0 && cols[start-1].low >= ' ' && cols[start-1].high < 0x7f && (!cols[start-1].constant() || endsInText(v)) {
		start--
	}
	return start
}

// endsInText reports whether all rows end in a letter.
func endsInText(v view) bool {
	for _, row := range v.rows {
		if len(row) > 0 && !printable(row[len(row)-1]) {
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
	text := true
	for _, row := range v.rows {
		text = text && isText(row)
	}
	if text {
		f.Type, f.Sure, f.Evidence = model.Text, 0.8, "a text up to the end"
	}
	return f
}

// field makes a field of a piece, whose offset is from where the rows begin. Base is where
// they do in their frames, -1 if at several places.
func (x *layer) field(rows [][]byte, p piece, base int) model.Field {
	f := model.Field{
		Type: model.Unknown, Size: model.Size{How: model.SizeFixed, N: p.size},
		Sure: 0.5, Held: len(rows), Of: len(rows),
	}
	seen := map[uint64]bool{} // hashes, as fields may be long
	hash := maphash.MakeSeed()
	for _, row := range rows {
		if len(seen) < 1000 {
			seen[maphash.Bytes(hash, row[p.offset:p.offset+p.size])] = true
		}
	}
	f.Distinct = len(seen)
	value := rows[0][p.offset : p.offset+p.size]
	where := fmt.Sprint(base + p.offset)
	if base < 0 {
		where = "x"
	}
	switch {
	case p.size == 2 || p.size == 4 || p.size == 8:
		f.Order, f.Type = x.order, model.Integer
		f.Name = fmt.Sprintf("u%d_%s", 8*p.size, where)
	case p.size == 1:
		f.Type = model.Integer
		f.Name = "u8_" + where
	default:
		f.Type = model.Bytes
		f.Name = "bytes_" + where
	}
	switch {
	case p.claim != nil:
		c := p.claim
		f.Type, f.Order, f.Sure, f.Evidence = c.typ, c.order, c.sure, c.evidence
		f.Held, f.Of, f.Ref, f.Unit, f.Epoch, f.Check = c.held, c.of, c.ref, c.unit, c.epoch, c.check
		switch {
		case c.name != "":
			f.Name, f.Given = c.name, true
		case c.order == anyOrder: // bytes come back
			f.Name = "echo"
			if f.Order = model.None; p.size == 2 || p.size == 4 || p.size == 8 {
				f.Order = x.order
			}
		case c.typ != model.Integer:
			f.Name = string(c.typ)
		}
	case base >= 0 && p.size <= 2 && x.selects(base+p.offset, p.size):
		f.Type, f.Sure, f.Name = model.Selector, 0.8, "kind"
		f.Evidence = "tells this kind from others"
	case len(seen) == 1 && allZero(value):
		f.Type, f.Evidence = model.Constant, fmt.Sprintf("zero in all of %d frames", len(rows))
	case len(seen) == 1:
		f.Type, f.Evidence = model.Constant, fmt.Sprintf("the same in all of %d frames", len(rows))
	default:
		f.Evidence = fmt.Sprintf("%d values in %d frames", len(seen), len(rows))
		if typ, evidence := meaningOf(rows, p, x.order); typ != model.Unknown {
			f.Type, f.Evidence, f.Name, f.Sure = typ, evidence, string(typ)+"_"+where, 0.6
		}
	}
	if len(seen) == 1 {
		f.Value = value
	}
	f.Example = shown(&f, value)
	f.Name = x.name(f.Name)
	return f
}

func (x *layer) selects(offset, size int) bool {
	for j := range size {
		if x.selectors[offset+j] {
			return true
		}
	}
	return false
}

// name makes a name that is not taken.
func (x *layer) name(s string) string {
	x.names[s]++
	if n := x.names[s]; n > 1 {
		return fmt.Sprintf("%s_%d", s, n)
	}
	return s
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// number says of fields where they are.
func number(fields []model.Field) {
	at := 0
	for i := range fields {
		f := &fields[i]
		f.Offset = at
		if at >= 0 && f.Size.How == model.SizeFixed {
			at += f.Size.N
		} else {
			at = -1
		}
		if f.Items != nil {
			number(f.Items)
		}
	}
	back := 0
	for i := len(fields) - 1; i >= 0 && fields[i].Size.How == model.SizeFixed; i-- {
		back += fields[i].Size.N
		fields[i].FromEnd = back
	}
}
