package infer

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
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
	leastFar     = 4    // texts that tell up to which multiple zeros fill up
)

// How much of what looks like text has to be such texts, in a field, and in a protocol so that few of a field
// are believed.
const leastCovered, leastCoveredAll = 0.5, 0.7

// inside looks for texts inside of bytes that have no layout, each with its length before it as other texts of the
// protocol have it, or with a NUL behind it: they are where they are, even if nothing tells what is between.
func inside(p *model.Protocol, prefixes []model.Prefix) {
	values, fields := unlaid(p)
	found := make([]*insideTexts, len(fields))
	all := map[model.Prefix]*insideTexts{}
	for i, f := range fields {
		for _, prefix := range append(slices.Clone(prefixes), model.Prefix{}) {
			in := textsInside(values[f], prefix)
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
		if in == nil || in.texts == 0 || in.share() < leastCovered || in.areLabels() {
			continue
		}
		of := all[in.prefix]
		if len(in.different) >= leastTexts || of.texts >= leastOfAll && of.share() >= leastCoveredAll {
			f.Inside = in.model()
		}
	}
}

// unlaid are fields of bytes that have no layout, and of some frames what they have.
func unlaid(p *model.Protocol) (values map[*model.Field][][]byte, fields []*model.Field) {
	of := make([][]*model.Frame, len(p.Kinds))
	for i := range p.Frames {
		if f := &p.Frames[i]; f.Kind >= 0 {
			of[f.Kind] = append(of[f.Kind], f)
		}
	}
	values = map[*model.Field][][]byte{}
	for i := range p.Kinds {
		for _, f := range column.Sample(of[i], insideFrames) {
			spans, _ := p.Kinds[i].Lay(f.Data)
			for _, s := range spans {
				if s.Field.Type != model.Bytes || s.Size < leastInside {
					continue
				}
				if values[s.Field] == nil {
					fields = append(fields, s.Field)
				}
				values[s.Field] = append(values[s.Field], f.Data[s.Offset:s.Offset+min(s.Size, mostInside)])
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
	behind, upper int    // texts whose length is behind something, and those with a zero there
	even          int    // texts whose length begins at a multiple of four
	far, filled   int    // texts that end four bytes or more before a multiple of eight, and those with zeros up to there
	whole, zeros  int    // texts that end at a multiple of four, and those that have four zeros there
}

// textsInside looks for texts in rows whose length is told so. That a NUL is behind each, which their length does not
// count, is believed if they cover no less.
func textsInside(rows [][]byte, prefix model.Prefix) *insideTexts {
	in := newInsideTexts(rows, prefix, false)
	if prefix.Size == 0 {
		return in
	}
	if with := newInsideTexts(rows, prefix, true); with.texts > 0 && with.covered >= in.covered && with.areEnded() {
		return with
	}
	return in
}

func newInsideTexts(rows [][]byte, prefix model.Prefix, nul bool) *insideTexts {
	in := &insideTexts{prefix: prefix, nul: nul, rows: len(rows), different: map[string]bool{}}
	look := model.Inside{Prefix: prefix, NUL: nul}
	for _, row := range rows {
		in.printable += text.Runs(row)
		list := look.Texts(row)
		if len(list) > 0 {
			in.held++
		}
		for i, t := range list {
			next := len(row)
			if i+1 < len(list) {
				next = list[i+1].At
			}
			in.count(row, t, next)
		}
	}
	return in
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

// isLabel reports whether a text may be a part of the name of a host.
func isLabel(b []byte) bool {
	return !slices.ContainsFunc(b, func(c byte) bool { return !text.Letter(c) && c != '-' && c != '_' })
}

// areEnded reports whether the NUL behind texts is not the first byte of a length: in the big order it is, unless
// zeros fill up behind it.
func (in *insideTexts) areEnded() bool {
	return in.prefix.Order != model.Big || in.whole > 0 && in.zeros == in.whole
}

// model is what is inside.
func (in *insideTexts) model() *model.Inside {
	m := &model.Inside{Prefix: in.prefix, NUL: in.nul}
	order, fixed := in.prefix.Order, func(n int) model.Size { return model.Size{How: model.SizeFixed, N: n} }
	what := "with a NUL behind them"
	content := model.Field{Name: model.InsideText, Type: model.Text, Size: model.Size{How: model.SizeUntil}}
	if size := in.prefix.Size; size > 0 {
		what = "with their length before them"
		content.Size = model.Size{How: model.SizeBy, By: model.InsideLength, Scale: 1}
		m.Items = append(m.Items, model.Field{Name: model.InsideLength, Type: model.Length, Order: order, Size: fixed(size)})
	}
	if in.nul {
		content.Size.Add = 1
	}
	m.Items = append(m.Items, content)
	if in.prefix.Size == 4 {
		m.Items = append(m.Items, model.Field{Name: model.InsideNumber, Type: model.Integer, Order: order, Size: fixed(4)})
		if in.even*10 >= in.texts*9 {
			m.Align = 4
			if in.far >= leastFar && in.filled*10 >= in.far*9 {
				m.Align = 8
			}
			m.Items = append(m.Items, model.Field{Name: model.InsidePadding, Type: model.Padding, Size: model.Size{How: model.SizeAlign, N: m.Align}})
		}
	}
	m.Items = append(m.Items, model.Field{Name: model.InsideBytes, Type: model.Bytes, Size: model.Size{How: model.SizeBetween}})
	evidence := fmt.Sprintf("%d texts %s, in %d of %d", in.texts, what, in.held, in.rows)
	for i := range m.Items {
		f := &m.Items[i]
		f.Offset, f.Sure, f.Held, f.Of = -1, 0.7, in.held, in.rows
		switch f.Name {
		case model.InsideText:
			f.Evidence, f.Example = evidence, fmt.Sprintf("%+q", bytes.TrimRight(in.example, "\x00"))
		case model.InsideLength:
			f.Evidence = "before each text"
		case model.InsidePadding:
			f.Evidence = "behind texts"
		default:
			f.Evidence = "between texts"
		}
	}
	return m
}
