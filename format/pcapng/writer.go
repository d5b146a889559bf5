package pcapng

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// Writer writes blocks in little-endian byte order, each with exactly one Write, so that
// whoever reads along or is left with the file after a crash has whole blocks.
//
// A block that is refused leaves nothing written, and more can follow. After a Write has
// failed, every method returns its error, as what follows half a block makes no sense.
// Texts become valid UTF-8, with U+FFFD for what was not, and are cut between two
// characters to the 65535 bytes that an option holds (65534 for a filter). Readers end
// them at a zero byte. A Writer is not for use by several goroutines at once.
type Writer struct {
	w        io.Writer
	buffer   *bufio.Writer // w, if it is one
	inPlace  bool          // the block that was begun is in the buffer
	buf      []byte
	section  bool     // one has begun
	snapLens []uint32 // of its interfaces
	err      error    // of a Write
}

// NewWriter returns a Writer to w, which needs no buffer. If it is a *bufio.Writer, packets are
// copied to its buffer and nowhere before, and it is flushed when one has no room there. It
// writes nothing yet.
func NewWriter(w io.Writer) *Writer {
	buffer, _ := w.(*bufio.Writer)
	return &Writer{w: w, buffer: buffer}
}

// WriteSection begins a section, with which every file has to begin. Numbers of
// interfaces begin at 0 again.
func (w *Writer) WriteSection(s Section) error {
	if err := w.write(sectionBlock, s.append(w.begin())); err != nil {
		return err
	}
	w.section, w.snapLens = true, nil
	return nil
}

// WriteInterface describes an interface and returns its number in the section, for
// packets and statistics, which have to follow it. It fails for more than 65536
// interfaces in a section.
func (w *Writer) WriteInterface(i Interface) (id uint32, err error) {
	if err := w.inSection(); err != nil {
		return 0, err
	}
	if len(w.snapLens) == maxInterfaces {
		return 0, fmt.Errorf("pcapng: more than %d interfaces", maxInterfaces)
	}
	if err := w.write(interfaceBlock, i.append(w.begin())); err != nil {
		return 0, err
	}
	w.snapLens = append(w.snapLens, i.SnapLen)
	return uint32(len(w.snapLens) - 1), nil
}

// WritePacket writes a packet. It fails if the interface is not known, if Data is longer
// than MaxCaptured, the interface's SnapLen or Len, or if Time is out of bounds.
func (w *Writer) WritePacket(p *Packet) error {
	if err := w.onInterface(p.Interface); err != nil {
		return err
	}
	if limit := w.snapLens[p.Interface]; limit != 0 && p.captured() > int(limit) {
		return fmt.Errorf("pcapng: %d bytes of a packet, more than the interface's %d", p.captured(), limit)
	}
	b, err := p.append(w.beginLarge(p.atMost()))
	if err != nil {
		return err
	}
	return w.write(packetBlock, b)
}

// WriteNames writes names of addresses. It fails if an address is not valid or a name is
// empty or has a zero byte, or if a block of 16 MiB cannot hold them.
func (w *Writer) WriteNames(names ...Name) error {
	if err := w.inSection(); err != nil {
		return err
	}
	b, err := Names(names).append(w.begin())
	if err != nil {
		return err
	}
	return w.write(namesBlock, b)
}

// WriteStatistics writes what was counted on an interface. It fails if the interface is
// not known or Time is out of bounds.
func (w *Writer) WriteStatistics(s Statistics) error {
	if err := w.onInterface(s.Interface); err != nil {
		return err
	}
	b, err := s.append(w.begin())
	if err != nil {
		return err
	}
	return w.write(statisticsBlock, b)
}

func (w *Writer) inSection() error {
	if w.err != nil {
		return w.err
	}
	if !w.section {
		return errors.New("pcapng: no section has begun")
	}
	return nil
}

func (w *Writer) onInterface(id uint32) error {
	if err := w.inSection(); err != nil {
		return err
	}
	if uint64(id) >= uint64(len(w.snapLens)) {
		return fmt.Errorf("pcapng: interface %d of %d", id, len(w.snapLens))
	}
	return nil
}

// begin returns room for a block's header, to append the rest to.
func (w *Writer) begin() []byte {
	w.inPlace = false
	return append(w.buf[:0], make([]byte, headerLen)...)
}

// beginLarge is begin for a block of so many bytes, which is made where it is to be if there
// is a buffer that can hold it.
func (w *Writer) beginLarge(size int) []byte {
	if w.buffer == nil || size > w.buffer.Size() {
		return w.begin()
	}
	if w.buffer.Available() < size {
		_ = w.buffer.Flush() // it keeps the error for the next Write
	}
	w.inPlace = true
	return append(w.buffer.AvailableBuffer(), make([]byte, headerLen)...)
}

// write completes and writes a block that begin has begun.
func (w *Writer) write(kind uint32, b []byte) error {
	if w.err != nil {
		return w.err
	}
	total := len(b) + trailerLen
	if total > maxBlock {
		return fmt.Errorf("pcapng: a block of %d bytes, more than %d", total, maxBlock)
	}
	binary.NativeEndian.PutUint32(b[0:], kind)
	binary.NativeEndian.PutUint32(b[4:], uint32(total))
	b = binary.NativeEndian.AppendUint32(b, uint32(total))
	if !w.inPlace {
		w.buf = b
	}
	_, w.err = w.w.Write(b)
	return w.err
}
