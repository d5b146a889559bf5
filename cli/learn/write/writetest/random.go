package writetest

import (
	"fmt"
	"math/rand/v2"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Random is a protocol of any kinds of fields, with frames that mostly fit them.
func Random(r *rand.Rand) *model.Protocol {
	p := &model.Protocol{Socket: "/run/random", Type: "dgram"}
	for i := range 1 + r.IntN(3) {
		g := generator{r, 0}
		fields := []model.Field{{Name: "kind", Type: model.Selector, Size: Fixed(1)}}
		fields = append(fields, g.fields([]string{"kind"}, 0)...)
		from := pick(r, "client", "server")
		if i == 0 {
			from = "client" // who speaks first is it
		}
		p.Kinds = append(p.Kinds, model.Kind{
			Name: fmt.Sprintf("kind_%d", i), From: from, Fields: Fields(fields...),
			Select: []model.Match{{Offset: 0, Size: 1, Value: uint64(i)}},
		})
	}
	for i := range p.Kinds {
		for range 8 {
			w := writer{r, []byte{byte(i)}, map[string]placed{}}
			w.fields(p.Kinds[i].Fields[1:], map[string]uint64{"kind": uint64(i)})
			if r.IntN(8) == 0 {
				w.data = w.data[:r.IntN(len(w.data)+1)]
			}
			add(p, p.Kinds[i].From == "client", string(w.data))
		}
	}
	return p
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// generator makes layouts.
type generator struct {
	*rand.Rand
	count int
}

// fields are those of a layout; these numbers are there for their sizes.
func (g *generator) fields(numbers []string, depth int) []model.Field {
	var list []model.Field
	for range 1 + g.IntN(5) {
		g.count++
		f := model.Field{Name: fmt.Sprintf("f%d", g.count)}
		f.Type = pick(g.Rand, model.Integer, model.Float, model.Text, model.Bytes, model.Unknown, model.Padding, model.Random, model.Timestamp, model.Length, model.Constant)
		f.Order = pick(g.Rand, model.Big, model.Little, model.None)
		f.Unit, f.Epoch = pick(g.Rand, "s", "ms", "us", "ns", "s+us", "s+ns", "ntp"), pick(g.Rand, "1970", "1900", "boot")
		switch g.IntN(10) {
		default:
			f.Size = Fixed(pick(g.Rand, 1, 1, 2, 3, 4, 4, 6, 8, 8, 12, 16))
			if f.Size.N == 1 {
				f.Order = model.None
			}
			if f.Size.N <= 4 && f.Type != model.Float {
				numbers = append(numbers, f.Name)
			}
			if f.Type == model.Constant {
				f.Value = make([]byte, f.Size.N)
				f.Value[0] = byte(g.IntN(2))
			}
		case 4:
			f.Size = By(pick(g.Rand, numbers...), 1+g.IntN(2), g.IntN(4)-2)
			f.Size.None = g.IntN(3) == 0
			f.Size.Only = g.only(f.Size.Add, numbers)
		case 5:
			f.Size = model.Size{How: model.SizeUntil, N: pick(g.Rand, 0, 0, 10, 0xff)}
		case 6:
			f.Size = model.Size{How: model.SizeAlign, N: pick(g.Rand, 0, 1, 2, 4, 8)}
		case 7, 8:
			if depth == 3 {
				f.Size = Fixed(5)
				break
			}
			f.Type, f.Size = pick(g.Rand, model.Array, model.TLV), Items
			switch g.IntN(5) {
			case 0:
				f.Type = model.Record
			case 1:
				f.Repeat = &model.Repeat{By: pick(g.Rand, numbers...), Add: g.IntN(2)}
			case 2:
				f.Repeat = &model.Repeat{Less: g.IntN(5)}
				if g.IntN(2) == 0 { // one, or up to one
					f.Repeat = &model.Repeat{Only: g.condition(numbers)}
				}
			case 3, 4: // they fill a number of bytes
				f.Size = By(pick(g.Rand, numbers...), 1, g.IntN(6)-2)
				if g.IntN(4) > 0 {
					f.Repeat = &model.Repeat{}
				}
				f.Size.Only = g.only(f.Size.Add, numbers)
			}
			items := g.fields(numbers, depth+1)
			if f.Repeat != nil && f.Repeat.By != "" { // no number says how many there are of nothing
				g.count++
				items = append([]model.Field{{Name: fmt.Sprintf("f%d", g.count), Type: model.Unknown, Size: Fixed(1)}}, items...)
			}
			if r := f.Repeat; f.Size == Items && r != nil && r.By == "" && r.Only == nil && r.Less == 0 {
				g.count++
				last := fmt.Sprintf("f%d", g.count)
				items = append(items, model.Field{Name: last, Type: model.Enum, Size: Fixed(1)})
				r.Until = g.condition([]string{last})
			}
			f.Items = Fields(items...)
		}
		list = append(list, f)
	}
	if depth == 0 && g.IntN(3) == 0 {
		n := g.IntN(3)
		list = append(list, model.Field{Name: "last", Type: pick(g.Rand, model.Bytes, model.Text), Size: model.Size{How: model.SizeRest, N: n}},
			model.Field{Name: "end", Type: model.Unknown, Size: Fixed(n)})
	}
	return list
}

// only is a condition in some cases, of a size to which so much is added.
func (g *generator) only(add int, numbers []string) *model.Only {
	if add > 0 || g.IntN(3) > 0 {
		return nil
	}
	return g.condition(numbers)
}

func (g *generator) condition(numbers []string) *model.Only {
	o := &model.Only{By: pick(g.Rand, numbers...), Not: g.IntN(2) == 0}
	for range g.IntN(3) {
		o.Values = append(o.Values, uint64(g.IntN(5)))
	}
	return o
}

// until writes elements up to one that is the last, or some that have none.
func (w *writer) until(f *model.Field, values map[string]uint64) {
	for range 5 {
		w.fields(f.Items, values)
		by := w.numbers[f.Repeat.Until.By]
		if f.Repeat.Until.Holds(uint64(w.data[by.at])) {
			return
		}
	}
}

// writer makes a frame of a layout.
type writer struct {
	*rand.Rand
	data    []byte
	numbers map[string]placed // fields of fixed size, by their names, where they were written last
}

type placed struct {
	*model.Field
	at int
}

// run has the number that says how many bytes a field has, which begins at an offset, say how many
// were written, if one byte of it can.
func (w *writer) run(f *model.Field, start int) {
	by, ok := w.numbers[f.Size.By]
	v := len(w.data) - start - f.Size.Add
	if !ok || v < 0 || v > 0xff {
		return
	}
	clear(w.data[by.at : by.at+by.Size.N])
	low := by.at
	if by.Order != model.Little {
		low += by.Size.N - 1
	}
	w.data[low] = byte(v)
}

func (w *writer) bytes(n int, not int) {
	for range n {
		c := byte(w.Uint32())
		if w.IntN(3) == 0 {
			c = 0
		}
		if int(c) == not {
			c++
		}
		w.data = append(w.data, c)
	}
}

func (w *writer) fields(fields []model.Field, outer map[string]uint64) {
	values := map[string]uint64{}
	for name, v := range outer {
		values[name] = v
	}
	for _, f := range fields {
		start := len(w.data)
		switch f.Size.How {
		case model.SizeFixed:
			w.numbers[f.Name] = placed{&f, start}
			w.bytes(f.Size.N, -1)
			if n := f.Size.N; n > 0 && n <= 4 && f.Type != model.Float { // small enough to be a length
				clear(w.data[start:])
				at := len(w.data) - 1
				if f.Order == model.Little {
					at = start
				}
				w.data[at] = byte(w.IntN(5))
				if w.IntN(20) == 0 { // -1
					for i := range w.data[start:] {
						w.data[start+i] = 0xff
					}
				}
			}
			if f.Value != nil {
				copy(w.data[start:], f.Value)
			}
		case model.SizeBy:
			if o := f.Size.Only; o != nil && !o.Holds(values[o.By]) {
				break
			}
			if f.Composed() {
				n := 1
				if f.Repeat != nil {
					n = w.IntN(4)
				}
				for range n {
					w.fields(f.Items, values)
				}
				w.run(&f, start)
				break
			}
			if v := values[f.Size.By]; v < 0xff {
				w.bytes(max(0, int(v)*f.Size.Scale+f.Size.Add), -1)
			}
		case model.SizeUntil:
			w.bytes(w.IntN(6), f.Size.N)
			w.data = append(w.data, byte(f.Size.N))
		case model.SizeAlign:
			for f.Size.N > 1 && len(w.data)%f.Size.N != 0 {
				w.bytes(1, -1)
			}
		case model.SizeRest:
			w.bytes(w.IntN(6), -1)
		case model.SizeItems:
			n := w.IntN(3)
			if f.Repeat == nil {
				n = 1
			} else if f.Repeat.By != "" {
				n = int(values[f.Repeat.By]&0xf) + f.Repeat.Add
			} else if o := f.Repeat.Only; o != nil {
				if n = 0; o.Holds(values[o.By]) {
					n = 1
				}
			} else if o := f.Repeat.Until; o != nil {
				w.until(&f, values)
				break
			}
			for range n {
				w.fields(f.Items, values)
			}
		}
		if len(w.data)-start <= 8 {
			values[f.Name] = model.Uint(w.data[start:], f.Order)
		}
	}
}
