package packets

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/pcapng"
)

// Reader reads messages back from a pcapng file that a Writer wrote, or another
// program after it, as long as it kept the comments.
type Reader struct {
	blocks  *pcapng.Reader
	packets uint64

	hosts     hosts
	sections  []format.Loss // said by the sections before this one
	losses    []format.Loss // said last by this one
	beginless uint64        // messages whose beginning is not there
	skipped   uint64        // id of the last of these

	processes map[processKey]*format.Process // that were described
	described int                            // bytes of memory that this takes, those that were described again included

	events bool   // are wanted
	hidden uint64 // events that were passed over

	message *format.Message // whose packets are being read
	id      uint64          // of these packets
	size    int64           // of its bytes so far
	err     error           // to tell once the message was given out
}

// maxMessage bounds what a hostile file can make us keep of one message.
const maxMessage = 64 << 20

// maxCauses bounds what a hostile file can make us keep of its losses.
const maxCauses = 1000

// Source is a file that messages are read from.
type Source interface {
	// Next returns the next message, io.EOF behind the last one. If the file was
	// cut short, the last message is what is there of it, and the error behind it
	// io.ErrUnexpectedEOF.
	Next() (*format.Message, error)
	// ShowEvents has Next return events, too, which it passes over else.
	ShowEvents()
	// Hidden is how many events Next has passed over.
	Hidden() uint64
	// Losses say what is missing in the file, as far as it was read.
	Losses() []format.Loss
	// Host is where it was captured, as the beginning of the file says; nil if it does not.
	// Messages of a file of several hosts say so themselves.
	Host() *format.Host
}

// Open reads the beginning of a file of ours or sockdump's. The error is
// pcapng.ErrFormat if it is neither.
func Open(r io.Reader) (Source, error) {
	buffer := bufio.NewReaderSize(r, bufferSize)
	magic, err := buffer.Peek(4)
	if err == nil {
		if order, scale, ok := pcapOrder(magic); ok {
			return newSockdump(buffer, order, scale)
		}
	}
	return NewReader(buffer)
}

// NewReader reads the beginning of a file of ours. The error is pcapng.ErrFormat if it
// is none.
func NewReader(r io.Reader) (*Reader, error) {
	blocks, err := pcapng.NewReader(r)
	if err != nil {
		return nil, err
	}
	reader := &Reader{blocks: blocks}
	// Up to the first interface, which says where it was captured. Nothing else of use can
	// come before.
	for reader.err == nil && !reader.hosts.began() {
		_, reader.err = reader.step()
	}
	return reader, nil
}

// Next implements Source.
func (r *Reader) Next() (*format.Message, error) {
	for r.err == nil {
		m, err := r.step()
		if err != nil {
			r.err = err
		}
		if r.shows(m) {
			return m, nil
		}
	}
	m := r.message
	r.message = nil
	if r.shows(m) {
		return m, nil
	}
	return nil, r.err
}

// shows reports whether there is a message to return. An event of a kind that only later
// versions know is none, either.
func (r *Reader) shows(m *format.Message) bool {
	if m == nil || m.Event == nil {
		return m != nil
	}
	known := m.Event.Kind.IsKnown()
	if known && !r.events {
		r.hidden++
	}
	return known && r.events
}

// ShowEvents implements Source.
func (r *Reader) ShowEvents() { r.events = true }

// Hidden implements Source.
func (r *Reader) Hidden() uint64 { return r.hidden }

// Losses implements Source.
func (r *Reader) Losses() []format.Loss {
	losses := addLosses(slices.Clone(r.sections), r.losses)
	if r.beginless > 0 {
		losses = addLosses(losses, []format.Loss{{Cause: "beginning left out", Count: r.beginless, Missing: true,
			Note: "left out as their first packets are not in the file"}})
	}
	return losses
}

// addLosses adds to the losses of the same cause.
func addLosses(losses, more []format.Loss) []format.Loss {
	for _, l := range more {
		if i := slices.IndexFunc(losses, func(known format.Loss) bool { return known.Cause == l.Cause }); i >= 0 {
			losses[i].Count += l.Count
		} else if len(losses) < maxCauses {
			losses = append(losses, l)
		}
	}
	return losses
}

