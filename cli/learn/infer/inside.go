package infer

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// The bounds of looking for texts inside of bytes that have no layout.
const (
	insideFrames = 300  // of a kind that are looked at
	leastInside  = 8    // bytes of a field
	mostInside   = 4096 // that are looked at
	leastTexts   = 3    // different ones of a field
	leastOfAll   = 10   // of a protocol, so that fewer of a field are believed
	mostWords    = 256  // bytes between texts that tell whether they are numbers
	leastFar     = 4    // texts that tell up to which multiple zeros fill up
)

// How much of what looks like text has to be such texts, in a field, and in a protocol so that few of a field
// are believed.
const leastCovered, leastCoveredAll = 0.5, 0.6

// inside looks for texts inside of bytes that have no layout, each with its length before it as other texts of the
// protocol have it, or with a NUL behind it: they are where they are, even if nothing tells what is between.
func inside(p *model.Protocol, prefixes []model.Prefix, ended bool) {
	of := framesOf(p)
	values, fields := unlaid(p, of)
	found := make([]*insideTexts, len(fields))
	all := map[model.Prefix]*insideTexts{}
	for i, f := range fields {
		for _, prefix := range append(slices.Clone(prefixes), model.Prefix{}) {
			in := textsInside(values[f], prefix, ended)
			if in.wider() {
				continue
			}
			if all[prefix] == nil {
				all[prefix] = &insideTexts{}
			}
			all[prefix].add(in)
			if found[i] == nil || in.betterThan(found[i]) {
				found[i] = in
			}
		}
	}
	for i, f := range fields {
		in := found[i]
		if in == nil || in.texts == 0 || in.share() < leastCovered || in.areLabels() || in.areTold() {
			continue
		}
		others := all[in.prefix]
		if len(in.different) >= leastTexts || others.texts >= leastOfAll && others.share() >= leastCoveredAll {
			f.Inside = in.model()
		}
	}
	for i := range p.Kinds {
		showTexts(&p.Kinds[i], of[i])
	}
}

// showTexts has the example of a kind be the first frame with texts inside, if one has any.
func showTexts(k *model.Kind, frames []*model.Frame) {
	if !slices.ContainsFunc(k.Fields, func(f model.Field) bool { return f.Inside != nil }) {
		return
	}
	for _, f := range column.Sample(frames, insideFrames) {
		spans, _ := k.Lay(f.Data)
		if slices.ContainsFunc(spans, func(s model.Span) bool { return s.Field.Inside != nil && len(s.Field.Inside.TextsOf(s, f.Data)) > 0 }) {
			k.Example = f.Number
			return
		}
	}
}

// framesOf are the frames of each kind.
func framesOf(p *model.Protocol) [][]*model.Frame {
	of := make([][]*model.Frame, len(p.Kinds))
	for i := range p.Frames {
		if f := &p.Frames[i]; f.Kind >= 0 {
			of[f.Kind] = append(of[f.Kind], f)
		}
	}
	return of
}

// bytesIn is what a field of bytes has in a frame. Within says that it begins within a text, perhaps.
type bytesIn struct {
	b      []byte
	within bool
}

// unlaidField is what a field has in some frames, and how many bytes of it look like texts.
type unlaidField struct {
	rows      []bytesIn
	printable int
}

// unlaid are fields of bytes that have no layout, and of some frames what they have. What is given, and bodies whose encoding
// is known, are none.
func unlaid(p *model.Protocol, of [][]*model.Frame) (values map[*model.Field]*unlaidField, fields []*model.Field) {
	values = map[*model.Field]*unlaidField{}
	for i := range p.Kinds {
		for _, f := range column.Sample(of[i], insideFrames) {
			spans, _ := p.Kinds[i].Lay(f.Data)
			body := layout.BodyOf(p.Bodies, f.FromClient)
			for _, s := range spans {
				if s.Field.Type != model.Bytes || s.Field.Given || s.Size < leastInside || body != nil && s.Offset >= body.Offset {
					continue
				}
				u := values[s.Field]
				if u == nil {
					u = &unlaidField{}
					values[s.Field] = u
					fields = append(fields, s.Field)
				}
				b := f.Data[s.Offset : s.Offset+min(s.Size, mostInside)]
				u.rows = append(u.rows, bytesIn{b, model.WithinText(f.Data, s.Offset)})
				u.printable += text.Runs(b)
			}
		}
	}
	return values, fields
}

