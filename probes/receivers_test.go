package probes

import (
	"fmt"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

const (
	// As the programs have them: all but a process speaks for the send, and the process does.
	butProcess = program.Verdict(1)
	byProcess  = program.Verdict(2)
	leftOut    = program.Verdict(4)
)

// texts is a writer that keeps what it is given as text, and who receives.
type texts []string

func (w *texts) Write(m *format.Message) error {
	text := fmt.Sprintf("%s to %s", m.Parts[0].Data, m.To.Comm)
	if m.Late {
		text += " late"
	}
	*w = append(*w, text)
	return nil
}

func (w *texts) Flush() error { return nil }

// inbox is a reader, and what it writes.
type inbox struct {
	t      *testing.T
	reader *reader
	out    texts
	clock  uint64
}

func newInbox(t *testing.T) *inbox {
	b := &inbox{t: t, reader: newReader(DefaultHold), clock: 1}
	b.reader.owners, b.reader.out = proc.NewOwners(t.TempDir()), &b.out
	b.reader.acceptors.foreign = true // there are none of these processes
	return b
}

// take has the reader find a record.
func (b *inbox) take(r program.Record, text string) {
	b.clock++
	r.Size, r.Result = uint32(len(text)), int64(len(text))
	if r.Time == 0 {
		r.Time = b.clock
	}
	r.Step, r.Now = r.Time, r.Time
	b.reader.take(encode(&r, []byte(text)))
}

// sent has it find a message to a receiver with that number.
func (b *inbox) sent(number uint64, v program.Verdict, text string) {
	b.take(program.Record{
		Kind: program.RecordWhole, Type: uint32(format.Stream), Thread: 1<<32 | b.clock,
		Receiver: number, Verdict: v,
		From: program.End{Inode: 1000 + number, Process: process(1, "client")},
	}, text)
}

// told has it find what a record tells of a receiver.
func (b *inbox) told(kind program.RecordKind, number uint64, v program.Verdict, comm string) {
	b.take(program.Record{
		Kind: kind, Receiver: number, Verdict: v,
		From: program.End{Inode: 2000 + number, Process: process(int(100+number), comm)},
		To:   program.End{Inode: 1000 + number},
	}, "")
}

// pass lets so much time pass, in nanoseconds, with two sweeps behind it.
func (b *inbox) pass(time uint64) {
	b.clock += time
	for range 2 {
		if err := b.reader.swept(b.clock); err != nil {
			b.t.Fatal(err)
		}
	}
}

func (b *inbox) want(want ...string) {
	b.t.Helper()
	if diff := cmp.Diff(texts(want), b.out); diff != "" {
		b.t.Errorf("written:\n%s", diff)
	}
	b.out = nil
}

// until has it find messages until one is written so. On a slow machine, it may be that of
// some it was not found out in time who receives.
func (b *inbox) until(want string, send func()) {
	b.t.Helper()
	if !testrun.Until(func() bool {
		send()
		b.pass(long)
		return slices.Contains(b.out, want)
	}) {
		b.t.Fatalf("never %q, but %q", want, b.out[len(b.out)-1])
	}
	b.out = nil
}

const (
	moment = 1_000_000     // within the hold
	long   = 3_000_000_000 // beyond it
)

func TestReceiverComesInTime(t *testing.T) {
	b := newInbox(t)
	b.sent(1, butProcess, "a")
	b.sent(0, 0, "b")
	b.pass(moment)
	b.want() // b waits behind a
	b.told(program.RecordAccepted, 1, byProcess, "worker")
	b.pass(moment)
	b.want("a to worker", "b to ")
	b.sent(1, butProcess, "c")
	b.pass(moment)
	b.want("c to worker")
}

func TestReceiverComesLate(t *testing.T) {
	b := newInbox(t)
	b.sent(1, butProcess, "a")
	b.sent(0, 0, "b")
	b.sent(1, butProcess, "c")
	b.pass(long)
	b.want("b to ")
	b.told(program.RecordAccepted, 1, 0, "master")
	b.pass(long)
	b.want() // it may hand it on
	b.told(program.RecordOwner, 1, byProcess, "worker")
	b.sent(0, 0, "reaction")
	b.pass(moment)
	b.want("a to worker late", "c to worker", "reaction to ")
	if b.reader.late != 1 {
		t.Errorf("%d late", b.reader.late)
	}
}

// TestReceiverIsToldOutOfOrder: the rings are read one by one, and one may lack what the
// next sweep finds there.
func TestReceiverIsToldOutOfOrder(t *testing.T) {
	b := newInbox(t)
	for number := uint64(1); number <= 4; number++ {
		b.sent(number, butProcess, fmt.Sprint(number))
	}
	b.pass(long)
	b.told(program.RecordOwner, 1, byProcess, "worker")
	b.told(program.RecordAccepted, 1, 0, "master")
	b.told(program.RecordFreed, 2, 0, "")
	b.told(program.RecordAccepted, 2, byProcess, "worker")
	b.told(program.RecordFreed, 3, 0, "")
	b.told(program.RecordOwner, 4, 0, "helper")
	if err := b.reader.swept(b.clock); err != nil {
		t.Fatal(err)
	}
	b.told(program.RecordAccepted, 3, byProcess, "worker")
	b.told(program.RecordAccepted, 4, byProcess, "worker")
	b.pass(moment)
	if r := b.reader.receivers; len(b.out) != 4 || r.unwanted > 0 || len(r.waiting)+len(r.ending) > 0 {
		t.Errorf("%v, %d not wanted, %v are ending", b.out, r.unwanted, r.ending)
	}
}

func TestReceiverIsAnother(t *testing.T) {
	b := newInbox(t)
	b.reader.receivers.aside = true
	for number := uint64(1); number <= 4; number++ {
		b.sent(number, butProcess, fmt.Sprint(number))
	}
	b.sent(5, butProcess|byProcess, "5")
	b.sent(6, butProcess|byProcess, "6")
	b.pass(long)
	b.told(program.RecordOwner, 1, 0, "another")
	b.told(program.RecordFreed, 2, 0, "")
	b.told(program.RecordAccepted, 3, byProcess, "worker")
	b.told(program.RecordOwner, 5, leftOut, "terminal")
	b.told(program.RecordOwner, 6, 0, "another")
	b.sent(1, butProcess, "of before, read later")
	b.pass(moment)
	b.want("3 to worker", "6 to another")
	if err := b.reader.drain(); err != nil {
		t.Fatal(err)
	}
	b.want()
	if r := b.reader.receivers; r.unwanted != 4 || r.unknown != 1 || r.bytes != 0 || len(r.waiting) > 0 {
		t.Errorf("%d not wanted, %d unknown, %d bytes", r.unwanted, r.unknown, r.bytes)
	}
}

// TestReceiverIsNamed: a message that is wanted does not wait for long, and nobody is named
// that does not receive.
func TestReceiverIsNamed(t *testing.T) {
	b := newInbox(t)
	wanted := butProcess | byProcess
	b.sent(1, wanted, "a")
	b.pass(moment)
	b.want()
	b.pass(long)
	b.want("a to ")
	b.sent(2, wanted, "b")
	b.told(program.RecordAccepted, 2, 0, "worker")
	b.pass(moment)
	b.want("b to worker")
	b.sent(program.NoReceiver, wanted, "c")
	b.sent(program.NoReceiver, butProcess, "d")
	b.pass(moment)
	b.want("c to worker") // who alone accepts there
	if r := b.reader.receivers; r.unknown != 1 {
		t.Errorf("%d unknown", r.unknown)
	}
}

// TestReceiverIsGuessed: who made a socket is not named if it has closed it, and only when
// nobody else has received in time; one process has one name.
func TestReceiverIsGuessed(t *testing.T) {
	b := newInbox(t)
	us := process(os.Getpid(), "us-once")
	send := func(to uint64, text string) {
		b.take(program.Record{
			Kind: program.RecordWhole, Type: uint32(format.Stream), Thread: 1<<32 | b.clock, Use: 2, // made
			From: program.End{Inode: 1, Process: process(os.Getpid(), "us")},
			To:   program.End{Inode: to, Process: us},
		}, text)
	}
	b.reader.owners = proc.NewOwners("/proc")
	held, _ := testsock.Pair(t, unix.SOCK_STREAM)
	send(2007, "a")
	b.pass(moment)
	b.want()
	b.take(program.Record{
		Kind: program.RecordOwner, From: program.End{Inode: 2007, Process: process(os.Getpid()+1, "child")},
	}, "")
	b.pass(moment)
	b.want("a to child")
	b.until("b to us", func() { send(testsock.Inode(t, held), "b") })
	b.until("c to ", func() { send(1<<60, "c") }) // which nobody has
}

// TestAcceptorIsGuessed: who accepted a connection is not named if it has handed it on, and only
// when nobody else has received in time.
func TestAcceptorIsGuessed(t *testing.T) {
	b := newInbox(t)
	b.reader.owners = proc.NewOwners("/proc")
	held, _ := testsock.Pair(t, unix.SOCK_STREAM)
	accepted := func(number, inode uint64, text string) {
		b.sent(number, butProcess|byProcess, text)
		b.take(program.Record{
			Kind: program.RecordAccepted, Receiver: number,
			From: program.End{Inode: inode, Process: process(os.Getpid(), "us")},
			To:   program.End{Inode: 1000 + number},
		}, "")
	}
	accepted(1, 2001, "a")
	b.pass(moment)
	b.want() // it may hand it on
	b.told(program.RecordOwner, 1, 0, "worker")
	b.pass(moment)
	b.want("a to worker")
	b.until("b to us", func() { accepted(2, testsock.Inode(t, held), "b") })
	b.until("c to ", func() { accepted(3, 1<<60, "c") }) // which nobody has by now
}

// TestReceiverMayBeMissed: what nobody was seen to receive was perhaps received by who waited
// for it already.
func TestReceiverMayBeMissed(t *testing.T) {
	b := newInbox(t)
	for i, use := range []program.Use{program.UseHeld, 2} { // made: whoever uses it then is seen
		b.take(program.Record{
			Kind: program.RecordWhole, Type: uint32(format.Datagram), Thread: 1<<32 | b.clock, Use: use,
			Receiver: uint64(1 + i), Verdict: butProcess,
			From: program.End{Inode: 1, Process: process(1, "client")},
			To:   program.End{Inode: uint64(2 + i), Process: process(2, "boss")},
		}, "x")
	}
	b.pass(long)
	b.told(program.RecordFreed, 1, 0, "")
	b.told(program.RecordFreed, 2, 0, "")
	b.pass(moment)
	b.want()
	if r := b.reader.receivers; r.unknown != 1 || r.unwanted != 1 {
		t.Errorf("%d unknown, %d not wanted", r.unknown, r.unwanted)
	}
}

// TestReceiverHasEnded: who had ended when something was sent is not named, unless it is a
// later process of its number that is seen.
func TestReceiverHasEnded(t *testing.T) {
	const gone = program.Use(7)
	b := newInbox(t)
	b.reader.owners = proc.NewOwners("/proc")
	dead := process(1<<22+1, "dead") // there is no such number
	b.until("x to ", func() {
		b.take(program.Record{
			Kind: program.RecordWhole, Type: uint32(format.Stream), Thread: 1<<32 | b.clock, Use: gone,
			From: program.End{Inode: 1, Process: process(os.Getpid(), "us")},
			To:   program.End{Inode: 1 << 60, Process: dead},
		}, "x")
		if i := slices.Index(b.out, "x to dead"); i >= 0 {
			t.Fatalf("%q", b.out)
		}
	})
}

// TestReceiversAreBounded: the oldest are given up, and counted.
func TestReceiversAreBounded(t *testing.T) {
	b := newInbox(t)
	r := b.reader.receivers
	r.limit = 3 * (overhead + 1)
	for i := range uint64(6) {
		b.sent(1+i%3, butProcess, fmt.Sprint(i))
		b.pass(long)
	}
	if r.unknown != 3 || r.bytes > r.limit {
		t.Errorf("%d given up, %d bytes", r.unknown, r.bytes)
	}
	for number := uint64(3); number > 0; number-- {
		b.told(program.RecordOwner, number, byProcess, "worker")
	}
	b.pass(moment)
	slices.Sort(b.out)
	b.want("3 to worker late", "4 to worker late", "5 to worker")
	if r.bytes != 0 || len(r.oldest) > 0 {
		t.Errorf("%d bytes are left", r.bytes)
	}
}

// TestGenerations: of what came last, as many as the bound allows, or half of that, are there.
func TestGenerations(t *testing.T) {
	const bound = 8
	g := newGenerations[int](bound)
	for key := range 100 {
		g.put(uint64(key), key)
		for i := max(0, key-bound/2+1); i <= key; i++ {
			if v, ok := g.get(uint64(i)); !ok || v != i {
				t.Errorf("%d is %d, %v, after %d", i, v, ok, key)
			}
		}
		if n := len(g.young) + len(g.old); n > bound {
			t.Errorf("it holds %d", n)
		}
	}
}

func TestAcceptors(t *testing.T) {
	a := acceptors{foreign: true, at: map[program.Name]acceptor{}}
	at, elsewhere := &program.Name{Len: 1}, &program.Name{Len: 2}
	one, two := &proc.Process{Pid: 1, Comm: "one"}, &proc.Process{Pid: 2, Comm: "two"}
	a.saw(at, one)
	a.saw(at, one)
	if got := a.alone(at); got != *one {
		t.Error(got)
	}
	if got := a.alone(elsewhere); got != proc.Nobody {
		t.Error(got)
	}
	a.saw(at, two)
	if got := a.alone(at); got != proc.Nobody {
		t.Error(got)
	}
}

// TestAcceptorsAreBounded: so many names are remembered at most, the last one always.
func TestAcceptorsAreBounded(t *testing.T) {
	a := acceptors{foreign: true, at: map[program.Name]acceptor{}}
	for i := range 2*maxAcceptors + 10 {
		at, by := &program.Name{PrefixLen: uint32(i)}, &proc.Process{Pid: i + 1}
		a.saw(at, by)
		if got := a.alone(at); got != *by {
			t.Fatalf("acceptor %d is %v", i, got)
		}
	}
	if len(a.at) > maxAcceptors {
		t.Errorf("%d are remembered", len(a.at))
	}
}
