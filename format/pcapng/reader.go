package pcapng

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

const (
	// firstRead is how much of a block is believed to be there without having seen it.
	firstRead = 64 << 10

	// maxDescribed bounds what the interfaces of a section take together, as they are
	// kept.
	maxDescribed = 16 << 20
)

// sectionStart is the type of a section's block.
var sectionStart = []byte{0x0A, 0x0D, 0x0D, 0x0A}

// Reader reads blocks. What it takes of the memory is bounded by a few times the
// largest block it accepts, 16 MiB, and as much for the interfaces of a section, of
// which it accepts 65536. It is not for use by several goroutines at once.
type Reader struct {
	r          *bufio.Reader
	at         int64            // where the next block begins
	order      binary.ByteOrder // of the section
	interfaces []*Interface     // of the section
	clocks     []clock          // theirs
	described  int              // bytes of their blocks
	first      *Section         // that Next has yet to return
	err        error            // that ended it
}

// NewReader returns a Reader from r, and reads the first section header. The error wraps
// ErrFormat if there is something else, and io.ErrUnexpectedEOF if r ends before it does,
// even at once.
func NewReader(r io.Reader) (*Reader, error) {
	reader := &Reader{r: bufio.NewReader(r)}
	block, err := reader.Next()
	if err == io.EOF {
		err = fmt.Errorf("pcapng block at byte 0: %w", io.ErrUnexpectedEOF)
	}
	if err != nil {
		return nil, err
	}
	// Next cannot have returned anything else without a byte order.
	reader.first = block.(*Section)
	return reader, nil
}

// Next returns the next block of a kind that this package knows, at first the section's
// header. What it returns is the caller's, except that an *Interface is not to be changed,
// as Interface returns it again. At the end of a block it returns io.EOF if
// there is no more, and within a block an error that wraps io.ErrUnexpectedEOF, as for a
// program that was killed while it wrote. It wraps ErrFormat for input that breaks the
// rules of the format, with the position in bytes. After an error it returns only that.
func (r *Reader) Next() (Block, error) {
	if r.first != nil {
		first := r.first
		r.first = nil
		return first, nil
	}
	for r.err == nil {
		var block Block
		block, r.err = r.next()
		if r.err == nil && block != nil {
			return block, nil
		}
	}
	return nil, r.err
}

// Interface returns an interface of the section that the last block was in, for its
// number, or nil if there is none so far.
func (r *Reader) Interface(id uint32) *Interface {
	if uint64(id) >= uint64(len(r.interfaces)) {
		return nil
	}
	return r.interfaces[id]
}

// next returns a block, or nil for one of another kind.
func (r *Reader) next() (Block, error) {
	at := r.at
	kind, b, err := r.read()
	if err != nil {
		return nil, err
	}
	block, err := r.parse(kind, b)
	if err != nil {
		return nil, &formatError{at, err}
	}
	return block, nil
}

// read reads a block and returns its type and what is between the header and the trailer.
func (r *Reader) read() (kind uint32, b body, err error) {
	malformed := func(format string, args ...any) (uint32, body, error) {
		return 0, body{}, &formatError{r.at, fmt.Errorf(format, args...)}
	}
	failed := func(err error) (uint32, body, error) {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return 0, body{}, fmt.Errorf("pcapng block at byte %d: %w", r.at, err)
	}

	// The shortest block has this many bytes, which in a section's header include the
	// magic number that tells the byte order.
	header, err := r.r.Peek(headerLen + trailerLen)
	if err == io.EOF && len(header) == 0 {
		return 0, body{}, io.EOF
	}
	if r.order == nil && !bytes.HasPrefix(header, sectionStart[:min(len(header), len(sectionStart))]) {
		return malformed("no section header, so this is not a pcapng file")
	}
	if err != nil {
		return failed(err)
	}
	if bytes.HasPrefix(header, sectionStart) {
		switch magic := header[headerLen:]; uint32(byteOrderMagic) {
		case binary.LittleEndian.Uint32(magic):
			r.order = binary.LittleEndian
		case binary.BigEndian.Uint32(magic):
			r.order = binary.BigEndian
		default:
			return malformed("section header with byte-order magic %x", magic)
		}
	}
	kind = r.order.Uint32(header)
	total := int64(r.order.Uint32(header[4:]))
	if total < headerLen+trailerLen || total > maxBlock || total%4 != 0 {
		return malformed("length %d, want a multiple of 4 from %d to %d", total, headerLen+trailerLen, maxBlock)
	}

	r.r.Discard(headerLen) // cannot fail, as this much is in the buffer
	rest := total - headerLen
	var buf bytes.Buffer
	buf.Grow(int(min(rest, firstRead)) + bytes.MinRead)
	if _, err := io.CopyN(&buf, r.r, rest); err != nil {
		return failed(err)
	}
	data, trailer := buf.Bytes()[:rest-trailerLen], buf.Bytes()[rest-trailerLen:]
	if again := int64(r.order.Uint32(trailer)); again != total {
		return malformed("length %d at its beginning, but %d at its end", total, again)
	}
	b = body{data, r.order, r.at + headerLen}
	r.at += total
	return kind, b, nil
}

// parse returns the block, or nil for one of a kind that is not known.
func (r *Reader) parse(kind uint32, b body) (Block, error) {
	switch kind {
	case sectionBlock:
		r.interfaces, r.clocks, r.described = nil, nil, 0
		return parseSection(b)
	case interfaceBlock:
		return r.parseInterface(b)
	case packetBlock:
		return parsePacket(b, r.clock)
	case namesBlock:
		return parseNames(b)
	case statisticsBlock:
		return parseStatistics(b, r.clock)
	}
	return nil, nil
}

func (r *Reader) parseInterface(b body) (Block, error) {
	r.described += len(b.data)
	if len(r.interfaces) == maxInterfaces || r.described > maxDescribed {
		return nil, fmt.Errorf("more than %d interfaces, or %d bytes of them", maxInterfaces, maxDescribed)
	}
	i, c, err := parseInterface(b)
	if err != nil {
		return nil, err
	}
	r.interfaces = append(r.interfaces, i)
	r.clocks = append(r.clocks, c)
	return i, nil
}

// clock returns the clock of an interface of the section.
func (r *Reader) clock(id uint32) (clock, error) {
	if uint64(id) >= uint64(len(r.clocks)) {
		return clock{}, fmt.Errorf("interface %d, but the section has described only %d", id, len(r.clocks))
	}
	return r.clocks[id], nil
}
