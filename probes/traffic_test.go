package probes

import (
	"testing"
	"time"
	"unsafe"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// traffic is made up, in rings with a reader: each ring has a thread that sends to one process, several
// times between two sweeps.
type traffic struct {
	reader  *reader
	out     counting
	senders []*sender
	clock   uint64
}

// inSweep is how many messages of each ring a sweep finds.
const inSweep = 8

// newRings makes so many for messages of one size, which are written, and sweeps until all
// has its place.
func newRings(t testing.TB, n, size int, w format.Writer) *traffic {
	r := &traffic{reader: newReader(time.Second), out: counting{Writer: w}, clock: 1}
	r.reader.owners, r.reader.out = proc.NewOwners(t.TempDir()), &r.out
	for i := range n {
		r.senders = append(r.senders, newSender(i+1, size))
	}
	for range 4 {
		r.sweep(t, r.inSweep())
	}
	return r
}

func (r *traffic) inSweep() int { return len(r.senders) * inSweep }

// sweep reads so many messages at most, and writes what was read before. It returns how
// many it read.
func (r *traffic) sweep(t testing.TB, limit int) (sent int) {
	for i, s := range r.senders {
		for n := 0; n < inSweep && sent < limit; n++ {
			// As if the threads took turns, though rings are read one by one.
			s.send(r.reader, r.clock+uint64(n*len(r.senders)+i))
			sent++
		}
	}
	r.clock += uint64(r.inSweep())
	if err := r.reader.swept(r.clock); err != nil {
		t.Fatal(err)
	}
	return sent
}

// verify ends the capture, of so many messages of one size.
func (r *traffic) verify(t testing.TB, messages, size int) {
	t.Helper()
	if err := r.reader.drain(); err != nil {
		t.Fatal(err)
	}
	late, bad := r.reader.order.Late, r.reader.bad
	if bytes := int64(messages) * int64(size); r.out.messages != messages || r.out.bytes != bytes || late > 0 || bad > 0 {
		t.Fatalf("%d messages of %d, %d bytes of %d, %d late, %d bad", r.out.messages, messages, r.out.bytes, bytes, late, bad)
	}
}

// counting is a writer that counts.
type counting struct {
	format.Writer
	messages int
	bytes    int64
}

func (c *counting) Write(m *format.Message) error {
	c.messages++
	c.bytes += m.Captured()
	return c.Writer.Write(m)
}

// nowhere is a writer that does nothing.
type nowhere struct{}

func (nowhere) Write(*format.Message) error { return nil }
func (nowhere) Flush() error                { return nil }

// sender is a thread that sends messages of one size, and the ring of its CPU. Short ones are
// plain.
type sender struct {
	records [][]byte // of one message, as the programs output them
	sample  []byte
}

func newSender(number, size int) *sender {
	const atOnce = 24 << 10 // bytes in a record
	r := program.Record{
		Thread: uint64(number)<<32 | uint64(number),
		Result: int64(size),
		Type:   uint32(format.Stream),
		From:   program.End{Inode: uint64(2 * number), Process: process(number, "client")},
		To:     program.End{Inode: uint64(2*number + 1), Process: process(1, "server")},
	}
	const path = "/run/user/1000/service/socket"
	copy(r.To.Name.Bytes[:], path)
	r.To.Name.Len = uint8(len(path))
	s := &sender{}
	add := func(kind program.RecordKind, payload []byte) {
		r.Kind, r.Size = kind, uint32(len(payload))
		s.records = append(s.records, encode(&r, payload))
		r.Offset += uint64(len(payload))
	}
	data := noise(size)
	if size <= atOnce {
		add(program.RecordWhole, data)
		return s
	}
	add(program.RecordBegin, nil)
	for len(data) > atOnce {
		add(program.RecordPart, data[:atOnce])
		data = data[atOnce:]
	}
	add(program.RecordEnd, data)
	return s
}

func process(pid int, comm string) program.Process {
	p := program.Process{Pid: uint32(pid), UID: 1000, Cgroup: 4711}
	copy(p.Comm[:], comm)
	return p
}

// encode is a record as a ring delivers it.
func encode(r *program.Record, payload []byte) []byte {
	header := unsafe.Slice((*byte)(unsafe.Pointer(r)), unsafe.Sizeof(*r))
	return append(append([]byte{}, header...), payload...)
}

// send has the reader find the records of a message that was sent at that time.
func (s *sender) send(to *reader, entered uint64) {
	for _, raw := range s.records {
		r := recordIn(raw)
		r.Time, r.Step, r.Now = entered, entered, entered
		s.sample = append(s.sample[:0], raw...) // out of the ring
		to.take(s.sample)
	}
}

// recordIn is the record of what encode returned.
func recordIn(raw []byte) *program.Record {
	return (*program.Record)(unsafe.Pointer(unsafe.SliceData(raw)))
}
