package program

import (
	"encoding/binary"
	"fmt"
	"unsafe"
)

// Decoder reads records as a ring delivers them. It makes no garbage: the zero Decoder is
// ready, and not for use by several goroutines at once.
type Decoder struct {
	notice Record // a begin, resume or cancel record; the members from Now on stay 0
	moved  Record // one that did not lie where a Record may
}

// Decode reads a record, with 0 to 7 bytes of padding behind. The payload aliases raw; so
// does the record, if it lies at a multiple of 8 bytes. Else it is the decoder's: either
// way it is to be used before the next one is read.
func (d *Decoder) Decode(raw []byte) (*Record, []byte, error) {
	var kind RecordKind
	if len(raw) >= 4 {
		kind = RecordKind(binary.NativeEndian.Uint32(raw))
	}
	switch kind {
	case RecordBegin, RecordResume, RecordCancel:
		if len(raw) < noticeSize {
			return nil, nil, fmt.Errorf("record of kind %d has %d bytes of %d", kind, len(raw), noticeSize)
		}
		copy(d.notice.bytes()[:noticeSize], raw)
		d.notice.Size = 0 // nothing follows
		return &d.notice, nil, nil
	case RecordControl, RecordFiles, RecordPart, RecordEnd, RecordWhole, RecordOwner, RecordAccepted, RecordFreed, RecordEvent, RecordContent:
		if len(raw) < recordSize {
			return nil, nil, fmt.Errorf("record of kind %d has %d bytes of %d", kind, len(raw), recordSize)
		}
		r := (*Record)(nil)
		if start := unsafe.Pointer(unsafe.SliceData(raw)); uintptr(start)%unsafe.Alignof(*r) == 0 {
			r = (*Record)(start)
		} else {
			r = &d.moved
			copy(r.bytes(), raw)
		}
		if len(raw)-recordSize < int(r.Size) {
			return nil, nil, fmt.Errorf("record of kind %d has %d bytes of %d", kind, len(raw), recordSize+int(r.Size))
		}
		return r, raw[recordSize:][:r.Size], nil
	}
	return nil, nil, fmt.Errorf("record of unknown kind %d", kind)
}

// bytes are those of the record.
func (r *Record) bytes() []byte { return unsafe.Slice((*byte)(unsafe.Pointer(r)), recordSize) }

// Same reports whether two ends are the same, byte for byte: those that nobody uses, too, which
// is quicker than to leave them out.
func (e *End) Same(other *End) bool { return string(e.bytes()) == string(other.bytes()) }

func (e *End) bytes() []byte { return unsafe.Slice((*byte)(unsafe.Pointer(e)), unsafe.Sizeof(*e)) }

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
	c.OwnersFull += other.OwnersFull
	c.Numbered += other.Numbered
	c.GroupsFull += other.GroupsFull
	c.PidsFull += other.PidsFull
}

// DecodeEvent reads what follows a record of the kind event. It fails if that is too short.
func DecodeEvent(payload []byte) (Event, error) {
	var e Event
	if len(payload) < eventSize {
		return e, fmt.Errorf("an event has %d bytes of %d", len(payload), eventSize)
	}
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&e)), eventSize), payload)
	return e, nil
}

// DecodeEventCounts reads the counts at EventCountsAt of a CPU's work area.
func DecodeEventCounts(raw []byte) EventCounts {
	var c EventCounts
	copy(unsafe.Slice((*byte)(unsafe.Pointer(&c)), unsafe.Sizeof(c)), raw)
	return c
}
