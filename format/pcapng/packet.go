package pcapng

import (
	"encoding/binary"
	"fmt"
	"time"
)

// MaxCaptured is how many bytes of a packet can be written, 256 KiB. Wireshark and
// tcpdump refuse a file with more.
const MaxCaptured = 262144

// Direction is the way a packet went, seen from the interface.
type Direction uint8

// Directions.
const (
	Unknown  Direction = 0
	Inbound  Direction = 1
	Outbound Direction = 2
)

const directionBits = 3 // of a packet's flags

// Packet is a captured packet. Whatever is 0 or empty from Comment on is left out of the
// file, except for Queue.
type Packet struct {
	Interface uint32    // number in the section
	Time      time.Time // to the nanosecond, from 1970 to 2554 when written
	Data      []byte    // as captured, up to MaxCaptured bytes when written
	Rest      []byte    // of Data, behind it: so who puts headers in front need not copy; nil when read
	Len       uint32    // bytes of the whole packet, at least those that were captured when written
	Comment   []byte    // text
	More      [][]byte  // comments behind it
	Direction Direction
	Dropped   uint64 // packets lost on this interface since the one before
	ID        uint64 // the same for a packet seen on several interfaces
	Queue     uint32 // of the interface, if HasQueue
	HasQueue  bool
	Pid, Tid  uint32 // process and thread; both are written unless both are 0
}

const (
	packetLen = 20 // interface, time, captured length, length

	flagsOption   = 2
	droppedOption = 4
	idOption      = 5
	queueOption   = 6
	processOption = 8
)

// captured is how many bytes are there.
func (p *Packet) captured() int { return len(p.Data) + len(p.Rest) }

// atMost is how long its block is at most, unless its texts are not UTF-8.
func (p *Packet) atMost() int {
	const numbers = 128 // and what begins and ends a block
	size := numbers + p.captured() + len(p.Comment)
	for _, more := range p.More {
		size += optionHeaderLen + padded(len(more))
	}
	return size
}

func (p *Packet) append(b []byte) ([]byte, error) {
	captured := p.captured()
	if captured > MaxCaptured {
		return b, fmt.Errorf("pcapng: %d bytes of a packet, more than %d", captured, MaxCaptured)
	}
	if p.Len < uint32(captured) {
		return b, fmt.Errorf("pcapng: %d bytes of a packet of %d", captured, p.Len)
	}
	if p.Direction > Outbound {
		return b, fmt.Errorf("pcapng: no such direction as %d", p.Direction)
	}
	b = binary.NativeEndian.AppendUint32(b, p.Interface)
	b, err := appendTime(b, p.Time)
	if err != nil {
		return b, err
	}
	b = binary.NativeEndian.AppendUint32(b, uint32(captured))
	b = binary.NativeEndian.AppendUint32(b, p.Len)
	b = append(append(b, p.Data...), p.Rest...)
	b = appendPadding(b, captured)

	start := len(b)
	b = appendText(b, commentOption, p.Comment)
	for _, more := range p.More {
		b = appendText(b, commentOption, more)
	}
	if p.Direction != Unknown {
		b = appendOption32(b, flagsOption, uint32(p.Direction))
	}
	if p.Dropped != 0 {
		b = appendOption64(b, droppedOption, p.Dropped)
	}
	if p.ID != 0 {
		b = appendOption64(b, idOption, p.ID)
	}
	if p.HasQueue {
		b = appendOption32(b, queueOption, p.Queue)
	}
	if p.Pid != 0 || p.Tid != 0 {
		var ids [8]byte
		binary.NativeEndian.PutUint32(ids[0:], p.Pid)
		binary.NativeEndian.PutUint32(ids[4:], p.Tid)
		b = appendOption(b, processOption, ids[:]...)
	}
	return appendEnd(b, start), nil
}

func parsePacket(b body, clockOf func(uint32) (clock, error)) (*Packet, error) {
	if err := b.need(packetLen); err != nil {
		return nil, err
	}
	p := &Packet{Interface: b.uint32(0), Len: b.uint32(16)}
	c, err := clockOf(p.Interface)
	if err != nil {
		return nil, err
	}
	if p.Time, err = c.time(b.ticks(4)); err != nil {
		return nil, err
	}
	captured := b.uint32(12)
	b = b.from(packetLen)
	if uint64(captured) > uint64(len(b.data)) {
		return nil, fmt.Errorf("%d bytes of a packet in %d bytes at byte %d", captured, len(b.data), b.at)
	}
	p.Data = b.data[:captured:captured]
	// Blocks have a length divisible by 4, so the padding is there.
	err = b.from(padded(int(captured))).options(p.setOption)
	return p, err
}

// optionSizes are the lengths of the options of packets that are numbers.
var optionSizes = map[uint16]int{
	flagsOption:   4,
	droppedOption: 8,
	idOption:      8,
	queueOption:   4,
	processOption: 8,
}

func (p *Packet) setOption(o option) error {
	if n, ok := optionSizes[o.code]; ok {
		if err := o.size(n); err != nil {
			return err
		}
	}
	switch o.code {
	case commentOption:
		// An empty one is left out, as when it is written.
		if len(p.Comment) == 0 {
			setFirst(&p.Comment, o)
		} else if more := text(o.data); len(more) > 0 {
			p.More = append(p.More, more)
		}
	case flagsOption:
		p.Direction = Direction(o.uint32(0) & directionBits)
		if p.Direction > Outbound {
			p.Direction = Unknown
		}
	case droppedOption:
		p.Dropped = o.order.Uint64(o.data)
	case idOption:
		p.ID = o.order.Uint64(o.data)
	case queueOption:
		p.Queue, p.HasQueue = o.uint32(0), true
	case processOption:
		p.Pid, p.Tid = o.uint32(0), o.uint32(4)
	}
	return nil
}
