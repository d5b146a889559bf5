package kaitai

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// Write writes the description, whose id is the name: of a-z, 0-9 and _, a letter first.
func Write(w io.Writer, p *model.Protocol, name string) error {
	d := newDescription(p)
	root := mapping{
		{"meta", mapping{
			{"id", name},
			{"title", "Messages of " + socketOf(p)},
			{"ks-version", "0.10"},
		}},
		{"doc", doc(strings.Join(append([]string{code.Capital(d.About())}, p.Notes...), " "))},
		{"params", list{mapping{{"id", "from_client"}, {"type", "bool"}, {"doc", "Whether the client sent it, else the server did."}}}},
	}
	types := mapping{}
	if cuts := d.cuts(); cuts == nil {
		root.set("seq", list{mapping{{"id", "body"}, {"size-eos", true}, {"type", "body"}}})
	} else {
		root.set("seq", list{mapping{{"id", "messages"}, {"type", "message(_index == 0)"}, {"repeat", "eos"}}})
		types.set("message", d.message(cuts))
	}
	types.set("body", d.body())
	for _, k := range d.Kinds {
		types.set(d.types[k], d.kind("A message "+k.About(), k.Layout))
		types = append(types, d.elements(k.Layout)...)
	}
	types.set("unknown", mapping{{"doc", "A message of no kind that is known."}, {"seq", list{mapping{{"id", "data"}, {"size-eos", true}}}}})
	root.set("types", types)
	if len(d.Kinds) > 0 {
		root.set("enums", mapping{{"kinds", d.enum()}})
	}
	var b strings.Builder
	root.yaml(&b, "")
	_, err := io.WriteString(w, b.String())
	return err
}

func socketOf(p *model.Protocol) string {
	if p.Socket == "" {
		return "unnamed sockets"
	}
	return p.Socket
}

// description is one that is being written.
type description struct {
	*code.Protocol
	types  map[any]string         // of kinds, and of fields that are elements
	runs   map[*code.Field]string // types of elements that fill a number of bytes
	ids    map[*code.Field]string
	levels map[*code.Field]int // of types around the one that a field is in
}

// builtin are names of Kaitai's own types.
var builtin = regexp.MustCompile(`^([usf][1248](le|be)?|b[0-9]+(le|be)?|str|strz|bytes|bool|io|struct|any|switch)$`)

// newDescription names all that is written.
func newDescription(p *model.Protocol) *description {
	d := &description{code.New(p), map[any]string{}, map[*code.Field]string{}, map[*code.Field]string{}, map[*code.Field]int{}}
	taken := code.Reserve("message", "body", "unknown")
	for _, k := range d.Kinds {
		name := code.Snake(code.Words(k.Name, "kind"))
		if builtin.MatchString(name) {
			name = "kind_" + name
		}
		d.types[k] = taken.Take(name)
	}
	for _, k := range d.Kinds {
		d.name(k.Layout, d.types[k], taken, 0)
	}
	return d
}

func (d *description) name(fields []*code.Field, of string, types code.Names, level int) {
	taken := code.Names{}
	for _, f := range fields {
		d.ids[f], d.levels[f] = taken.Take(code.Snake(code.Words(f.Field.Name, "field"))), level
		if f.Items != nil {
			inner := level + 1
			d.types[f] = types.Take(of + "_" + d.ids[f])
			if f.IsRun() && f.IsList() {
				d.runs[f] = types.Take(of + "_" + d.ids[f] + "_run")
				inner++
			}
			d.name(f.Items, d.types[f], types, inner)
		}
	}
}

// enum are the kinds.
func (d *description) enum() mapping {
	m := mapping{}
	for i, k := range d.Kinds {
		m.set(fmt.Sprint(i+1), d.types[k])
	}
	return m
}

// body is the type of a whole message: of that kind whose values it has.
func (d *description) body() mapping {
	cases, kind := mapping{}, "0"
	instances := mapping{}
	known := map[string]bool{}
	for i := len(d.Kinds) - 1; i >= 0; i-- {
		k := d.Kinds[i]
		kind = fmt.Sprintf("%s ? %d : %s", conditions(k), i+1, kind)
	}
	for _, k := range d.Kinds {
		cases.set("kinds::"+d.types[k], d.types[k])
		for _, m := range k.Select {
			if id := valueAt(m); m.Size > 0 && !known[id] {
				known[id] = true
				instances.set(id, mapping{{"pos", m.Offset}, {"size", m.Size}, {"if", fmt.Sprintf("_io.size >= %d", m.Offset+m.Size)}})
			}
		}
	}
	if len(d.Kinds) == 0 {
		return mapping{{"seq", list{mapping{{"id", "data"}, {"size-eos", true}}}}}
	}
	cases.set("_", "unknown")
	instances.set("kind", mapping{{"value", kind}, {"enum", "kinds"}})
	return mapping{
		{"seq", list{mapping{{"id", "message"}, {"type", mapping{{"switch-on", "kind"}, {"cases", cases}}}}}},
		{"instances", instances},
	}
}

// valueAt is the id of the bytes at a place.
func valueAt(m model.Match) string { return fmt.Sprintf("bytes_%d_to_%d", m.Offset, m.Offset+m.Size) }

// conditions are what tells a kind, as an expression.
func conditions(k *code.Kind) string {
	all := []string{map[bool]string{true: "_root.from_client", false: "not _root.from_client"}[k.From == code.Sides[0]]}
	for _, m := range k.Select {
		if m.Size == 0 {
			all = append(all, fmt.Sprintf("_io.size == %d", m.Value))
			continue
		}
		all = append(all, fmt.Sprintf("_io.size >= %d and %s == %s", m.Offset+m.Size, valueAt(m), bytesOf(code.Bytes(m))))
	}
	return strings.Join(all, " and ")
}

// bytesOf are bytes as an expression.
func bytesOf(b []byte) string {
	var values []string
	for _, c := range b {
		values = append(values, fmt.Sprintf("%#02x", c))
	}
	return "[" + strings.Join(values, ", ") + "]"
}
