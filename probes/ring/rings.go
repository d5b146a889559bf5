package ring

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// Options say what rings to make.
type Options struct {
	// CPUs are the numbers of all that there may ever be.
	CPUs []int
	// Size is that of each ring in bytes. It is made a power of two pages, one at least.
	Size int
	// Watermark is with how many bytes a ring wakes who waits, at most half its size.
	Watermark int
	// Put stores a perf event into the perf event array under the number of its CPU. It
	// may be called by the goroutine that called Online.
	Put func(cpu int, fd int) error
}

// Rings are those of all CPUs.
type Rings struct {
	options Options
	poll    *poll

	// all are in no order, and only ever get more.
	all atomic.Pointer[[]*ring]
	// making is held by who adds to them.
	making sync.Mutex

	// Of the snapshot that is read:
	snapshot []*ring
	reading  int // index of the one that is
	spare    *[maxRecord]byte
}

// ErrLockLimit is that a ring may not be made because so much memory must not be locked:
// beyond kernel.perf_event_mlock_kb for each CPU, all that a user has locked counts
// against RLIMIT_MEMLOCK, unless there is CAP_IPC_LOCK (perf_mmap,
// kernel/events/core.c).
var ErrLockLimit = errors.New("the limit of locked memory is reached")

// Open makes rings for the CPUs that are online, one at least. An error is, or wraps,
// ErrLockLimit or that of the system call that failed: ENOMEM, EMFILE and others.
func Open(o Options) (_ *Rings, err error) {
	r := &Rings{options: o, spare: new([maxRecord]byte)}
	r.all.Store(&[]*ring{})
	if r.poll, err = newPoll(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			r.Close()
		}
	}()
	for _, cpu := range o.CPUs {
		if err := r.Online(cpu); err != nil && !errors.Is(err, ErrOffline) {
			return nil, err
		}
	}
	if len(*r.all.Load()) == 0 {
		return nil, fmt.Errorf("none of %d CPUs takes a perf event: %w", len(o.CPUs), ErrOffline)
	}
	return r, nil
}

// ErrOffline is that there is no such CPU now.
var ErrOffline = errors.New("the CPU is offline")

// Online gives a CPU that has come online what it takes to be read from. For one that was
// so all the time it changes nothing that can be noticed.
func (r *Rings) Online(cpu int) error {
	r.making.Lock()
	defer r.making.Unlock()
	if err := r.online(cpu); err != nil {
		return fmt.Errorf("CPU %d: %w", cpu, err)
	}
	return nil
}

func (r *Rings) online(cpu int) error {
	event, err := newEvent(cpu, r.options.Watermark)
	if err != nil {
		return err
	}
	all := *r.all.Load()
	at := slices.IndexFunc(all, func(r *ring) bool { return r.cpu == cpu })
	if at < 0 {
		made, err := newRing(cpu, event, r.options.Size)
		if err != nil {
			unix.Close(event)
			return err
		}
		if err := r.join(made); err != nil {
			return errors.Join(err, made.close())
		}
		all = append(slices.Clone(all), made) // the reader goes on with the ones it has
		r.all.Store(&all)
		return nil
	}
	old, err := all[at].renew(event)
	if err != nil {
		unix.Close(event)
		return err
	}
	// The mapping keeps the old one, and so it would stay in the poll.
	return errors.Join(r.poll.remove(old), unix.Close(old), r.join(all[at]))
}

// join lets a ring wake the reader, and programs find it.
func (r *Rings) join(ring *ring) error {
	if err := r.poll.add(ring.event); err != nil {
		return err
	}
	if err := r.options.Put(ring.cpu, ring.event); err != nil {
		return fmt.Errorf("putting it into the perf event array: %w", err)
	}
	return nil
}

// Size is that of each ring in bytes.
func (r *Rings) Size() int { return len((*r.all.Load())[0].data) }

// Snapshot notes how far each ring is filled: up to there Next reads. What an earlier
// snapshot has left comes with it.
func (r *Rings) Snapshot() {
	r.snapshot, r.reading = *r.all.Load(), 0
	for _, ring := range r.snapshot {
		ring.snapshot()
	}
}

// Full is how much of the fullest ring the snapshot holds, from 0 to 1: near 1, some was
// lost, or will be.
func (r *Rings) Full() (share float64) {
	for _, ring := range r.snapshot {
		share = max(share, float64(ring.end-ring.released)/float64(len(ring.data)))
	}
	return min(share, 1)
}

// Next returns a record of the snapshot, and reports whether there was one more. The
// record is there until the next call. At the end of each ring its room is given back to
// the kernel, of large ones some of it before.
func (r *Rings) Next() (Record, bool) {
	for ; r.reading < len(r.snapshot); r.reading++ {
		ring := r.snapshot[r.reading]
		if record, ok := ring.next(r.spare); ok {
			record.CPU = ring.cpu
			return record, true
		}
	}
	return Record{}, false
}

// Malformed is how many records made no sense. It is the reader's to call.
func (r *Rings) Malformed() (n uint64) {
	for _, ring := range *r.all.Load() {
		n += ring.malformed
	}
	return n
}

// Close removes the rings, with what they hold. Nobody may use them any more, or wait.
func (r *Rings) Close() error {
	var errs []error
	for _, ring := range *r.all.Load() {
		errs = append(errs, ring.close())
	}
	return errors.Join(append(errs, r.poll.close())...)
}
