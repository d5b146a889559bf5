package pcapng

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Block is one block that a Reader has read: a *Section, *Interface, *Packet, Names or
// *Statistics.
type Block interface{ block() }

func (*Section) block()    {}
func (*Interface) block()  {}
func (*Packet) block()     {}
func (Names) block()       {}
func (*Statistics) block() {}

// Types of blocks.
const (
	sectionBlock    = 0x0A0D0D0A // reads the same in both byte orders
	interfaceBlock  = 1
	namesBlock      = 4
	statisticsBlock = 5
	packetBlock     = 6
)

const (
	headerLen  = 8 // type and length of the whole block
	trailerLen = 4 // the length again

	maxBlock      = 16 << 20 // length of a whole block, the same as Wireshark's limit
	maxInterfaces = 65536    // in a section
)

// ErrFormat is wrapped by errors about input that breaks the rules of the format, or
// that is not pcapng at all.
var ErrFormat = errors.New("malformed pcapng")

// formatError says what is wrong in the block at byte at of the input.
type formatError struct {
	at  int64
	err error
}

func (e *formatError) Error() string { return fmt.Sprintf("pcapng block at byte %d: %v", e.at, e.err) }

func (e *formatError) Unwrap() error { return ErrFormat }

// body is a part of a block, from byte at of the input on.
type body struct {
	data  []byte
	order binary.ByteOrder
	at    int64
}

// from returns what is left after n bytes, which there must be.
func (b body) from(n int) body {
	b.data = b.data[n:]
	b.at += int64(n)
	return b
}

// need fails if fewer than n bytes are left.
func (b body) need(n int) error {
	if len(b.data) < n {
		return fmt.Errorf("%d bytes at byte %d, want %d or more", len(b.data), b.at, n)
	}
	return nil
}

func (b body) uint16(i int) uint16 { return b.order.Uint16(b.data[i:]) }
func (b body) uint32(i int) uint32 { return b.order.Uint32(b.data[i:]) }

// ticks returns a time at i, whose high half comes first in either byte order.
func (b body) ticks(i int) uint64 { return uint64(b.uint32(i))<<32 | uint64(b.uint32(i+4)) }

// padded returns n rounded up to the 32 bits that everything is aligned to.
func padded(n int) int { return (n + 3) &^ 3 }

// appendPadding fills up to what padded says for n bytes just appended.
func appendPadding(b []byte, n int) []byte {
	return append(b, make([]byte, padded(n)-n)...)
}
