package order

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestArrivedInAnyOrder plays long sends whose records come over several rings,
// and others who react to what they received of them: whatever order records are
// read in, and wherever a piece ends, the pieces are the send, byte by byte, what
// is missing is known exactly, and no reaction comes before its cause. If nobody can be
// waited for, as there is no room, what comes after its reaction is late.
func TestArrivedInAnyOrder(t *testing.T) {
	rnd := testrand.New(t)
	for range 2000 {
		g := sendGame{t: t, rnd: rnd, o: New(sendHold), clock: 1000, seen: map[uint64]int{}}
		if rnd.IntN(2) == 0 {
			g.o.pieceLimit = 1 + rnd.IntN(200)
		}
		if rnd.IntN(4) == 0 {
			g.o.Limit = 1 + rnd.IntN(10<<10)
		}
		g.play()
	}
}

const (
	sendHold = 100
	sender   = uint64(1) // its thread; those above react
)

// sendGame is a long send on changing CPUs.
type sendGame struct {
	t     *testing.T
	rnd   *rand.Rand
	o     *Queue
	d     program.Decoder
	clock uint64

	r      program.Record // the sender's next
	want   []byte         // 0 where nothing is captured
	silent bool           // there is no record of the latest bytes
	holes  Progress

	rings   [3][][]byte
	unread  []int  // rings that the sweep under way has not read yet
	started uint64 // when it started

	received int            // how much of want others have received
	seen     map[uint64]int // how much of want a thread had received when it reacted
	got      []byte
	unseen   Progress
	lasts    int // pieces
	shown    int // reactions
	reacted  int // how much of want they have seen
}

func (g *sendGame) play() {
	g.r = program.Record{Type: uint32(format.Stream), Thread: sender, Time: g.clock, Step: g.clock, Now: g.clock}
	g.write(g.r, program.RecordBegin, nil)
	for range g.rnd.IntN(20) {
		g.send()
		if g.rnd.IntN(3) == 0 {
			g.block()
		}
	}
	if g.rnd.IntN(10) == 0 { // the capture ends before the send
		for range 2 * len(g.rings) {
			g.readRing()
		}
		g.o.Drain(g.show)
		if !bytes.Equal(g.got, g.want[:len(g.got)]) {
			g.t.Fatalf("got %d other bytes of %d", len(g.got), len(g.want))
		}
		return
	}
	g.r.Result = int64(len(g.want))
	g.write(g.r, program.RecordEnd, nil)
	for range 4 * len(g.rings) {
		g.readRing()
	}
	g.verify()
}

// send has the next bytes go out, and others receive them before there is a record
// of them.
func (g *sendGame) send() {
	g.pause(sendHold / 16)
	data := g.noise(1 + g.rnd.IntN(50))
	fate := g.rnd.IntN(6)
	if fate < 2 && g.silent {
		fate = 2 // else the sender is not heard of for longer than the hold
	}
	g.silent = fate < 2
	if g.silent { // not captured: nobody will know that others have received it
		g.want = append(g.want, make([]byte, len(data))...)
	} else {
		g.want = append(g.want, data...)
		g.received = len(g.want)
	}
	g.react()
	g.pause(sendHold / 16)
	switch fate {
	case 0: // a page that can't be read
		g.holes.Unreadable += uint64(len(data))
		g.r.Unreadable += uint64(len(data))
	case 1: // no room in the ring
		g.holes.Dropped += uint64(len(data))
		g.r.Dropped += uint64(len(data))
	default:
		g.r.Now = g.clock
		g.write(g.r, program.RecordPart, data)
	}
	g.r.Step = g.clock
	g.r.Offset = uint64(len(g.want))
	g.react()
}

// block has the sender wait, mostly for longer than the hold.
func (g *sendGame) block() {
	for range g.rnd.IntN(6) {
		g.pause(sendHold)
		g.react()
	}
	g.r.Step, g.r.Now = g.clock, g.clock
	g.write(g.r, program.RecordResume, nil)
}

// react has somebody, perhaps, send after having received all that went out.
func (g *sendGame) react() {
	if g.rnd.IntN(2) == 0 {
		return
	}
	g.clock++
	r := program.Record{Thread: sender + 1 + uint64(len(g.seen)), Time: g.clock, Step: g.clock, Now: g.clock, Result: 1}
	g.seen[r.Thread] = g.received
	g.write(r, program.RecordBegin, nil)
	g.pause(sendHold / 16)
	g.write(r, program.RecordEnd, []byte{1})
}

