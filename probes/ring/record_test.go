package ring

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"golang.org/x/sys/unix"
)

// synthetic is a ring without a kernel: the test is the kernel.
type synthetic struct {
	cursor
	t testing.TB
}

func newSynthetic(t testing.TB, size int) *synthetic {
	return &synthetic{cursor{meta: &unix.PerfEventMmapPage{}, data: make([]byte, size)}, t}
}

// put appends a record, as the kernel does it, and reports false if there is no room.
func (s *synthetic) put(kind uint32, body []byte) bool {
	size := uint64(headerSize + len(body))
	if size%8 != 0 {
		s.t.Fatalf("no record has %d bytes", size)
	}
	head := s.meta.Data_head
	if head+size-s.meta.Data_tail > uint64(len(s.data)) {
		return false
	}
	raw := binary.NativeEndian.AppendUint32(nil, kind)
	raw = binary.NativeEndian.AppendUint16(raw, 0)
	raw = binary.NativeEndian.AppendUint16(raw, uint16(size))
	raw = append(raw, body...)
	n := copy(s.data[head%uint64(len(s.data)):], raw)
	copy(s.data, raw[n:])
	s.meta.Data_head = head + size
	return true
}

// output appends a sample, padded as the kernel does it.
func (s *synthetic) output(sample []byte) bool {
	padded := (4+len(sample)+7)&^7 - 4
	body := binary.NativeEndian.AppendUint32(nil, uint32(padded))
	body = append(body, sample...)
	return s.put(unix.PERF_RECORD_SAMPLE, append(body, make([]byte, padded-len(sample))...))
}

// lose appends that samples were lost.
func (s *synthetic) lose(n uint64) bool {
	return s.put(unix.PERF_RECORD_LOST, binary.NativeEndian.AppendUint64(make([]byte, 8), n))
}

// ringsOf are Rings of such rings.
func ringsOf(all ...*synthetic) *Rings {
	r := &Rings{spare: new([maxRecord]byte)}
	var rings []*ring
	for cpu, s := range all {
		s.meta.Data_size = uint64(len(s.data))
		rings = append(rings, &ring{cursor: s.cursor, cpu: cpu})
	}
	r.all.Store(&rings)
	return r
}

// TestRandomRecords: what random rings hold is read, all of it, once, in the order of each
// ring, however it lies; and no room is given back before it was read.
func TestRandomRecords(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 1<<16)
	rand.NewChaCha8([32]byte{}).Read(noise)
	for range 12 {
		const cpus = 3
		var all []*synthetic
		for range cpus {
			s := newSynthetic(t, 1<<(12+random.IntN(6)))
			// Far on, as after a while, so that records lie everywhere.
			at := 8 * random.Uint64N(1<<40)
			s.at, s.released, s.meta.Data_head, s.meta.Data_tail = at, at, at, at
			all = append(all, s)
		}
		r := ringsOf(all...)
		type record struct {
			sample []byte
			lost   uint64
		}
		var wanted [cpus][]record // that are not read yet
		for range 20 {
			for range random.IntN(300) {
				cpu := random.IntN(cpus)
				w := record{lost: 1 + random.Uint64N(9)}
				var fits bool
				if random.IntN(10) > 0 {
					size := random.IntN(3000)
					w = record{sample: noise[random.IntN(len(noise)-size):][:size]}
					fits = all[cpu].output(w.sample)
				} else {
					fits = all[cpu].lose(w.lost)
				}
				if fits {
					wanted[cpu] = append(wanted[cpu], w)
				}
			}
			r.Snapshot()
			// What comes after the snapshot is for the next one.
			if late := []byte("late"); all[0].output(late) {
				wanted[0] = append(wanted[0], record{sample: late})
			}
			read := 0
			for got, ok := r.Next(); ok; got, ok = r.Next() {
				if len(wanted[got.CPU]) == 0 {
					t.Fatalf("CPU %d: a record too many", got.CPU)
				}
				want := wanted[got.CPU][0]
				wanted[got.CPU] = wanted[got.CPU][1:]
				if got.Lost != want.lost || len(got.Sample)-len(want.sample) > 7 || !bytes.HasPrefix(got.Sample, want.sample) {
					t.Fatalf("CPU %d: a record of %d bytes, %d lost; want %d, %d", got.CPU, len(got.Sample), got.Lost, len(want.sample), want.lost)
				}
				if s := (*r.all.Load())[got.CPU]; got.Sample != nil && s.meta.Data_tail >= s.at {
					t.Fatalf("the room of a record was given back before the next one was asked for")
				}
				if read++; random.IntN(1000) == 0 {
					break // the rest comes with the next snapshot
				}
			}
		}
		r.Snapshot()
		for _, ok := r.Next(); ok; _, ok = r.Next() {
		}
		for cpu, s := range all {
			if s.meta.Data_tail != s.meta.Data_head {
				t.Errorf("CPU %d: room was not given back", cpu)
			}
		}
		if n := r.Malformed(); n > 0 {
			t.Errorf("%d records made no sense", n)
		}
	}
}

