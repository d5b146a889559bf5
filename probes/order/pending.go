package order

import "github.com/unixsnoop/unixsnoop/format"

// pending is a send that a record told of, or a piece of one, until its release.
// Its records may come in any order: its thread may have changed the CPU under
// way.
type pending struct {
	standing
	arrived arrived
}

// standing is where a send stands in the order.
type standing struct {
	thread     *thread // nil for a piece that waits apart from its send
	time       uint64  // when the send was entered
	key        uint64  // sort key: nothing that is in here went out before
	sweep      int     // in which its key was learned
	steps      []step  // of the bytes further on
	pieces     int     // how many came before
	latest     int     // sweep in which a record brought bytes
	state      sendState
	ended      int      // sweep in which its end record came
	superseded int      // sweep in which its thread was seen in a newer send, or 0
	at         int      // index in the queue, outside when not in it, behind when another is in front
	next       *pending // in its run
}

const (
	outside = -1
	behind  = -2
)

// step is what a record tells of the order: the bytes of its send from a position
// on went out after this time.
type step struct {
	at    Progress
	time  uint64
	sweep int // in which it was learned
}

type sendState int

const (
	sending  sendState = iota
	complete           // nothing more to come
	gone               // cancelled: no message
)

const (
	// maxFree bounds how many are kept for use again: 3 MiB of short sends, as many as
	// rings of 2 MiB deliver in a sweep.
	maxFree = 4096
	// maxFreeRecords bounds of how many records they keep the places: most sends are of
	// one, one of 1 MiB is of 40.
	maxFreeRecords = 16
)

// newPending returns an empty one.
func (o *Queue) newPending() *pending {
	n := len(o.free)
	if n == 0 {
		return &pending{standing: standing{at: outside}}
	}
	q := o.free[n-1]
	o.free = o.free[:n-1]
	return q
}

// recycle takes one back that nobody refers to.
func (o *Queue) recycle(q *pending) {
	o.files -= format.FilesSize(q.arrived.Files)
	q.arrived.clear(&o.buffers)
	if len(o.free) == maxFree {
		return
	}
	steps, arrived := q.steps[:0], &q.arrived
	if cap(steps) > 2*maxFreeRecords || cap(arrived.chunks) > maxFreeRecords {
		steps, arrived.chunks = nil, nil
	}
	q.standing = standing{steps: steps, at: outside}
	o.free = append(o.free, q)
}
