package packets

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// sockdump is a reader of what the program of that name writes: pcap files of
// link type USER0, where a packet is what one segment of a send had to offer, behind
// the pids of receiver and sender. It knows neither sockets nor types.
type sockdump struct {
	r     io.Reader
	order binary.ByteOrder
	scale time.Duration // unit of the fraction of a time stamp
	err   error
}

const (
	pcapHeader   = 24 // bytes
	pcapRecord   = 16
	pcapMicros   = 0xa1b2c3d4 // magic numbers, by the unit of time
	pcapNanos    = 0xa1b23c4d
	sockdumpPids = 16       // bytes of both: big-endian, 64 bits each
	maxSockdump  = 16 << 20 // bytes of a packet: its user chooses how many are captured
)

// pcapOrder tells whether a file begins as pcap, in which byte order and unit.
func pcapOrder(magic []byte) (binary.ByteOrder, time.Duration, bool) {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		switch order.Uint32(magic) {
		case pcapMicros:
			return order, time.Microsecond, true
		case pcapNanos:
			return order, time.Nanosecond, true
		}
	}
	return nil, 0, false
}

func newSockdump(r io.Reader, order binary.ByteOrder, scale time.Duration) (*sockdump, error) {
	header := make([]byte, pcapHeader)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	if link := order.Uint32(header[20:]) & 0xffff; link != linkUser0 {
		return nil, fmt.Errorf("%w: of pcap files only sockdump's can be read, and this one has the link type %d", pcapng.ErrFormat, link)
	}
	return &sockdump{r: r, order: order, scale: scale}, nil
}

// ShowEvents does nothing: there are none.
func (s *sockdump) ShowEvents() {}

// Hidden is always 0.
func (s *sockdump) Hidden() uint64 { return 0 }

// Losses are none: sockdump does not count them.
func (s *sockdump) Losses() []format.Loss { return nil }

// Host is unknown.
func (s *sockdump) Host() *format.Host { return nil }

func (s *sockdump) Next() (*format.Message, error) {
	if s.err != nil {
		return nil, s.err
	}
	m, err := s.next()
	s.err = err
	return m, err
}

func (s *sockdump) next() (*format.Message, error) {
	record := make([]byte, pcapRecord)
	if _, err := io.ReadFull(s.r, record); err != nil {
		return nil, err
	}
	seconds, fraction := s.order.Uint32(record), s.order.Uint32(record[4:])
	captured, size := s.order.Uint32(record[8:]), s.order.Uint32(record[12:])
	if captured < sockdumpPids || captured > maxSockdump || size < captured {
		return nil, errors.New("it has a packet that sockdump does not write")
	}
	// What a hostile file claims to hold is not made room for before it is there.
	var packet bytes.Buffer
	if _, err := io.CopyN(&packet, s.r, int64(captured)); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	b := packet.Bytes()
	end := func(at int) format.End {
		return format.End{Pid: int(binary.BigEndian.Uint64(b[at:]) & 0x7fffffff), UID: -1}
	}
	m := &format.Message{
		Time: time.Unix(int64(seconds), int64(time.Duration(fraction)*s.scale)),
		From: end(8),
		To:   end(0),
		Len:  int64(size) - sockdumpPids,
	}
	if data := b[sockdumpPids:]; len(data) > 0 {
		m.Parts = []format.Part{{Data: data}}
	}
	return m, nil
}
