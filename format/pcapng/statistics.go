package pcapng

import (
	"encoding/binary"
	"time"
)

// Statistics count the packets of an interface since its capture began. Counts are
// always written; a count that a file leaves out is read as 0.
type Statistics struct {
	Interface uint32    // number in the section
	Time      time.Time // of the counts, to the nanosecond, from 1970 to 2554 when written
	Received  uint64    // packets
	Dropped   uint64    // packets lost for want of room or time
	Comment   string    // the first one, if a file has more; left out if empty
}

const (
	statisticsLen = 12 // interface, time

	receivedOption = 4
	lostOption     = 5
)

func (s *Statistics) append(b []byte) ([]byte, error) {
	b = binary.NativeEndian.AppendUint32(b, s.Interface)
	b, err := appendTime(b, s.Time)
	if err != nil {
		return b, err
	}
	start := len(b)
	b = appendText(b, commentOption, s.Comment)
	b = appendOption64(b, receivedOption, s.Received)
	b = appendOption64(b, lostOption, s.Dropped)
	return appendEnd(b, start), nil
}

func parseStatistics(b body, clockOf func(uint32) (clock, error)) (*Statistics, error) {
	if err := b.need(statisticsLen); err != nil {
		return nil, err
	}
	s := &Statistics{Interface: b.uint32(0)}
	c, err := clockOf(s.Interface)
	if err != nil {
		return nil, err
	}
	if s.Time, err = c.time(b.ticks(4)); err != nil {
		return nil, err
	}
	err = b.from(statisticsLen).options(func(o option) error {
		switch o.code {
		case commentOption:
			setFirst(&s.Comment, o)
		case receivedOption, lostOption:
			if err := o.size(8); err != nil {
				return err
			}
			count := &s.Received
			if o.code == lostOption {
				count = &s.Dropped
			}
			*count = o.order.Uint64(o.data)
		}
		return nil
	})
	return s, err
}
