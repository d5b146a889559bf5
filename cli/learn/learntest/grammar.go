package learntest

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// grammar is a protocol that was drawn by lot: a header, and requests and responses of several
// kinds. What is drawn is what a designer decides (widths, byte order, alignment, which
// fields there are) and what a program then does with it (which fields never change, how
// often a kind is said).
type grammar struct {
	socket   string
	order    binary.AppendByteOrder
	aligned  bool // numbers are at multiples of their width
	header   []field
	bodies   []exchange
	trailer  []field // behind the body, such as a checksum
	lengthOf int     // bytes that the length in the header does not count

	talkers, turns int // conversations, and exchanges of each
}

// exchange is a request and its response. Kind numbers are drawn too. Often is its weight.
type exchange struct {
	request, response    []field
	asks, answers, often int
}

// field is one field of a grammar. Value says what a message has there.
type field struct {
	form    form
	size    int    // bytes of a number or of a text of fixed size; of the length of others
	right   labels // what it may be called
	value   uint64
	values  []uint64 // of an enum or a handle: those that are used
	items   []field  // of an array or a run: its elements
	between []field  // of a run: what is between the number and the elements
	tags    *tags    // of tagged elements: how they look
}

// labels are the types that are right for a field; none if it claims nothing.
type labels []model.Type

// form is what a field is made of.
type form int

// The forms there are.
const (
	fixed       form = iota // always value
	kindNumber              // the kind's
	frameLength             // the frame's, less lengthOf
	sequence                // goes up with each request, and comes back
	transaction             // random, and comes back
	session                 // random for each conversation
	seconds                 // of the clock, since 1970
	nanoseconds             // of the clock, since 1970, or those of the second if 4 bytes wide
	choice                  // one of values
	bits                    // any of values' bits
	number                  // from 0 to value-1, small ones more often
	negative                // like number, but sometimes -1
	float                   // a measurement
	address                 // IPv4
	unique                  // random bytes, new in each message
	paddedText              // filled up with NULs
	endedText               // a NUL ends it
	lengthText              // its length is before it
	lengthBytes             // the same of random bytes
	restBytes               // up to the end
	array                   // of items, their number before it
	typed                   // of type, length and value, up to the end
	checksum                // of all before it
	tagged                  // of elements whose type tells the form of the value
	run                     // of items, as often as value says at most, with the number of their bytes before them, and those between
)

// lot draws a grammar.
type lot struct{ *rand.Rand }

func (l lot) chance(percent int) bool { return l.IntN(100) < percent }

// one draws one of several.
func one[T any](l lot, of ...T) T { return of[l.IntN(len(of))] }

// newGrammar draws a grammar by a seed.
func newGrammar(seed uint64) *grammar {
	l := lot{rand.New(rand.NewPCG(seed, 7))}
	g := &grammar{socket: one(l, "stream", "stream", "dgram"), order: one[binary.AppendByteOrder](l, binary.BigEndian, binary.BigEndian, binary.LittleEndian)}
	g.aligned = l.chance(55)
	g.talkers, g.turns = 1+l.IntN(6), 20+l.IntN(100)
	g.drawHeader(l)
	kind := 1 + l.IntN(3)
	step := one(l, 1, 1, 1, 2, 16)
	answer := one(l, 0, 1, 0x80)
	for range 2 + l.IntN(8) {
		e := exchange{asks: kind, answers: kind + answer, often: one(l, 1, 3, 10, 20)}
		if answer == 1 {
			kind++
		}
		e.request = g.drawBody(l, l.IntN(7))
		e.response = g.drawBody(l, l.IntN(7))
		if l.chance(30) { // a status first
			e.response = append([]field{{form: choice, size: one(l, 1, 2, 4), values: []uint64{0, 0, 0, 0, 0, 0, uint64(1 + l.IntN(20))}, right: labels{model.Enum, model.Flags, model.Selector}}}, e.response...)
		}
		g.bodies = append(g.bodies, e)
		kind += step
	}
	if l.chance(12) {
		g.trailer = []field{{form: checksum, size: one(l, 2, 4), right: labels{model.Checksum}}}
	}
	return g
}