// insideTexts is what speaks for texts inside of a field, and for how they are.
type insideTexts struct {
	prefix        model.Prefix
	nul           bool
	rows, held    int // how many there are, and have texts
	texts         int
	different     map[string]bool
	example       []byte // the first one
	printable     int    // bytes that look like texts
	covered       int    // those of them that are in texts
	labels        int    // texts with a length of one byte that may be labels of a name
	told          int    // texts that a NUL ends whose length seems to be before them
	behind, upper int    // texts whose length is behind something, and those with a zero there
	even          int    // texts whose length begins at a multiple of four
	far, filled   int    // texts that end four bytes or more before a multiple of eight, and those with zeros up to there
	whole, zeros  int    // texts that end at a multiple of four, and those that have four zeros there
	words, small  int    // gaps around texts that may be numbers of four bytes, and those of them that are below 65,536
}

// textsInside looks for texts in a field whose length is told so. That a NUL is behind each, which their length does not
// count, is believed if they cover no less.
func textsInside(u *unlaidField, prefix model.Prefix, ended bool) *insideTexts {
	in := newInsideTexts(u, prefix, false)
	if prefix.Size == 0 {
		return in
	}
	if with := newInsideTexts(u, prefix, true); with.texts > 0 && with.covered >= in.covered && (ended || with.areEnded()) {
		return with
	}
	return in
}

func newInsideTexts(u *unlaidField, prefix model.Prefix, nul bool) *insideTexts {
	in := &insideTexts{prefix: prefix, nul: nul, rows: len(u.rows), printable: u.printable, different: map[string]bool{}}
	look := model.Inside{Prefix: prefix, NUL: nul}
	for _, row := range u.rows {
		list := look.Texts(row.b, row.within)
		if len(list) == 0 {
			continue
		}
		in.held++
		at := 0
		for i, t := range list {
			next := len(row.b)
			if i+1 < len(list) {
				next = list[i+1].At
			}
			in.between(row.b[at:t.At])
			in.count(row.b, t, next)
			at = t.Next
		}
		in.between(row.b[at:])
	}
	return in
}

// between counts what is before a text, or behind the last one.
func (in *insideTexts) between(b []byte) {
	if len(b) == 0 || len(b) > mostWords || !model.AreWords(b) {
		return
	}
	in.words++
	small := true
	for at := 0; at < len(b); at += 4 {
		small = small && model.Uint(b[at:at+4], in.prefix.Order) <= 0xffff
	}
	if small {
		in.small++
	}
}

// count counts a text of a row, behind which the next one begins.
func (in *insideTexts) count(row []byte, t model.Inner, next int) {
	value := row[t.Start:t.End]
	in.texts++
	in.different[string(value)] = true
	if in.example == nil {
		in.example = value
	}
	in.covered += text.Runs(value)
	if in.prefix.Size == 1 && isLabel(value) && t.End < len(row) && (next == t.End || row[t.End] == 0 || row[t.End] >= 0xc0) {
		in.labels++
	}
	if t.At > 0 {
		in.behind++
		if row[t.At-1] == 0 {
			in.upper++
		}
	}
	if t.At%4 == 0 {
		in.even++
	}
	if in.prefix.Size == 0 && lengthBefore(row, t.Start, text.Run(value)) > 0 {
		in.told++
	}
	if n := -t.End & 7; n >= 4 && t.End+n <= len(row) {
		in.far++
		if column.AllZero(row[t.End : t.End+n]) {
			in.filled++
		}
	}
	if end := t.End - 1; in.nul && end%4 == 0 && end+4 <= len(row) {
		in.whole++
		if column.AllZero(row[end : end+4]) {
			in.zeros++
		}
	}
}