// pause lets time pass, while rings are read.
func (g *sendGame) pause(limit uint64) {
	for range g.rnd.IntN(4) {
		g.readRing()
	}
	g.clock += 1 + g.rnd.Uint64N(limit)
	for range g.rnd.IntN(4) {
		g.readRing()
	}
}

func (g *sendGame) write(r program.Record, kind program.RecordKind, payload []byte) {
	r.Kind, r.Size = kind, uint32(len(payload))
	cpu := g.rnd.IntN(len(g.rings))
	g.rings[cpu] = append(g.rings[cpu], raw(r, payload))
}

// readRing reads the next ring of a sweep.
func (g *sendGame) readRing() {
	if len(g.unread) == 0 {
		g.unread, g.started = g.rnd.Perm(len(g.rings)), g.clock
	}
	cpu := g.unread[0]
	g.unread = g.unread[1:]
	for _, raw := range g.rings[cpu] {
		r, payload, err := g.d.Decode(raw)
		if err != nil {
			g.t.Fatal(err)
		}
		g.o.Take(r, payload)
	}
	g.rings[cpu] = nil
	if len(g.unread) == 0 {
		g.o.Swept(g.started, g.show)
	}
}

func (g *sendGame) show(p *Piece) {
	if p.Late && g.o.Limit == 0 {
		g.t.Fatal("late, though nobody paused unnoticed")
	}
	if thread := p.Record.Thread; thread != sender {
		g.shown++
		g.reacted = max(g.reacted, g.seen[thread])
		if len(g.got) < g.reacted && g.o.Limit == 0 {
			g.t.Fatalf("a reaction to %d bytes after only %d of them", g.reacted, len(g.got))
		}
		return
	}
	if len(g.got) < g.reacted && !p.Late {
		g.t.Fatalf("what comes after %d bytes is not late, though a reaction to %d was shown", len(g.got), g.reacted)
	}
	if p.done.Offset != uint64(len(g.got)) {
		g.t.Fatalf("a piece at %d, want %d", p.done.Offset, len(g.got))
	}
	if !p.More {
		g.lasts++
	}
	end := p.end(p.More)
	data := make([]byte, end.Offset-p.done.Offset)
	for _, part := range p.AppendParts(nil) {
		copy(data[part.Offset:], part.Data)
	}
	g.got = append(g.got, data...)
	g.unseen.Unreadable += end.Unreadable - p.done.Unreadable
	g.unseen.Dropped += end.Dropped - p.done.Dropped
}

func (g *sendGame) verify() {
	if !bytes.Equal(g.got, g.want) {
		g.t.Fatalf("got %d other bytes of %d", len(g.got), len(g.want))
	}
	if g.unseen != (Progress{Unreadable: g.holes.Unreadable, Dropped: g.holes.Dropped}) {
		g.t.Fatalf("missing %+v, want %+v", g.unseen, g.holes)
	}
	if g.lasts != 1 {
		g.t.Fatalf("%d pieces are the last", g.lasts)
	}
	if g.shown != len(g.seen) {
		g.t.Fatalf("%d reactions, want %d", g.shown, len(g.seen))
	}
	if left := g.o.unfinished(); g.o.Strays > 0 || len(left) > 0 || g.o.queue.size > 0 {
		g.t.Fatalf("the send is remembered: %d strays, %v, %d", g.o.Strays, left, g.o.queue.size)
	}
	g.o.Swept(g.started, g.show) // nothing is left of what was finished in the sweep before
	if g.o.Swept(g.started, g.show); len(g.o.threads.byID) > 0 || g.o.buffers.used != 0 {
		g.t.Fatalf("%d threads are remembered, %d bytes are kept", len(g.o.threads.byID), g.o.buffers.used)
	}
}

// raw is a record as a ring delivers it.
func raw(r program.Record, payload []byte) []byte {
	header := unsafe.Slice((*byte)(unsafe.Pointer(&r)), unsafe.Sizeof(r))
	return append(bytes.Clone(header), payload...)
}

func (g *sendGame) noise(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(g.rnd.Uint32())
	}
	return b
}