// TestRoomOnTheWay: of a full ring, room is given back before all of it was read.
func TestRoomOnTheWay(t *testing.T) {
	s := newSynthetic(t, 1<<16)
	r := ringsOf(s)
	for s.output(make([]byte, 1000)) {
	}
	r.Snapshot()
	var least uint64 = 1 << 62
	for _, ok := r.Next(); ok; _, ok = r.Next() {
		least = min(least, s.meta.Data_head-s.meta.Data_tail)
	}
	if least > 1<<15 {
		t.Errorf("%d of %d bytes were not given back until the end", least, 1<<16)
	}
}

// TestNonsense: a record that makes no sense is counted, and what can't be understood
// behind it is passed over.
func TestNonsense(t *testing.T) {
	for _, test := range []struct {
		name   string
		spoil  func(s *synthetic)
		before int // records that are read nevertheless
	}{
		{"unknown kind", func(s *synthetic) { s.put(77, make([]byte, 8)); s.output([]byte("good")) }, 2},
		{"sample of a wrong size", func(s *synthetic) {
			s.put(unix.PERF_RECORD_SAMPLE, append(binary.NativeEndian.AppendUint32(nil, 99), make([]byte, 4)...))
			s.output([]byte("good"))
		}, 2},
		{"short loss", func(s *synthetic) { s.put(unix.PERF_RECORD_LOST, make([]byte, 8)) }, 1},
		{"no size", func(s *synthetic) {
			s.put(unix.PERF_RECORD_SAMPLE, nil)
			s.data[s.meta.Data_head-2] = 0
			s.data[s.meta.Data_head-1] = 0
		}, 1},
		{"longer than the rest", func(s *synthetic) {
			s.put(unix.PERF_RECORD_SAMPLE, nil)
			s.data[s.meta.Data_head-2] = 80
			s.data[s.meta.Data_head-1] = 80
		}, 1},
		{"head beyond the ring", func(s *synthetic) { s.meta.Data_head += 1 << 20 }, 0},
		{"head before the tail", func(s *synthetic) { s.meta.Data_head -= 1 << 20 }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSynthetic(t, 1<<12)
			r := ringsOf(s)
			s.output([]byte("good"))
			test.spoil(s)
			r.Snapshot()
			n := 0
			for _, ok := r.Next(); ok; _, ok = r.Next() {
				n++
			}
			if n != test.before || r.Malformed() != 1 || s.meta.Data_tail != s.meta.Data_head {
				t.Errorf("%d records, %d that made no sense", n, r.Malformed())
			}
		})
	}
}

// FuzzRing: whatever a ring holds, what is read lies within, and comes to an end.
func FuzzRing(f *testing.F) {
	s := newSynthetic(f, 1<<12)
	s.output([]byte("a sample"))
	s.lose(3)
	s.output(make([]byte, 1000))
	f.Add(s.data, uint64(0), s.meta.Data_head)
	f.Add(s.data, uint64(8), s.meta.Data_head)
	f.Add(s.data, uint64(1)<<63, uint64(5))
	f.Fuzz(func(t *testing.T, data []byte, tail, head uint64) {
		s := newSynthetic(t, 1<<12)
		copy(s.data, data)
		s.at, s.released, s.meta.Data_tail, s.meta.Data_head = tail, tail, tail, head
		r := ringsOf(s)
		r.Snapshot()
		total := 0
		for got, ok := r.Next(); ok; got, ok = r.Next() {
			total += headerSize + len(got.Sample)
			if total > len(s.data) {
				t.Fatalf("%d bytes were read of a ring of %d", total, len(s.data))
			}
		}
		if s.meta.Data_tail != head {
			t.Errorf("read up to %d instead of %d", s.meta.Data_tail, head)
		}
	})
}
