package program

import (
	"fmt"
	"unsafe"
)

// DecodeRecord reads a record as a ring delivered it, with 0 to 7 bytes of
// padding behind. The payload aliases raw.
func DecodeRecord(raw []byte) (Record, []byte, error) {
	var r Record
	header := unsafe.Slice((*byte)(unsafe.Pointer(&r)), recordSize)
	n := copy(header, raw)
	switch r.Kind {
	case RecordBegin, RecordResume, RecordCancel:
		if n < noticeSize {
			return Record{}, nil, fmt.Errorf("record of kind %d has %d bytes of %d", r.Kind, n, noticeSize)
		}
		clear(header[noticeSize:])
		r.Size = 0 // nothing follows
		return r, nil, nil
	case RecordControl, RecordFiles, RecordPart, RecordEnd, RecordOwner:
		if n < recordSize || len(raw)-recordSize < int(r.Size) {
			return Record{}, nil, fmt.Errorf("record of kind %d has %d bytes of %d", r.Kind, len(raw), recordSize+int(r.Size))
		}
		return r, raw[recordSize:][:r.Size], nil
	}
	return Record{}, nil, fmt.Errorf("record of unknown kind %d", r.Kind)
}

// DecodeCounts reads the counts of a CPU's work area, of which it takes all bytes.
func DecodeCounts(area []byte) Counts {
	var c Counts
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&c)), unsafe.Sizeof(c)), area)
	return c
}

// Add adds the counts of another CPU.
func (c *Counts) Add(other *Counts) {
	c.Matched += other.Matched
	c.Ended += other.Ended
	c.Cancelled += other.Cancelled
	c.RingFull += other.RingFull
	c.NoRing += other.NoRing
	c.TableFull += other.TableFull
	c.MissedReturn += other.MissedReturn
	c.Unfollowed += other.Unfollowed
	c.Unordered += other.Unordered
	c.TailRefused += other.TailRefused
	c.ControlLost += other.ControlLost
}
