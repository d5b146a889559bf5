package asn1

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/answers"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// mostShapes is how many shapes of elements are kinds; frames of others are like those of
// any protocol.
const mostShapes = 100

// shaped are the frames of one direction whose elements are laid out alike.
type shaped struct {
	shape  string
	frames []*model.Frame
	trees  []node
	lists  []*node // of each tree
}

// Kinds are kinds of frames that are elements of ASN.1, if nearly all are.
func Kinds(frames []model.Frame, partner answers.Partnering) (kinds []*layout.KindOf) {
	all, of := byShape(frames)
	held := 0
	for _, s := range all {
		held += len(s.frames)
	}
	if held < 3 || held*10 < of*9 {
		return nil
	}
	for _, s := range all[:min(len(all), mostShapes)] {
		kinds = append(kinds, &layout.KindOf{Kind: s.kind(partner), Frames: s.frames})
	}
	return kinds
}

// byShape are frames by direction and shape, the most frequent ones first, of so many that
// have bytes.
func byShape(frames []model.Frame) (list []*shaped, of int) {
	by := map[string]*shaped{}
	for i := range frames {
		f := &frames[i]
		if len(f.Data) == 0 {
			continue
		}
		of++
		tree, ok := readFrame(f.Data)
		if !ok {
			continue
		}
		items := tree.body().list(f.Data)
		shape := fmt.Sprintf("%t %s", f.FromClient, tree.shape(f.Data, items, false))
		s := by[shape]
		if s == nil {
			s = &shaped{shape: shape}
			by[shape] = s
			list = append(list, s)
		}
		s.frames, s.trees, s.lists = append(s.frames, f), append(s.trees, tree), append(s.lists, items)
	}
	slices.SortStableFunc(list, func(a, b *shaped) int { return cmp.Compare(len(b.frames), len(a.frames)) })
	return list, of
}

// kind lays out all that has a shape.
func (s *shaped) kind(partner answers.Partnering) model.Kind {
	k := model.Kind{From: "server", Count: len(s.frames), Example: s.frames[0].Number, Select: s.selects()}
	if s.frames[0].FromClient {
		k.From = "client"
	}
	x := &elements{names: layout.Names{}, partner: partner, frames: s.frames}
	places := make([]spot, len(s.frames))
	for i, f := range s.frames {
		places[i] = spot{f.Data, &s.trees[i], s.lists[i]}
	}
	k.Fields = x.fields(places, []int{})
	layout.Number(k.Fields)
	return k
}

// selects tells the kind by the first tag that is the protocol's own, if it is at one
// place.
func (s *shaped) selects() []model.Match {
	own := func(i int) int {
		b := s.frames[i].Data
		for j, kids := 0, s.trees[i].body().kids; j < len(kids); j++ {
			if kid := &kids[j]; b[kid.at]&0xc0 != 0 {
				return kid.at
			}
		}
		return 0
	}
	at := own(0)
	for i := range s.frames {
		if own(i) != at {
			return nil
		}
	}
	return []model.Match{{Offset: at, Size: 1, Value: uint64(s.frames[0].Data[at])}}
}

// spot is an element in the bytes of its frame, which has a list or not.
type spot struct {
	data []byte
	*node
	list *node
}

// elements makes fields of elements.
type elements struct {
	names   layout.Names
	partner answers.Partnering
	frames  []*model.Frame // nil within a list
}

// universal are the types of values, by their tags, and what they are called.
var universal = map[byte]struct {
	name string
	typ  model.Type
}{
	0x01: {"boolean", model.Enum}, 0x02: {"integer", model.Integer}, 0x04: {"octets", model.Bytes}, 0x05: {"null", model.Unknown},
	0x06: {"object", model.Bytes}, 0x0a: {"choice", model.Enum}, 0x0c: {"text", model.Text}, 0x13: {"text", model.Text},
	0x16: {"text", model.Text}, 0x1b: {"text", model.Text}, 0x30: {"sequence", model.Unknown}, 0x31: {"set", model.Unknown},
}

