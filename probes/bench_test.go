package probes

import (
	"fmt"
	"testing"
	"time"
	"unsafe"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// BenchmarkReader is what a message costs on its way from the rings to a writer that does
// nothing: each ring has a thread that sends to one process, several times between two
// sweeps.
func BenchmarkReader(b *testing.B) {
	for _, rings := range []int{2, 256} {
		for _, size := range []int{64, 4 << 10, 32 << 10} {
			b.Run(fmt.Sprintf("rings=%d/payload=%d", rings, size), func(b *testing.B) { readRings(b, rings, size) })
		}
	}
}

func readRings(b *testing.B, rings, size int) {
	const inSweep = 8 // sends of a thread
	var out discard
	r := newReader(time.Second)
	r.owners, r.out = proc.NewOwners(b.TempDir()), &out
	senders := make([]*sender, rings)
	for i := range senders {
		senders[i] = newSender(i+1, size)
	}
	clock := uint64(1)
	sweep := func(limit int) (sent int) {
		for i, s := range senders {
			for n := 0; n < inSweep && sent < limit; n++ {
				// As if the threads took turns, though rings are read one by one.
				s.send(r, clock+uint64(n*rings+i))
				sent++
			}
		}
		clock += uint64(rings * inSweep)
		if err := r.swept(clock); err != nil {
			b.Fatal(err)
		}
		return sent
	}
	warm := 0
	for range 4 {
		warm += sweep(rings * inSweep)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	b.ResetTimer()
	for left := b.N; left > 0; {
		left -= sweep(left)
	}
	b.StopTimer()
	if err := r.drain(); err != nil {
		b.Fatal(err)
	}
	want := discard{messages: b.N + warm, bytes: int64(b.N+warm) * int64(size)}
	if out != want || r.order.Late > 0 || r.bad > 0 {
		b.Fatalf("%+v of %+v, %d late, %d bad", out, want, r.order.Late, r.bad)
	}
}

// discard is a writer that does nothing but count.
type discard struct {
	messages int
	bytes    int64
}

func (d *discard) Write(m *format.Message) error {
	d.messages++
	d.bytes += m.Captured()
	return nil
}

func (d *discard) Flush() error { return nil }

// sender is a thread that sends messages of one size, and the ring of its CPU.
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
	add(program.RecordBegin, nil)
	data := noise(size)
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
