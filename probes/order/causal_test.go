package order

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestOrderIsCausal plays tokens passed from thread to thread on random CPUs.
// A send's records go to the ring of a random CPU when they really would, and
// the rings are read in random order, each at a moment of its own. Some sends
// block for longer than the hold. No message may come before one whose receipt
// its sender had seen.
func TestOrderIsCausal(t *testing.T) {
	rnd := testrand.New(t)
	for i := range 300 {
		g := tokenGame{t: t, rnd: rnd, o: New(gameHold), plain: i%3 > 0}
		g.o.clockError = 0
		g.play()
	}
}

const (
	gameCPUs   = 4
	gameChains = 3
	gameHops   = 100
	// Few, so that threads send again soon, and more than can be in a send.
	gameThreads = gameChains * 4
	// In ticks of the clock, one for each hop.
	gameHold = 50
)

type tokenGame struct {
	t     *testing.T
	rnd   *rand.Rand
	o     *Queue
	got   released
	clock uint64

	rings    [gameCPUs][]program.Record
	unread   []int  // rings that the sweep under way has not read yet
	started  uint64 // when it started
	position [gameChains]int
	blocked  [gameChains]*program.Record // has the token, but can't pass it on
	open     []program.Record            // the token went on, the send has not returned

	plain bool                      // there are sends of one record
	busy  [gameCPUs]*program.Record // such a one has its time, and is not output yet
}

func (g *tokenGame) play() {
	for g.goesOn() {
		switch chain := g.rnd.IntN(gameChains + 4); {
		case chain < gameChains && g.underWay(chain):
		case chain < gameChains && g.blocked[chain] != nil:
			if g.rnd.IntN(10) == 0 {
				g.wake(chain)
			}
		case chain < gameChains && g.position[chain] < gameHops && len(g.open) < gameThreads/2:
			if g.plain && g.rnd.IntN(3) > 0 {
				g.takeTime(chain)
			} else {
				g.enter(chain)
			}
		case chain == gameChains+1:
			g.output(g.rnd.IntN(gameCPUs))
		case chain == gameChains && len(g.open) > 0:
			g.leave(g.rnd.IntN(len(g.open)))
		default:
			g.readRing()
		}
		// Who is not blocked, returns in time.
		for len(g.open) > 0 && g.clock-g.open[0].Step > gameHold/2 {
			g.leave(0)
		}
		for cpu, r := range g.busy {
			if r != nil && g.clock-r.Time > gameHold/2 {
				g.output(cpu)
			}
		}
	}
	for range 4 * gameCPUs {
		g.readRing()
	}
	g.verify()
}

func (g *tokenGame) goesOn() bool {
	goesOn := len(g.open) > 0
	for chain := range gameChains {
		goesOn = goesOn || g.position[chain] < gameHops || g.blocked[chain] != nil || g.underWay(chain)
	}
	return goesOn
}

// write outputs a record on a CPU that nothing runs on.
func (g *tokenGame) write(kind program.RecordKind, r program.Record) {
	r.Kind = kind
	cpu := g.rnd.IntN(gameCPUs)
	g.output(cpu)
	g.rings[cpu] = append(g.rings[cpu], r)
}

// takeTime has a plain send with the chain's token take its time. The receiver has it
// when it is output.
func (g *tokenGame) takeTime(chain int) {
	cpu := g.rnd.IntN(gameCPUs)
	g.output(cpu)
	g.clock++
	g.busy[cpu] = &program.Record{
		Kind: program.RecordWhole, Thread: g.idle(),
		Time: g.clock, Step: g.clock, Result: int64(chain*gameHops + g.position[chain]),
	}
	g.position[chain]++
}

// output outputs what a CPU has the time of.
func (g *tokenGame) output(cpu int) {
	if r := g.busy[cpu]; r != nil {
		g.rings[cpu] = append(g.rings[cpu], *r)
		g.busy[cpu] = nil
	}
}

// underWay reports whether a plain send has the chain's token.
func (g *tokenGame) underWay(chain int) bool {
	return slices.ContainsFunc(g.busy[:], func(r *program.Record) bool { return r != nil && int(r.Result)/gameHops == chain })
}

// floor is the time of the oldest send that is not output yet.
func (g *tokenGame) floor() uint64 {
	floor := uint64(math.MaxUint64)
	for _, r := range g.busy {
		if r != nil {
			floor = min(floor, r.Time)
		}
	}
	return floor
}

// enter has an idle thread enter a send with the chain's token. The receiver has
// it at once, unless the send is blocked.
func (g *tokenGame) enter(chain int) {
	g.clock++
	r := program.Record{Thread: g.idle(), Time: g.clock, Step: g.clock, Result: int64(chain*gameHops + g.position[chain])}
	g.position[chain]++
	g.write(program.RecordBegin, r)
	if g.rnd.IntN(20) == 0 {
		g.blocked[chain] = &r
		return
	}
	g.open = append(g.open, r)
}

func (g *tokenGame) idle() uint64 {
	for {
		thread := g.rnd.Uint64N(gameThreads)
		in := func(r program.Record) bool { return r.Thread == thread }
		there := func(r *program.Record) bool { return r != nil && in(*r) }
		if !slices.ContainsFunc(g.open, in) && !slices.ContainsFunc(g.blocked[:], there) && !slices.ContainsFunc(g.busy[:], there) {
			return thread
		}
	}
}

// wake lets a blocked send go on, mostly after the hold.
func (g *tokenGame) wake(chain int) {
	for len(g.open) > 0 {
		g.leave(0)
	}
	for cpu := range g.busy {
		g.output(cpu)
	}
	g.clock += 2 * g.rnd.Uint64N(2*gameHold)
	r := *g.blocked[chain]
	g.blocked[chain] = nil
	r.Step = g.clock
	g.write(program.RecordResume, r)
	g.open = append(g.open, r)
}

func (g *tokenGame) leave(i int) {
	g.write(program.RecordEnd, g.open[i])
	g.open = slices.Delete(g.open, i, i+1)
}

func (g *tokenGame) readRing() {
	if len(g.unread) == 0 {
		g.unread = g.rnd.Perm(gameCPUs)
		g.started = g.clock
		if g.plain {
			g.o.Below(g.floor())
		}
	}
	cpu := g.unread[0]
	g.unread = g.unread[1:]
	for _, r := range g.rings[cpu] {
		g.o.Take(&r, nil)
	}
	g.rings[cpu] = nil
	if len(g.unread) == 0 {
		g.o.Swept(g.started, g.got.release)
	}
}

func (g *tokenGame) verify() {
	if len(g.got.messages) != gameChains*gameHops || len(g.got.late) > 0 {
		g.t.Fatalf("%d messages released of %d, %d late", len(g.got.messages), gameChains*gameHops, len(g.got.late))
	}
	var next [gameChains]int
	for i, m := range g.got.messages {
		if chain := m / gameHops; m%gameHops != next[chain] {
			g.t.Fatalf("message %d is hop %d of chain %d, want hop %d", i, m%gameHops, chain, next[chain])
		}
		next[m/gameHops]++
	}
}