// drawHeader draws what all messages begin with.
func (g *grammar) drawHeader(l lot) {
	var list []field
	add := func(percent int, f field) {
		if l.chance(percent) {
			list = append(list, f)
		}
	}
	framed := 100
	if g.socket == "dgram" {
		framed = 40
	}
	length := field{form: frameLength, size: one(l, 2, 4, 4), right: labels{model.Length}}
	if l.chance(40) { // it comes first
		add(framed, length)
		framed = 0
	}
	if magic := one(l, 1, 2, 2, 4); l.chance(30) {
		list = append(list, field{form: fixed, size: magic, value: l.Uint64()})
	}
	add(40, field{form: fixed, size: 1, value: uint64(1 + l.IntN(6)), right: labels{model.Enum, model.Flags, model.Selector}})
	if l.chance(25) && framed > 0 {
		add(framed, length)
		framed = 0
	}
	list = append(list, field{form: kindNumber, size: one(l, 1, 1, 1, 2, 2, 4), right: labels{model.Selector, model.Enum, model.Flags, model.Echo}})
	add(30, field{form: bits, size: one(l, 1, 1, 2), values: one(l, []uint64{0}, []uint64{0, 1}, []uint64{0, 1, 4, 16}), right: labels{model.Enum, model.Flags, model.Selector}})
	add(20, field{form: fixed, size: one(l, 1, 2, 2, 4), right: labels{model.Padding}})
	add(framed, length)
	id := labels{model.Counter, model.Echo, model.Random}
	add(55, field{form: one(l, sequence, sequence, transaction), size: one(l, 2, 4, 4, 8), right: id})
	add(25, field{form: session, size: one(l, 4, 4, 8), right: id})
	add(15, field{form: seconds, size: 4, right: labels{model.Timestamp}})
	if l.chance(8) {
		list = append(list, field{form: nanoseconds, size: 8, right: labels{model.Timestamp}})
	}
	add(15, field{form: fixed, size: one(l, 2, 4, 8), right: labels{model.Padding}})
	g.header = g.align(list, 0)
	if last := g.header[len(g.header)-1]; g.aligned && widthOf(g.header)%4 != 0 && last.form != fixed {
		g.header = append(g.header, field{form: fixed, size: 4 - widthOf(g.header)%4, right: labels{model.Padding}})
	}
	g.lengthOf = one(l, 0, widthOf(g.header)) // it counts all, or what is behind the header
	if g.header[0].form == frameLength {
		g.lengthOf = one(l, 0, g.header[0].size)
	}
}

// align fills up before fields that are to be at multiples of their width.
func (g *grammar) align(list []field, at int) []field {
	if !g.aligned {
		return list
	}
	var filled []field
	for _, f := range list {
		if to := min(f.size, 8); to > 1 && to&(to-1) == 0 && at%to != 0 && f.form < paddedText {
			gap := to - at%to
			filled = append(filled, field{form: fixed, size: gap, right: labels{model.Padding}})
			at += gap
		}
		filled = append(filled, f)
		at += f.size
	}
	return filled
}

func widthOf(list []field) (n int) {
	for _, f := range list {
		n += f.size
	}
	return n
}

// drawBody draws so many fields. What is of variable size comes last, in most cases.
func (g *grammar) drawBody(l lot, n int) []field {
	var plain, late []field
	for range n {
		f := drawField(l)
		if f.form < endedText {
			plain = append(plain, f)
		} else {
			late = append(late, f)
		}
	}
	if len(late) > 3 {
		late = late[:3]
	}
	for i, f := range late {
		if (f.form == restBytes || f.form == typed) && i < len(late)-1 {
			late[i] = field{form: lengthText, size: one(l, 1, 2, 4), right: labels{model.Length}}
		}
	}
	if len(plain) > 1 && len(late) == 1 && late[0].form < restBytes && l.chance(25) {
		late = append(late, plain[len(plain)-1])
		plain = plain[:len(plain)-1]
	}
	return append(g.align(plain, widthOf(g.header)), late...)
}

