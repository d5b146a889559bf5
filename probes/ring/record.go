package ring

import (
	"encoding/binary"
	"sync/atomic"

	"golang.org/x/sys/unix"
)

// Record is what the kernel put into a ring.
type Record struct {
	CPU int // whose ring it was in

	// Sample is what a program output, with 0 to 7 bytes of padding behind. It lies in
	// the ring: it is there until the next record is asked for.
	Sample []byte

	// Lost is how many samples found no room in the ring before this record, which has no
	// Sample then. The kernel tells it once there is room again, so not of the last ones.
	Lost uint64
}

// A struct perf_event_header is {u32 type; u16 misc; u16 size}. Records are multiples of
// 8 bytes, as is the ring, so that no header goes over its end.
const (
	headerSize = 8
	maxRecord  = 1 << 16 // a size is below it

	// {header; u64 id; u64 lost}
	lostSize = headerSize + 16
	// {header; u32 size; char data[size]}
	sampleSize = headerSize + 4
)

// cursor reads a ring.
type cursor struct {
	meta *unix.PerfEventMmapPage // what the kernel and we tell each other
	data []byte                  // the ring: a power of two bytes

	// Bytes since the ring was made.
	released uint64 // what was given back to the kernel
	at       uint64 // what was read
	end      uint64 // where the snapshot ends

	malformed uint64 // records that made no sense, and the rest of snapshots behind such
}

// snapshot notes how far the ring is filled.
func (c *cursor) snapshot() {
	// What the kernel wrote before it moved the head is there to be read after that.
	c.end = atomic.LoadUint64(&c.meta.Data_head)
}

// release gives the room of what was read back to the kernel.
func (c *cursor) release() {
	if c.released != c.at {
		// Not before what was read there was read.
		atomic.StoreUint64(&c.meta.Data_tail, c.at)
		c.released = c.at
	}
}

// next reads a record. It reports false at the end of the snapshot, where all room is
// given back. Before that it is at times: each is a write to what the kernel reads.
func (c *cursor) next(spare *[maxRecord]byte) (Record, bool) {
	if c.at-c.released >= uint64(len(c.data))/4 {
		c.release()
	}
	for c.at != c.end {
		raw, ok := c.take(spare)
		if !ok {
			// Where the next record starts nobody knows.
			c.malformed++
			c.at = c.end
			break
		}
		if r, ok := parse(raw); ok {
			return r, true
		}
		c.malformed++
	}
	c.release()
	return Record{}, false
}

// take takes the bytes of a record, with its header. It reports false if there can't be
// a record.
func (c *cursor) take(spare *[maxRecord]byte) ([]byte, bool) {
	start := c.at & uint64(len(c.data)-1)
	here := c.data[start:]
	left := c.end - c.at
	if left < headerSize || len(here) < headerSize || left > uint64(len(c.data)) {
		return nil, false
	}
	size := uint64(binary.NativeEndian.Uint16(here[6:]))
	if size < headerSize || size%8 != 0 || size > left {
		return nil, false
	}
	c.at += size
	if size <= uint64(len(here)) {
		return here[:size:size], true
	}
	n := copy(spare[:], here)
	copy(spare[n:size], c.data)
	return spare[:size:size], true
}

// parse tells what a whole record says.
func parse(raw []byte) (Record, bool) {
	switch kind := binary.NativeEndian.Uint32(raw); {
	case kind == unix.PERF_RECORD_LOST && len(raw) >= lostSize:
		return Record{Lost: binary.NativeEndian.Uint64(raw[headerSize+8:])}, true
	case kind == unix.PERF_RECORD_SAMPLE && len(raw) >= sampleSize:
		size := uint64(binary.NativeEndian.Uint32(raw[headerSize:]))
		if sample := raw[sampleSize:]; size <= uint64(len(sample)) {
			return Record{Sample: sample[:size:size]}, true
		}
	}
	return Record{}, false
}
