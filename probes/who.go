package probes

import (
	"sync"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/container"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// who finds out what there is to say of processes: in the background, as to read a process's
// command line may take as long as the process hangs. Of one that has gone by then nothing is
// known. A later process with the number and the name of another is taken for that one.
type who struct {
	proc, root string

	// The reader's: what is known already of a process, without the lock.
	at [256]struct {
		processKey
		process *format.Process
	}

	mu    sync.Mutex
	known map[processKey]*described
	asked []processKey // of which the first is being looked at

	// Whoever looks has these.
	containers *container.Known
	read       time.Time // when they were
}

// processKey tells a process from a later one with its number, mostly, and what it ran
// before from what it runs now.
type processKey struct {
	pid  int
	comm string
}

type described struct {
	process *format.Process // nil if it is not known yet, or was gone
	done    bool
	since   time.Time // when it was asked for
}

const (
	// maxDescribed bounds how many processes are remembered.
	maxDescribed = 4096
	// maxQueued bounds how many wait to be looked at.
	maxQueued = 256
	// whoPatience is for how long the first message of a process waits until it is known.
	whoPatience = 100 * time.Millisecond
	// containersRest is how long what containers are called is not looked at again.
	containersRest = time.Second
)

func newWho() *who {
	return &who{proc: "/proc", root: "/", known: map[processKey]*described{}}
}

// of is what is known of a process. It is not settled while that is worth waiting for.
func (w *who) of(pid int, comm string) (_ *format.Process, settled bool) {
	if w == nil || pid == 0 || comm == "" {
		return nil, true
	}
	k, at := processKey{pid, comm}, &w.at[pid%len(w.at)]
	if at.processKey == k {
		return at.process, true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	d := w.known[k]
	if d == nil {
		if len(w.asked) >= maxQueued {
			return nil, true // later
		}
		if len(w.known) >= maxDescribed {
			clear(w.known)
		}
		d = &described{since: time.Now()}
		w.known[k] = d
		w.asked = append(w.asked, k)
		if len(w.asked) == 1 {
			go w.lookAtAll(k)
		}
	}
	if d.done {
		at.processKey, at.process = k, d.process
	}
	return d.process, d.done || time.Since(d.since) >= whoPatience
}

// lookAtAll looks at the processes that are asked for, of which k is the first, until there
// are none.
func (w *who) lookAtAll(k processKey) {
	for more := true; more; {
		p := w.lookAt(k)
		w.mu.Lock()
		if d := w.known[k]; d != nil {
			d.process, d.done = p, true
		}
		w.asked = w.asked[1:]
		if more = len(w.asked) > 0; more {
			k = w.asked[0]
		} else {
			w.asked = nil
		}
		w.mu.Unlock()
	}
}

// lookAt describes a process while it is there, else it returns nil.
func (w *who) lookAt(k processKey) *format.Process {
	d, ok := proc.DetailsOf(w.proc, k.pid, k.comm)
	if !ok {
		return nil
	}
	p := &format.Process{Executable: d.Executable, Command: d.Command, Parent: d.Parent, ParentComm: d.ParentComm}
	if c, ok := w.container(d.Group); ok {
		p.Container, p.Runtime = c.Name, c.Runtime
	}
	return p
}

// container is the one that a control group is of. Only if that is one are the names of
// containers read, and again if it is not among them.
func (w *who) container(group string) (container.Container, bool) {
	if w.containers == nil {
		if _, ok := (&container.Known{}).Of(group); !ok && !container.IsPod(group) {
			return container.Container{}, false
		}
		w.containers = &container.Known{}
	}
	c, ok := w.containers.Of(group)
	if (!ok && container.IsPod(group) || ok && c.Name == c.ID) && time.Since(w.read) >= containersRest {
		w.containers, w.read = container.Read(w.root), time.Now()
		c, ok = w.containers.Of(group)
	}
	return c, ok
}

// settled reports whether all is known of the two processes of a send, as far as the send's
// record tells them, and as far as it will be.
func (w *who) settled(record *program.Record, ends *ends) bool {
	if w == nil {
		return true
	}
	settled := true
	for _, end := range []*program.End{&record.From, &record.To} {
		if end.Process.Pid == 0 {
			continue
		}
		p := &ends.of(end).process
		_, is := w.of(p.Pid, p.Comm)
		settled = settled && is
	}
	return settled
}

// tell adds to a message what is known of its processes.
func (w *who) tell(m *format.Message) {
	if w == nil {
		return
	}
	m.From.Process, _ = w.of(m.From.Pid, m.From.Comm)
	m.To.Process, _ = w.of(m.To.Pid, m.To.Comm)
}
