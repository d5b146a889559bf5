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
// command line may take as long as the process hangs. Of one that has gone by then only what
// was seen when it began to run its program is known (started.go). A later process with the
// number and the name of another is taken for that one.
type who struct {
	proc, root string
	background *background[processKey, *format.Process]

	// What is known already of a process, without a lock.
	at [256]struct {
		processKey
		process *format.Process
	}

	looking    sync.Mutex // for what follows
	containers *container.Known
	read       time.Time // when they were
	starts     generations[start]
}

// start is what was seen of a process when it began to run its program.
type start struct {
	processKey
	process *format.Process
}

// maxStarts bounds how many are remembered, by the number of the process.
const maxStarts = 1 << 12

// processKey tells a process from a later one with its number, mostly, and what it ran
// before from what it runs now.
type processKey struct {
	pid  int
	comm string
}

// containersRest is how long what containers are called is not looked at again.
const containersRest = time.Second

func newWho() *who {
	w := &who{proc: "/proc", root: "/", starts: newGenerations[start](maxStarts)}
	w.background = newBackground(w.lookAt)
	return w
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
	p, settled, final := w.background.ask(k)
	if final {
		at.processKey, at.process = k, p
	}
	return p, settled
}

// lookAt describes a process while it is there, else it returns nil.
func (w *who) lookAt(k processKey) (_ *format.Process, final bool) {
	d, ok := proc.DetailsOf(w.proc, k.pid, k.comm)
	w.looking.Lock()
	defer w.looking.Unlock()
	// Of one that has ended and that nobody has waited for, its name and parent are still there.
	if !ok || d.Executable == "" {
		if s, seen := w.starts.get(uint64(k.pid)); seen && s.processKey == k {
			return s.process, true
		}
	}
	if !ok {
		return nil, true
	}
	return w.describe(&d), true
}

// sawStart looks at a process that begins to run another program.
func (w *who) sawStart(pid int) {
	k := processKey{pid, proc.Comm(w.proc, pid)}
	d, ok := proc.DetailsOf(w.proc, k.pid, k.comm)
	if !ok || k.comm == "" {
		return
	}
	w.looking.Lock()
	defer w.looking.Unlock()
	w.starts.put(uint64(pid), start{k, w.describe(&d)})
}

// describe puts together what was seen of a process.
func (w *who) describe(d *proc.Details) *format.Process {
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
		pid := int(end.Process.Pid)
		if at := &w.at[pid%len(w.at)]; pid == 0 || at.pid == pid && isCalled(&end.Process.Comm, at.comm) {
			continue // mostly
		}
		p := &ends.of(end).process
		_, is := w.of(p.Pid, p.Comm)
		settled = settled && is
	}
	return settled
}

// isCalled reports whether a name as records have it, NUL padded, is this one.
func isCalled(comm *[16]byte, name string) bool {
	n := len(name)
	return n < len(comm) && comm[n] == 0 && string(comm[:n]) == name
}

// tell adds to a message what is known of its processes.
func (w *who) tell(m *format.Message) {
	if w == nil {
		return
	}
	m.From.Process, _ = w.of(m.From.Pid, m.From.Comm)
	m.To.Process, _ = w.of(m.To.Pid, m.To.Comm)
}
