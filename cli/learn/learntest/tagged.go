package learntest

import (
	"fmt"
	"math/rand/v2"
)

// tags are how the elements of a protocol look of which a byte, their type, tells the form of the value.
type tags struct {
	front int // bytes of the length of a name before the type, 0 without one
	named bool
	id    int  // bytes of a number behind the type
	stop  bool // a type of 0 ends them
	forms []tagForm
	types []int // of each form

	length int // bytes of the number of their bytes before them, 0 if they go to the end
}

// tagForm is the form of a value: a number of so many bytes, a text with so many of its length before it,
// or elements.
type tagForm struct{ number, text, within int }

// DrawnTagged is the traffic of a protocol that is drawn by a seed as Drawn does, but of which most
// bodies end in elements whose types tell the form of their values.
func DrawnTagged(seed uint64) (string, *Traffic) {
	g := newGrammar(seed)
	l := lot{rand.New(rand.NewPCG(seed, 13))}
	t := drawTags(l)
	if !t.stop && len(g.trailer) > 0 {
		t.length = one(l, 2, 4)
	}
	for i := range g.bodies {
		for _, body := range []*[]field{&g.bodies[i].request, &g.bodies[i].response} {
			if !l.chance(75) {
				continue
			}
			n := 0
			for n < len(*body) && (*body)[n].form < endedText {
				n++
			}
			*body = append((*body)[:n:n], field{form: tagged, tags: t})
		}
	}
	if t.length == 0 {
		g.trailer = nil
	}
	return fmt.Sprintf("tagged-%d", seed), g.talk(seed)
}

// drawTags draws how elements look.
func drawTags(l lot) *tags {
	t := one(l, &tags{front: 1}, &tags{front: 2}, &tags{named: true, stop: true}, &tags{id: 2, stop: true}, &tags{id: 2, stop: true}, &tags{id: 2})
	if !t.stop {
		t.length = one(l, 0, 2, 4)
	}
	t.forms = []tagForm{{number: 1}, {number: 4}, {text: one(l, 2, 4)}}
	for _, f := range []tagForm{{number: 8}, {number: 2}, {within: 4}} {
		if l.chance(60) {
			t.forms = append(t.forms, f)
		}
	}
	first := one(l, 1, 2, 8)
	if t.front > 0 && l.chance(50) {
		first = 'A'
	}
	for i := range t.forms {
		t.types = append(t.types, first+i)
	}
	return t
}

// tagged writes elements, with their number of bytes before them or what ends them, in which others
// may be, so deep.
func (s *speaker) tagged(b *Builder, t *tags, length, deep int) {
	at := len(b.Data)
	if length > 0 {
		s.number(b, &field{size: length, right: lengthLabels}, 0)
	}
	start := len(b.Data)
	for range 1 + s.N(5) {
		i := s.N(len(t.forms))
		if t.forms[i].within > 0 && deep == 0 {
			i = 0
		}
		s.tag(b, t, i, deep)
	}
	if t.stop {
		s.number(b, &field{size: 1, right: typeLabels}, 0)
	}
	if length > 0 {
		s.put(b.Data[at:], uint64(len(b.Data)-start), length)
	}
}

// tag writes one element.
func (s *speaker) tag(b *Builder, t *tags, i, deep int) {
	if t.front > 0 {
		name := s.Word()
		s.number(b, &field{size: t.front, right: lengthLabels}, uint64(len(name)))
		s.bytes(b, textLabels, []byte(name))
	}
	s.number(b, &field{size: 1, right: typeLabels}, uint64(t.types[i]))
	if t.named {
		s.bytes(b, textLabels, []byte(s.Word()+"\x00"))
	}
	if t.id > 0 {
		s.number(b, &field{size: t.id, right: plainNumber}, uint64(1+s.N(6)))
	}
	switch f := t.forms[i]; {
	case f.number > 0:
		s.number(b, &field{size: f.number, right: plainNumber}, s.skewed(1<<(8*f.number-1)-1))
	case f.text > 0:
		text := s.text()
		s.number(b, &field{size: f.text, right: lengthLabels}, uint64(len(text)))
		s.bytes(b, textLabels, []byte(text))
	case t.stop && !t.named:
		s.tagged(b, t, 0, deep-1)
	default:
		s.tagged(b, t, f.within, deep-1)
	}
}
