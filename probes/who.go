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
// number and the name of another, or a later program of the same name in it, is taken for that
// one for two seconds at most: then it was looked at again.
type who struct {
	proc, root string
	background *background[processKey, described]

	// What is known already of a process, without a lock.
	at [256]struct {
		processKey
		process *format.Process
		since   uint64 // the sweep's start when it was asked for
	}
	now uint64 // when the sweep under way began, in nanoseconds of CLOCK_MONOTONIC

	looking    sync.Mutex // for what follows
	containers *container.Known
	read       time.Time     // when they were
	rest       time.Duration // they are not read again before that is over
	reading    chan struct{} // closed when they had been read that time
	patience   time.Duration // for how long others wait for that
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

// described is what is known of a process.
type described struct {
	process *format.Process // nil if that is nothing
	image   string          // what it ran then, see proc.Image
}

// restAfter is how long what containers are called is not read again when that took so long. Many
// may start at once; where that takes long, such as in directories of users, it takes a twentieth
// of the time.
func restAfter(took time.Duration) time.Duration { return max(50*time.Millisecond, 20*took) }

// longestReading is how long nobody else reads them meanwhile, and readingPatience how long others
// wait for who does.
const (
	longestReading  = time.Second
	readingPatience = 100 * time.Millisecond
)

func newWho() *who {
	w := &who{
		proc: "/proc", root: "/", containers: &container.Known{}, starts: newGenerations[start](maxStarts),
		patience: readingPatience,
	}
	w.background = newBackground(w.lookAt)
	return w
}

// of is what is known of a process. It is not settled while that is worth waiting for.
func (w *who) of(pid int, comm string) (_ *format.Process, settled bool) {
	if w == nil || pid == 0 || comm == "" {
		return nil, true
	}
	k, at := processKey{pid, comm}, &w.at[pid%len(w.at)]
	if at.processKey == k && w.isFresh(at.since) {
		return at.process, true
	}
	d, settled, _ := w.background.ask(k)
	if d.process != nil {
		at.processKey, at.process, at.since = k, d.process, w.now
	}
	return d.process, settled
}

// isFresh reports whether what was asked for then is not worth to be asked again.
func (w *who) isFresh(then uint64) bool { return w.now-then < uint64(answerRest) }

// lookAt describes a process while it is there, if it is not what was described before. Of one
// that has gone, that stays.
func (w *who) lookAt(k processKey, before described) (_ described, final bool) {
	image := proc.Image(w.proc, k.pid)
	if before.process != nil && (image == "" || image == before.image) {
		return before, false
	}
	d, ok := proc.DetailsOf(w.proc, k.pid, k.comm)
	// Of one that has ended and that nobody has waited for, its name and parent are still there.
	if !ok || d.Executable == "" {
		w.looking.Lock()
		s, seen := w.starts.get(uint64(k.pid))
		w.looking.Unlock()
		if seen && s.processKey == k {
			return described{s.process, image}, false
		}
	}
	if !ok {
		return before, false
	}
	return described{w.describe(&d), image}, false
}

// sawStart looks at a process that begins to run another program.
func (w *who) sawStart(pid int) {
	k := processKey{pid, proc.Comm(w.proc, pid)}
	d, ok := proc.DetailsOf(w.proc, k.pid, k.comm)
	if !ok || k.comm == "" {
		return
	}
	p := w.describe(&d)
	w.looking.Lock()
	defer w.looking.Unlock()
	w.starts.put(uint64(pid), start{k, p})
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
// containers read, and again if it is not among them: by one at a time, for whom others wait a
// little.
func (w *who) container(group string) (container.Container, bool) {
	known, read, others := w.knownContainers(group)
	switch {
	case read != nil:
		began := time.Now()
		known = container.Read(w.root) // may take as long as a file system does
		w.looking.Lock()
		w.containers, w.read = known, time.Now()
		w.rest = restAfter(w.read.Sub(began))
		w.looking.Unlock()
		close(read)
	case others != nil:
		select {
		case <-others:
		case <-time.After(w.patience):
		}
		w.looking.Lock()
		known = w.containers
		w.looking.Unlock()
	}
	return known.Of(group)
}

// knownContainers are those that are known. If a group is not among them, they are to be read,
// and read closed then, or others do so now, who close others.
func (w *who) knownContainers(group string) (known *container.Known, read, others chan struct{}) {
	w.looking.Lock()
	defer w.looking.Unlock()
	known = w.containers
	if c, ok := known.Of(group); ok && c.Name != c.ID || !ok && !container.IsPod(group) {
		return known, nil, nil
	}
	if time.Since(w.read) < w.rest {
		return known, nil, w.reading
	}
	w.reading = make(chan struct{})
	w.read, w.rest = time.Now(), longestReading
	return known, w.reading, nil
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
		if at := &w.at[pid%len(w.at)]; pid == 0 || at.pid == pid && w.isFresh(at.since) && isCalled(&end.Process.Comm, at.comm) {
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
