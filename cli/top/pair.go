package top

import (
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// Tally is how much was sent.
type Tally struct{ Messages, Bytes uint64 }

// Pair is what two processes sent each other over a pair of sockets in an interval. B
// is the end that is bound to a name, if only one is: the server, mostly.
type Pair struct {
	Type format.SocketType
	A, B format.End
	AtoB Tally
	BtoA Tally
	Last time.Time // when the latest send returned, be it before the interval
}

// Total is both directions together.
func (p *Pair) Total() Tally {
	return Tally{p.AtoB.Messages + p.BtoA.Messages, p.AtoB.Bytes + p.BtoA.Bytes}
}

// Idle reports whether nothing was sent in the interval.
func (p *Pair) Idle() bool { return p.Total().Messages == 0 }

// Name is the name of the socket that the pair talks over, empty if neither is bound.
func (p *Pair) Name() format.Name { return p.socket().Name }

// Path is where the file of that name is, if it means another one to others and is known.
func (p *Pair) Path() string { return p.socket().Path }

func (p *Pair) socket() *format.End {
	if p.B.Name != "" {
		return &p.B
	}
	return &p.A
}

// Interval is what was sent in a span of time.
type Interval struct {
	End    time.Time
	Length time.Duration
	Pairs  []*Pair
	Losses []format.Loss // since the start
}

// Total is all pairs together.
func (i *Interval) Total() Tally {
	var sum Tally
	for _, p := range i.Pairs {
		t := p.Total()
		sum.Messages += t.Messages
		sum.Bytes += t.Bytes
	}
	return sum
}

// perSecond is a rate over the interval.
func (i *Interval) perSecond(n uint64) float64 {
	if i.Length <= 0 {
		return 0
	}
	return float64(n) / i.Length.Seconds()
}
