package learntest

import (
	"fmt"
	"math/rand/v2"
)

// DrawnRuns is the traffic of a protocol that is drawn by a seed as Drawn does, but of which most
// bodies have elements within a number of bytes, and other fields behind.
func DrawnRuns(seed uint64) (string, *Traffic) {
	g := newGrammar(seed)
	l := lot{rand.New(rand.NewPCG(seed, 11))}
	for i := range g.bodies {
		for _, body := range []*[]field{&g.bodies[i].request, &g.bodies[i].response} {
			if l.chance(70) {
				*body = withRun(l, *body)
			}
		}
	}
	return fmt.Sprintf("runs-%d", seed), g.talk(seed)
}

// withRun puts a run behind the fields of fixed size of a body, and a few others behind that.
func withRun(l lot, body []field) []field {
	n := 0
	for n < len(body) && body[n].form < endedText {
		n++
	}
	list := append(body[:n:n], drawRun(l, 2))
	for range l.IntN(3) {
		if f := drawField(l); f.form < endedText {
			list = append(list, f)
		}
	}
	return append(list, body[n:]...)
}

// drawRun draws a run, in which there may be others, so deep at most.
func drawRun(l lot, deep int) field {
	f := field{form: run, size: one(l, 1, 2, 2, 4), value: 6, right: lengthLabels}
	number := field{form: number, size: one(l, 2, 4), value: 70000, right: plainNumber}
	text := field{form: lengthText, size: one(l, 1, 2, 2), right: lengthLabels}
	switch n := l.IntN(100); {
	case n < 50:
		f.value, f.items = 1, []field{{form: typed, size: one(l, 1, 2)}}
	case n < 65:
		f.items = []field{text}
	case n < 80:
		f.items = []field{text, number}
	case n < 90:
		f.items = []field{{form: endedText, right: textLabels}}
	case deep > 0:
		f.items = []field{number, drawRun(l, deep-1)}
	default:
		f.items = []field{number, text}
	}
	if l.chance(25) { // as in a header
		f.between = []field{{form: choice, size: one(l, 1, 2), values: []uint64{1, 2, 5}, right: typeLabels}}
	}
	return f
}
