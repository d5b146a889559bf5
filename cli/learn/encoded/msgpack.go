package encoded

import "encoding/binary"

// messagePack reads one or more values of MessagePack, each an array or a map with something
// in it: single numbers would be nearly any bytes.
func messagePack(b []byte) (shape string, ok bool) {
	r := &reader{b: b}
	for at := 0; at < len(b); at = r.at {
		if !isPacked(b[at]) || !r.packed(0) {
			return "", false
		}
	}
	return r.shaped(), len(b) > 1
}

// isPacked reports whether a byte begins an array or a map that is not empty.
func isPacked(c byte) bool {
	return c > 0x80 && c < 0xa0 && c != 0x90 || c >= 0xdc && c <= 0xdf
}

// reader goes over bytes and keeps the types of what it finds.
type reader struct {
	b     []byte
	at    int
	shape []byte
	told  bool // there is more than lists of small numbers, which any small numbers may be
}

// small stands for all small numbers in a shape.
const small = 0

// shaped is the shape, none if nothing is told by it.
func (r *reader) shaped() string {
	if !r.told {
		return ""
	}
	return string(r.shape)
}

// begin keeps the type of a value.
func (r *reader) begin(c byte, number, list bool) {
	if number {
		c = small
	}
	r.told = r.told || !number && !list
	r.shape = append(r.shape, c)
}

// number reads a big-endian number of so many bytes.
func (r *reader) number(size int) (v uint64, ok bool) {
	if size > len(r.b)-r.at {
		return 0, false
	}
	var whole [8]byte
	copy(whole[8-size:], r.b[r.at:r.at+size])
	r.at += size
	return binary.BigEndian.Uint64(whole[:]), true
}

// skip goes over so many bytes.
func (r *reader) skip(n uint64) bool {
	if n > uint64(len(r.b)-r.at) {
		return false
	}
	r.at += int(n)
	return true
}

// all reads so many values.
func (r *reader) all(n uint64, depth int, value func(depth int) bool) bool {
	if n > uint64(len(r.b)-r.at) { // each has a byte at least
		return false
	}
	for range n {
		if !value(depth + 1) {
			return false
		}
	}
	return true
}

// packed reads a value of MessagePack.
func (r *reader) packed(depth int) bool {
	if depth > deepest || r.at >= len(r.b) {
		return false
	}
	c := r.b[r.at]
	r.at++
	r.begin(c, c < 0x80 || c >= 0xe0, c < 0xa1)
	counted := func(size int, then func(n uint64) bool) bool {
		n, ok := r.number(size)
		return ok && then(n)
	}
	elements := func(n uint64) bool { return r.all(n, depth, r.packed) }
	pairs := func(n uint64) bool { return r.all(2*n, depth, r.packed) }
	switch {
	case c < 0x80, c >= 0xe0, c == 0xc0, c == 0xc2, c == 0xc3:
		return true
	case c < 0x90:
		return pairs(uint64(c & 0xf))
	case c < 0xa0:
		return elements(uint64(c & 0xf))
	case c < 0xc0:
		return r.skip(uint64(c & 0x1f))
	case c >= 0xc4 && c <= 0xc6: // bytes
		return counted(1<<(c-0xc4), r.skip)
	case c >= 0xc7 && c <= 0xc9: // a type of the program's own
		return counted(1<<(c-0xc7), func(n uint64) bool { return r.skip(n + 1) })
	case c == 0xca:
		return r.skip(4)
	case c == 0xcb:
		return r.skip(8)
	case c >= 0xcc && c <= 0xd3: // numbers without and with a sign
		return r.skip(1 << (c & 3))
	case c >= 0xd4 && c <= 0xd8:
		return r.skip(1 + 1<<(c-0xd4))
	case c >= 0xd9 && c <= 0xdb: // texts
		return counted(1<<(c-0xd9), r.skip)
	case c == 0xdc || c == 0xdd:
		return counted(2<<(c-0xdc), elements)
	case c == 0xde || c == 0xdf:
		return counted(2<<(c-0xde), pairs)
	}
	return false // 0xc1 is never used
}
