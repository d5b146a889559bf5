package code_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/writetest"
)

func TestWords(t *testing.T) {
	for name, want := range map[string]struct{ snake, camel string }{
		"reference_time":                     {"reference_time", "ReferenceTime"},
		"u16_4":                              {"u16_4", "U16_4"},
		"9x":                                 {"field_9x", "Field9x"},
		"":                                   {"field", "Field"},
		"a\nfunc init() {}//":                {"a_func_init", "AFuncInit"},
		"é__B":                               {"b", "B"},
		strings.Repeat("long_", 20) + "tail": {strings.Repeat("long_", 6) + "lo", "LongLongLongLongLongLongLo"},
	} {
		words := code.Words(name, "field")
		if snake, camel := code.Snake(words), code.Camel(words); snake != want.snake || camel != want.camel {
			t.Errorf("%q became %s and %s", name, snake, camel)
		}
	}
}

// TestNames: no two are the same.
func TestNames(t *testing.T) {
	names := code.Reserve("type")
	var got []string
	for _, wanted := range []string{"a", "a", "a2", "a", "u16_4", "u16_4", "type"} {
		got = append(got, names.Take(wanted))
	}
	if want := []string{"a", "a2", "a2_2", "a3", "u16_4", "u16_4_2", "type2"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWrap: nothing in a text ends a comment or reaches a terminal.
func TestWrap(t *testing.T) {
	got := code.Wrap("one two\nthree\x1b[31m \u202efour \xff \u2028 é", 9)
	want := []string{"one", `two\x0athree\x1b[31m`, `\xe2\x80\xaefour`, `\xff`, `\xe2\x80\xa8`, "é"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestDerived: what follows from other fields does so only if it did in each frame.
func TestDerived(t *testing.T) {
	derived := func(p *model.Protocol) (names []string) {
		for _, f := range code.New(p).Kinds[0].Layout {
			if f.Derived != nil {
				names = append(names, f.Field.Name)
			}
		}
		return names
	}
	p := writetest.Store()
	if got, want := derived(p), []string{"kind", "length", "size", "count", "extra"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	// The key of no frame can be shorter than nothing, but the size says so here.
	odd := string(p.Frames[4].Data)
	p.Frames[4].Data = []byte(odd[:5] + "\x00" + odd[6:])
	if got, want := derived(p), []string{"kind", "length", "count", "extra"}; !slices.Equal(got, want) {
		t.Errorf("with an odd size: got %q, want %q", got, want)
	}
	p.Frames[4].Data[1]++
	if got, want := derived(p), []string{"kind", "count", "extra"}; !slices.Equal(got, want) {
		t.Errorf("with a wrong length: got %q, want %q", got, want)
	}
}

// TestLaidOutOnce: however many fields of a kind follow from others, each of its frames is laid out
// as often as if there were one.
func TestLaidOutOnce(t *testing.T) {
	const texts, frames = 40, 500
	p := &model.Protocol{Kinds: []model.Kind{{From: "client"}}}
	var data []byte
	for i := range texts {
		length := model.Field{Name: fmt.Sprint("length_", i), Type: model.Length, Offset: -1, Size: writetest.Fixed(1)}
		text := model.Field{Name: fmt.Sprint("text_", i), Type: model.Text, Offset: -1, Size: writetest.By(length.Name, 1, 0)}
		p.Kinds[0].Fields = append(p.Kinds[0].Fields, length, text)
		data = append(data, "\x02ab"...)
	}
	for range frames {
		p.Frames = append(p.Frames, model.Frame{FromClient: true, Data: data})
	}
	once := testing.AllocsPerRun(1, func() {
		if _, err := p.Kinds[0].Lay(data); err != nil {
			t.Fatal(err)
		}
	})
	derived := 0
	all := testing.AllocsPerRun(1, func() {
		derived = 0
		for _, f := range code.New(p).Kinds[0].Layout {
			if f.Derived != nil {
				derived++
			}
		}
	})
	if most := 3 * frames * (once + 2); derived != texts || all > most {
		t.Errorf("%d fields are derived, with %.0f allocations and not %.0f", derived, all, most)
	}
}

// TestExpressible: a layout that makes no sense ends where it does, and the rest is bytes.
func TestExpressible(t *testing.T) {
	first := model.Field{Name: "first", Order: model.Big, Size: writetest.Fixed(2)}
	for name, field := range map[string]model.Field{
		"negative":        {Name: "x", Size: writetest.Fixed(-1)},
		"huge":            {Name: "x", Size: writetest.Fixed(1 << 30)},
		"by nothing":      {Name: "x", Size: writetest.By("nothing", 1, 0)},
		"by itself":       {Name: "x", Size: writetest.By("x", 1, 0)},
		"no scale":        {Name: "x", Size: writetest.By("first", 0, 0)},
		"until no byte":   {Name: "x", Size: model.Size{How: model.SizeUntil, N: 256}},
		"no element":      {Name: "x", Size: writetest.Items, Repeat: &model.Repeat{}},
		"less than none":  {Name: "x", Size: writetest.Items, Repeat: &model.Repeat{Less: -1}, Items: []model.Field{first}},
		"of no bytes":     {Name: "x", Size: writetest.Items, Repeat: &model.Repeat{By: "first"}, Items: []model.Field{{Name: "a", Size: writetest.Fixed(0)}}},
		"run by nothing":  {Name: "x", Size: writetest.By("nothing", 1, 0), Repeat: &model.Repeat{}, Items: []model.Field{first}},
		"run and count":   {Name: "x", Size: writetest.By("first", 1, 0), Repeat: &model.Repeat{By: "first"}, Items: []model.Field{first}},
		"only by nothing": {Name: "x", Size: model.Size{How: model.SizeBy, By: "first", Scale: 1, Only: &model.Only{By: "nothing"}}},
		"only and more":   {Name: "x", Size: model.Size{How: model.SizeBy, By: "first", Scale: 1, Add: 1, Only: &model.Only{By: "first"}}},
		"twice":           first,
		"nothing":         {},
	} {
		p := &model.Protocol{Kinds: []model.Kind{{From: "client", Fields: []model.Field{first, field, {Name: "behind", Size: writetest.Fixed(1)}}}}}
		k := code.New(p).Kinds[0]
		if len(k.Layout) != 2 || k.Layout[1].Size.How != model.SizeRest {
			t.Errorf("%s: %+v", name, k.Fields)
		}
		if _, err := k.Lay([]byte("any bytes")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
