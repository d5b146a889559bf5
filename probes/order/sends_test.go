package order

import (
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// released collects what an orderer lets go: a message is known by its length.
type released struct {
	messages []int
	late     []int
	pieces   []int // those with more to come
}

func (r *released) release(p *Piece) {
	id := int(p.end(p.More).Offset - p.done.Offset)
	r.messages = append(r.messages, id)
	if p.Late {
		r.late = append(r.late, id)
	}
	if p.More {
		r.pieces = append(r.pieces, id)
	}
}

// sendID names a send: a thread enters one at a time.
type sendID struct {
	thread uint64
	time   uint64 // when the send was entered
}

// unfinished are the sends that are remembered as such.
func (o *Queue) unfinished() []*pending {
	var all []*pending
	for _, t := range o.threads.byID {
		for _, s := range t.sends {
			if s.pending != nil {
				all = append(all, s.pending)
			}
		}
		if t.newest != nil && !slices.Contains(all, t.newest) {
			all = append(all, t.newest)
		}
	}
	return all
}

func begin(o *Queue, id sendID) {
	o.Take(&program.Record{Kind: program.RecordBegin, Thread: id.thread, Time: id.time, Step: id.time}, nil)
}

func resume(o *Queue, id sendID, step uint64) { resumeAt(o, id, step, 0) }

// resumeAt lets a send go on behind so many bytes.
func resumeAt(o *Queue, id sendID, step uint64, offset int) {
	o.Take(&program.Record{Kind: program.RecordResume, Thread: id.thread, Time: id.time, Step: step, Offset: uint64(offset)}, nil)
}

// part brings n bytes behind offset, which went out after step and before now.
func part(o *Queue, id sendID, step, now uint64, offset, n int) {
	o.Take(&program.Record{
		Kind: program.RecordPart, Type: uint32(format.Stream), Thread: id.thread, Time: id.time, Step: step, Now: now,
		Offset: uint64(offset), Size: uint32(n),
	}, make([]byte, n))
}

func cancel(o *Queue, id sendID) {
	o.Take(&program.Record{Kind: program.RecordCancel, Thread: id.thread, Time: id.time, Step: id.time}, nil)
}

// finish ends a send of n bytes.
func finish(o *Queue, id sendID, n int) { finishAfter(o, id, id.time, n) }

func finishAfter(o *Queue, id sendID, step uint64, n int) {
	offset := uint64(0)
	for _, q := range o.unfinished() {
		if q.thread.id == id.thread && q.time == id.time {
			offset = q.arrived.end(true).Offset
		}
	}
	size := uint64(n) - offset
	o.Take(&program.Record{
		Kind: program.RecordEnd, Thread: id.thread, Time: id.time, Step: step, Now: step,
		Offset: offset, Size: uint32(size), Result: int64(n),
	}, make([]byte, size))
}

func (r *released) want(t *testing.T, messages ...int) {
	t.Helper()
	if !slices.Equal(r.messages, messages) {
		t.Fatalf("released %v, want %v", r.messages, messages)
	}
}