// step reads a block. It returns a message if that is complete now.
func (r *Reader) step() (*format.Message, error) {
	block, err := r.blocks.Next()
	if err != nil {
		return nil, err
	}
	switch b := block.(type) {
	case *pcapng.Packet:
		r.packets++
		m, err := r.packet(b)
		if err != nil {
			err = fmt.Errorf("packet %d: %w", r.packets, err)
		}
		return m, err
	case *pcapng.Section:
		// Each section counts for itself, also if files were put together.
		r.sections, r.losses = addLosses(r.sections, r.losses), nil
		r.hosts.restart()
	case *pcapng.Interface:
		r.hosts.add(b)
	case *pcapng.Statistics:
		if losses := parseLosses(b.Comment); losses != nil {
			r.losses = losses
		}
	}
	return nil, nil
}

// packet adds a packet to its message.
func (r *Reader) packet(p *pcapng.Packet) (*format.Message, error) {
	described, at, err := parseComment(string(p.Comment))
	if err != nil {
		return nil, err
	}
	data, err := payload(r.blocks.Interface(p.Interface).LinkType, p.Data)
	if err != nil {
		return nil, err
	}
	complete := r.message
	if described == nil {
		if r.message == nil || p.ID != r.id {
			r.beginningLeftOut(p.ID)
			return nil, nil
		}
		complete = nil
	} else {
		described.Time = p.Time
		r.describe(&described.From)
		r.describe(&described.To)
		described.Host = r.hosts.of(p.Interface)
		for _, comment := range p.More {
			if err := addContent(described.Files, comment); err != nil {
				return nil, err
			}
		}
		r.message, r.id, r.size = described, p.ID, 0
	}
	const part = 64 // bytes that keeping one takes
	if r.size += int64(len(data)) + part; r.size > maxMessage {
		return nil, fmt.Errorf("its message has more than %d bytes", maxMessage)
	}
	// A copy: what else is in the block need not be kept.
	if err := addPart(r.message, at.offset, bytes.Clone(data)); err != nil {
		return nil, err
	}
	if complete == nil && at.part == at.all {
		complete, r.message = r.message, nil
	}
	return complete, nil
}

// beginningLeftOut counts a message of which another program did not write the first
// packet, which has all that is known of it.
func (r *Reader) beginningLeftOut(id uint64) {
	if r.beginless == 0 || id != r.skipped {
		r.beginless++
	}
	r.skipped = id
}

// addPart adds bytes behind those that are there.
func addPart(m *format.Message, offset int64, data []byte) error {
	if len(data) == 0 {
		return nil
	}
	if offset > m.Len-int64(len(data)) {
		return errors.New("it has bytes behind the end of its message")
	}
	if n := len(m.Parts); n > 0 {
		last := &m.Parts[n-1]
		switch end := last.Offset + int64(len(last.Data)); {
		case offset < end:
			return errors.New("it has bytes of its message that came before")
		case offset == end:
			last.Data = append(last.Data, data...)
			return nil
		}
	}
	m.Parts = append(m.Parts, format.Part{Offset: offset, Data: data})
	return nil
}

// payload takes the headers off a packet.
func payload(link uint16, packet []byte) ([]byte, error) {
	inner, ok := uint32(link), true
	if link == linkPKTAP {
		inner, packet, ok = beneathPKTAP(packet)
	}
	if ok {
		switch inner {
		case linkIPv6, dltRaw, linkRaw:
			packet, ok = beneathIP(packet)
		case linkEXP:
			packet, ok = beneathTags(packet)
		case linkDBus, linkUser0:
		default:
			return nil, fmt.Errorf("it has the link type %d, which unixsnoop does not write", inner)
		}
	}
	if !ok {
		return nil, errors.New("its headers make no sense")
	}
	return packet, nil
}

// parseLosses reads the lines that lossComment wrote, and passes over others.
func parseLosses(comment string) []format.Loss {
	var losses []format.Loss
	for line := range strings.SplitSeq(comment, "\n") {
		if l, ok := parseLoss(line); ok {
			losses = append(losses, l)
		}
	}
	return losses
}

func parseLoss(line string) (l format.Loss, ok bool) {
	kind, rest, _ := strings.Cut(line, " ")
	if kind != wordLost && kind != wordFlaw {
		return l, false
	}
	l.Missing = kind == wordLost
	count, rest, _ := strings.Cut(rest, " ")
	cause, err := strconv.QuotedPrefix(rest)
	if err != nil {
		return l, false
	}
	note := strings.TrimPrefix(rest[len(cause):], " ")
	if l.Count, err = strconv.ParseUint(count, 10, 64); err != nil {
		return l, false
	}
	if l.Cause, err = strconv.Unquote(cause); err != nil {
		return l, false
	}
	l.Note, err = strconv.Unquote(note)
	return l, err == nil
}
