package probes

import (
	"bytes"
	"math/rand/v2"
	"testing"
	"time"
)

// TestArrivedInAnyOrder plays long sends whose records come over several rings:
// whatever order they are read in, and wherever a piece ends, the pieces are the
// send, byte by byte, and what is missing is known exactly.
func TestArrivedInAnyOrder(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for range 500 {
		playSend(t, rnd)
	}
}

func playSend(t *testing.T, rnd *rand.Rand) {
	t.Helper()
	const hold = 100
	var (
		want    []byte // 0 where nothing is captured
		rings   [3][][]byte
		clock   = uint64(1000)
		r       = record{Thread: 1, Time: clock, Step: clock, Now: clock}
		holes   progress
		o       = newOrderer(hold)
		got     []byte
		unseen  progress
		endless = rnd.IntN(10) == 0 // the capture ends before the send
	)
	write := func(kind recordKind, payload []byte) {
		r.Kind, r.Size = kind, uint32(len(payload))
		cpu := rnd.IntN(len(rings))
		rings[cpu] = append(rings[cpu], raw(r, string(payload)))
	}
	show := func(p piece) {
		if p.done.offset != uint64(len(got)) {
			t.Fatalf("a piece at %d, want %d", p.done.offset, len(got))
		}
		end := p.end(p.more)
		data := make([]byte, end.offset-p.done.offset)
		for _, part := range p.parts() {
			copy(data[part.Offset:], part.Data)
		}
		got = append(got, data...)
		unseen.unreadable += end.unreadable - p.done.unreadable
		unseen.dropped += end.dropped - p.done.dropped
	}
	// A sweep reads one ring after the other, while records are written.
	var unread []int
	var started uint64
	readRing := func() {
		if len(unread) == 0 {
			unread, started = rnd.Perm(len(rings)), clock
		}
		cpu := unread[0]
		unread = unread[1:]
		for _, raw := range rings[cpu] {
			r, payload, err := decodeRecord(raw)
			if err != nil {
				t.Fatal(err)
			}
			o.take(&r, payload)
		}
		rings[cpu] = nil
		if len(unread) == 0 {
			o.swept(started, show)
		}
	}

	write(recordBegin, nil)
	for range rnd.IntN(20) {
		clock += rnd.Uint64N(2 * hold)
		if rnd.IntN(4) == 0 {
			r.Step, r.Now = clock, clock
			write(recordResume, nil)
		}
		data := noise(1 + rnd.IntN(50))
		switch rnd.IntN(6) {
		case 0: // a page that can't be read
			holes.unreadable += uint64(len(data))
			r.Unreadable += uint64(len(data))
			want = append(want, make([]byte, len(data))...)
		case 1: // no room in the ring
			holes.dropped += uint64(len(data))
			r.Dropped += uint64(len(data))
			want = append(want, make([]byte, len(data))...)
		default:
			r.Now = clock
			write(recordPart, data)
			want = append(want, data...)
			r.Step = clock
		}
		r.Offset = uint64(len(want))
		for range rnd.IntN(4) {
			readRing()
		}
	}
	if endless {
		for range 2 * len(rings) {
			readRing()
		}
		o.drain(show)
		if !bytes.Equal(got, want[:len(got)]) {
			t.Fatalf("got %d other bytes of %d", len(got), len(want))
		}
		return
	}
	r.Result = int64(len(want))
	write(recordEnd, nil)
	for range 4 * len(rings) {
		readRing()
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("got %d other bytes of %d", len(got), len(want))
	}
	if unseen != (progress{unreadable: holes.unreadable, dropped: holes.dropped}) {
		t.Fatalf("missing %+v, want %+v", unseen, holes)
	}
	if o.strays > 0 || len(o.sends) > 0 || len(o.queue) > 0 {
		t.Fatalf("the send is remembered: %d strays, %v, %d", o.strays, o.sends, len(o.queue))
	}
}