// add adds what another field has.
func (in *insideTexts) add(other *insideTexts) {
	in.texts += other.texts
	in.printable += other.printable
	in.covered += other.covered
}

// betterThan reports whether these are better than other texts of the same bytes. Those that a NUL ends have to be
// much better than those with a length, as what fills up is zeros, too.
func (in *insideTexts) betterThan(other *insideTexts) bool {
	switch {
	case in.prefix.Size == 0:
		return in.covered*2 > other.covered*3
	case in.covered == other.covered:
		return in.prefix.Size > other.prefix.Size
	}
	return in.covered > other.covered
}

// share is which part of what looks like text is in texts.
func (in *insideTexts) share() float64 { return float64(in.covered) / float64(max(in.printable, 1)) }

// wider reports whether lengths are the lower bytes of wider ones, as zeros are before them.
func (in *insideTexts) wider() bool {
	return in.prefix.Size > 0 && in.prefix.Size < 4 && in.prefix.Order != model.Little && in.upper*10 > in.behind*7
}

// areLabels reports whether texts are the labels of names, such as those of hosts.
func (in *insideTexts) areLabels() bool { return in.labels*10 >= in.texts*8 }

// areTold reports whether the length of most texts that a NUL ends is told before them: then it is rather the first byte
// of something else.
func (in *insideTexts) areTold() bool { return in.told*2 > in.texts }

// isLabel reports whether a text may be a part of the name of a host.
func isLabel(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return !text.Letter(c) && c != '-' && c != '_' })
}

// areEnded reports whether the NUL behind texts is not the first byte of a length: in the big order it is, unless
// zeros fill up behind it.
func (in *insideTexts) areEnded() bool {
	return in.prefix.Order != model.Big || in.whole > 0 && in.zeros == in.whole
}

// How sure what is inside is: texts and their lengths are proved by each other, what fills up and is between is what
// is left.
const sureText, sureNumber, sureBetween = 0.8, 0.7, 0.4

// model is what is inside.
func (in *insideTexts) model() *model.Inside {
	m := &model.Inside{Prefix: in.prefix, NUL: in.nul}
	add := func(name string, typ model.Type, order model.Order, size model.Size, sure float64, evidence string) *model.Field {
		m.Items = append(m.Items, model.Field{
			Name: name, Type: typ, Order: order, Offset: -1, Size: size, Sure: sure, Evidence: evidence, Held: in.held, Of: in.rows,
		})
		return &m.Items[len(m.Items)-1]
	}
	order, fixed := in.prefix.Order, func(n int) model.Size { return model.Size{How: model.SizeFixed, N: n} }
	what, size := "with a NUL behind them", model.Size{How: model.SizeUntil}
	if n := in.prefix.Size; n > 0 {
		what, size = "with their length before them", model.Size{How: model.SizeBy, By: model.InsideLength, Scale: 1}
		add(model.InsideLength, model.Length, order, fixed(n), sureText, "before each text")
	}
	if in.nul {
		size.Add = 1
	}
	evidence := fmt.Sprintf("%d texts %s, in %d of %d", in.texts, what, in.held, in.rows)
	add(model.InsideText, model.Text, model.None, size, sureText, evidence).Example = fmt.Sprintf("%+q", bytes.TrimRight(in.example, "\x00"))
	if in.prefix.Size == 4 {
		aligned := in.even*10 >= in.texts*9
		if aligned {
			m.Align = 4
			if in.far >= leastFar && in.filled*10 >= in.far*9 {
				m.Align = 8
			}
			add(model.InsidePadding, model.Padding, model.None, model.Size{How: model.SizeAlign, N: m.Align}, sureNumber, "behind texts")
		}
		if in.words > 0 && (aligned || in.small*10 >= in.words*8) {
			add(model.InsideNumber, model.Integer, order, fixed(4), sureNumber, "between texts")
		}
	}
	add(model.InsideBytes, model.Bytes, model.None, model.Size{How: model.SizeBetween}, sureBetween, "between texts")
	return m
}