// What may be called what.
var (
	plainNumber  = labels{model.Enum}
	textLabels   = labels{model.Text}
	blobLabels   = labels{model.Random}
	typeLabels   = labels{model.Enum, model.Selector, model.Flags}
	lengthLabels = labels{model.Length}
)

// drawField draws a field of a body.
func drawField(l lot) field {
	if l.chance(22) { // what a designer meant to vary, and this program does not
		size := one(l, 1, 1, 2, 2, 4, 4, 8)
		f := field{form: fixed, size: size, right: labels{model.Enum, model.Flags, model.Padding}}
		if l.chance(50) {
			f.value = uint64(l.IntN(one(l, 4, 300, 70000)))
		}
		return f
	}
	switch n := l.IntN(100); {
	case n < 10:
		var values []uint64
		for range 2 + l.IntN(4) {
			values = append(values, uint64(l.IntN(12)))
		}
		return field{form: choice, size: one(l, 1, 1, 1, 2, 4), values: values, right: labels{model.Enum, model.Flags, model.Selector}}
	case n < 18:
		return field{form: bits, size: one(l, 1, 1, 2, 4), values: []uint64{1, 2, 8, 64}[:2+l.IntN(3)], right: labels{model.Flags, model.Enum, model.Selector}}
	case n < 26:
		return field{form: number, size: one(l, 1, 2), value: uint64(20 + l.IntN(236)), right: plainNumber}
	case n < 38:
		return field{form: number, size: one(l, 2, 2, 4), value: uint64(200 + l.IntN(20000)), right: plainNumber}
	case n < 48:
		return field{form: number, size: one(l, 4, 4, 8), value: uint64(one(l, 300, 70000, 1<<24, 1<<30)), right: plainNumber}
	case n < 51:
		return field{form: negative, size: one(l, 2, 4), value: uint64(500), right: plainNumber}
	case n < 57: // handles, of which a program has a few
		var values []uint64
		base := uint64(one(l, 1, 1, 0x10000, 0x7f001000))
		for range 3 + l.IntN(6) {
			values = append(values, base+uint64(l.IntN(40)))
		}
		return field{form: choice, size: 4, values: values, right: labels{model.Enum, model.Echo, model.Counter, model.Random}}
	case n < 61:
		return field{form: float, size: one(l, 4, 4, 8), right: labels{model.Float}}
	case n < 64:
		return field{form: seconds, size: one(l, 4, 4, 8), right: labels{model.Timestamp}}
	case n < 66:
		return field{form: nanoseconds, size: one(l, 4, 8), right: labels{model.Timestamp}}
	case n < 69:
		return field{form: address, size: 4, right: labels{model.IPv4}}
	case n < 72:
		return field{form: unique, size: one(l, 8, 16, 16, 32), right: labels{model.Random}}
	case n < 76:
		return field{form: paddedText, size: one(l, 16, 32, 64), right: labels{model.Text}}
	case n < 80:
		return field{form: endedText, right: labels{model.Text}}
	case n < 88:
		return field{form: lengthText, size: one(l, 1, 1, 2, 2, 4), right: labels{model.Length}}
	case n < 91:
		return field{form: lengthBytes, size: one(l, 1, 2, 4), right: labels{model.Length}}
	case n < 93:
		return field{form: restBytes, right: labels{model.Random}}
	case n < 97:
		f := field{form: array, size: one(l, 1, 2, 4), right: labels{model.Count, model.Length}}
		for range 1 + l.IntN(3) {
			item := drawField(l)
			for item.form >= paddedText {
				item = drawField(l)
			}
			f.items = append(f.items, item)
		}
		if l.chance(25) {
			f.items = []field{{form: lengthText, size: one(l, 1, 2), right: labels{model.Length}}}
		}
		return f
	}
	return field{form: typed, size: one(l, 1, 2)}
}

// Drawn is the traffic of a protocol that is drawn by a seed, with its name.
func Drawn(seed uint64) (string, *Traffic) {
	g := newGrammar(seed)
	return fmt.Sprintf("%s-%d", g.socket, seed), g.talk(seed)
}