// fields are those of elements of one shape, one of each frame, or all of a list. The path
// says which of the others that each is within.
func (x *elements) fields(all []spot, path []int) []model.Field {
	first := all[0]
	evidence := fmt.Sprintf("an element of ASN.1 in all of %d", len(all))
	tag := model.Field{
		Type: model.Constant, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.95, Evidence: evidence,
		Held: len(all), Of: len(all), Distinct: 1, Example: fmt.Sprintf("%02x", first.data[first.at]), Value: first.data[first.at : first.at+1],
	}
	tags := map[byte]bool{}
	for _, p := range all {
		tags[p.data[p.at]] = true
	}
	is := universal[first.data[first.at]]
	if is.name == "" {
		is.name, is.typ = fmt.Sprintf("tag%02x", first.data[first.at]), model.Bytes
	}
	if len(tags) > 1 {
		tag.Type, tag.Value, tag.Distinct = model.Enum, nil, len(tags)
		is.name, is.typ = "value", model.Bytes
	}
	tag.Name = x.names.Of(is.name + "_tag")
	list := []model.Field{tag}
	length := model.Field{
		Name: x.names.Of(is.name + "_length"), Type: model.Length, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.95, Evidence: evidence, Held: len(all), Of: len(all),
	}
	if wide := first.value - first.at - 2; wide > 0 {
		list = append(list, model.Field{
			Name: x.names.Of(is.name + "_wide"), Type: model.Constant, Size: model.Size{How: model.SizeFixed, N: 1}, Sure: 0.95, Held: len(all), Of: len(all),
			Distinct: 1, Value: []byte{0x80 | byte(wide)}, Evidence: fmt.Sprintf("the length has %d bytes", wide), Example: fmt.Sprintf("%02x", 0x80|wide),
		})
		length.Size.N, length.Order = wide, model.Big
	}
	list = append(list, length)
	at := len(list) - 1
	switch {
	case first.node == first.list:
		list = append(list, x.listed(all, evidence))
	case first.made(first.data):
		for i := range first.kids {
			kids := make([]spot, len(all))
			for j, p := range all {
				kids[j] = spot{p.data, &p.kids[i], p.list}
			}
			list = append(list, x.fields(kids, append(slices.Clone(path), i))...)
		}
	default:
		value := x.valued(all, path, is.typ, evidence)
		value.Name = x.names.Of(is.name)
		value.Size = model.Size{How: model.SizeBy, By: list[at].Name, Scale: 1}
		list[at].Ref = &model.Ref{What: "field", Field: value.Name, Scale: 1}
		return append(list, value)
	}
	if x.frames != nil && toEnd(all) {
		list[at].Ref = &model.Ref{What: "rest", Scale: 1}
	}
	return list
}

// toEnd reports whether elements end where their frames do.
func toEnd(all []spot) bool {
	for _, p := range all {
		if p.end != len(p.data) {
			return false
		}
	}
	return true
}

// listed is the field of a list, which goes to the end of the frame.
func (x *elements) listed(all []spot, evidence string) model.Field {
	var items []spot
	for _, p := range all {
		for i := range p.kids {
			items = append(items, spot{p.data, &p.kids[i], nil})
		}
	}
	inner := &elements{names: layout.Names{}}
	f := model.Field{
		Name: x.names.Of("elements"), Type: model.Array, Size: model.Size{How: model.SizeItems}, Repeat: &model.Repeat{}, Sure: 0.9,
		Evidence: evidence, Held: len(all), Of: len(all), Items: inner.fields(items, nil),
	}
	return f
}

// valued is the field of a value.
func (x *elements) valued(all []spot, path []int, typ model.Type, evidence string) model.Field {
	f := model.Field{Type: typ, Sure: 0.9, Evidence: evidence, Held: len(all), Of: len(all)}
	if typ == model.Integer || typ == model.Enum {
		f.Order = model.Big
	}
	values, printable, filled := map[string]bool{}, true, false
	for _, p := range all {
		v := p.data[p.value:p.end]
		printable = printable && text.Is(v)
		filled = filled || len(v) > 0 && text.Letters(v)
		if len(values) < 1000 {
			values[string(v)] = true
		}
	}
	f.Distinct = len(values)
	example := firstValue(all)
	f.Example = fmt.Sprintf("%x", example[:min(len(example), 16)])
	if typ == model.Bytes && printable && filled {
		f.Type, f.Example = model.Text, fmt.Sprintf("%q", example[:min(len(example), 40)])
	}
	if held, of := x.repeated(all, path); typ == model.Integer && of >= claim.FewExchanges && held == of && len(values) >= claim.FewExchanges {
		f.Type, f.Evidence = model.Echo, fmt.Sprintf("the other side of all of %d exchanges has it too, %d values", of, len(values))
	}
	return f
}

func firstValue(all []spot) []byte { return all[0].data[all[0].value:all[0].end] }

// repeated tells of how many exchanges both frames have a value at a path.
func (x *elements) repeated(all []spot, path []int) (held, of int) {
	for i, f := range x.frames {
		other := x.partner(f)
		if other == nil {
			continue
		}
		of++
		tree, ok := readFrame(other.Data)
		n := &tree
		for _, j := range path {
			if ok = ok && j < len(n.kids); ok {
				n = &n.kids[j]
			}
		}
		if ok && bytes.Equal(other.Data[n.value:n.end], all[i].data[all[i].value:all[i].end]) {
			held++
		}
	}
	return held, of
}
