package encoded

import (
	"bytes"
	"encoding/binary"
)

// bson reads one or more documents of BSON.
func bson(b []byte) (shape string, ok bool) {
	d := &document{}
	for rest := b; len(rest) > 0; {
		n := d.size(rest)
		if n == 0 || !d.read(rest[:n], 0) {
			return "", false
		}
		rest = rest[n:]
	}
	return string(d.shape), len(b) > 0
}

// document reads documents, and keeps the types and names of their elements.
type document struct{ shape []byte }

// size is how long the document is that begins bytes: 0 if there is none.
func (d *document) size(b []byte) int {
	if len(b) < 5 {
		return 0
	}
	n := binary.LittleEndian.Uint32(b)
	if n < 5 || n > uint32(len(b)) || b[n-1] != 0 {
		return 0
	}
	return int(n)
}

// read reads the elements of a document.
func (d *document) read(b []byte, depth int) bool {
	if depth > deepest {
		return false
	}
	for b = b[4 : len(b)-1]; len(b) > 0; {
		end := bytes.IndexByte(b, 0)
		if end < 1 {
			return false
		}
		d.shape = append(d.shape, b[:end+1]...)
		kind := b[0]
		b = b[end+1:]
		n := d.value(kind, b, depth)
		if n < 0 || n > len(b) {
			return false
		}
		b = b[n:]
	}
	return true
}

// value is how long a value of a type is, negative if there is none.
func (d *document) value(kind byte, b []byte, depth int) int {
	counted := func(more int) int { // by a number of 4 bytes
		if len(b) < 4 || binary.LittleEndian.Uint32(b) > uint32(len(b)) {
			return -1
		}
		return 4 + int(binary.LittleEndian.Uint32(b)) + more
	}
	switch kind {
	case 0x01, 0x09, 0x11, 0x12: // a double, a time, a timestamp, 64 bits
		return 8
	case 0x02, 0x0d, 0x0e: // texts
		return counted(0)
	case 0x03, 0x04: // a document, an array
		n := d.size(b)
		if n == 0 || !d.read(b[:n], depth+1) {
			return -1
		}
		return n
	case 0x05: // bytes, with a subtype
		return counted(1)
	case 0x06, 0x0a, 0xff, 0x7f: // nothing, null, the least and the greatest key
		return 0
	case 0x07: // an id of an object
		return 12
	case 0x08:
		return 1
	case 0x0b: // a regular expression and its options
		first := bytes.IndexByte(b, 0)
		if first < 0 {
			return -1
		}
		second := bytes.IndexByte(b[first+1:], 0)
		if second < 0 {
			return -1
		}
		return first + 1 + second + 1
	case 0x10: // 32 bits
		return 4
	case 0x13: // 128 bits, decimal
		return 16
	}
	return -1
}
