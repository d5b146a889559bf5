package encoded

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/binary"
	"io"
	"strconv"
)

// The bounds of what is decompressed as a proof, in bytes.
const (
	leastInflated = 1
	leastCut      = 32 // of what has no end: some bytes come out of nearly anything
	mostInflated  = 4096
)

// inflated reads what a decompressor opens: its first bytes come out whole.
func inflated(open func(r io.Reader) (io.Reader, error)) func(b []byte) (string, bool) {
	return func(b []byte) (string, bool) {
		r, err := open(bytes.NewReader(b))
		if err != nil {
			return "", false
		}
		n, err := io.CopyN(io.Discard, r, mostInflated)
		// Streams that go on in the next message end without a checksum.
		ok := n >= leastInflated && (err == nil || err == io.EOF || err == io.ErrUnexpectedEOF)
		if err == io.ErrUnexpectedEOF && n < leastCut {
			return "", ok
		}
		return strconv.FormatInt(n, 10), ok
	}
}

func gunzip(r io.Reader) (io.Reader, error)  { return gzip.NewReader(r) }
func zlibbed(r io.Reader) (io.Reader, error) { return zlib.NewReader(r) }

// marked reads what begins with bytes that nothing else begins with.
func marked(magic string) func(b []byte) (string, bool) {
	return func(b []byte) (string, bool) {
		return strconv.Itoa(len(b)), len(b) > len(magic) && string(b[:len(magic)]) == magic
	}
}

// pickle reads what Python serialises with protocols 2 to 5. From 4 on it is in a frame, of
// which it tells the size; before, its last operation, to stop, ends it.
func pickle(b []byte) (shape string, ok bool) {
	const proto, frame, stop = 0x80, 0x95, '.'
	if len(b) < 4 || b[0] != proto || b[1] < 2 || b[1] > 5 || b[len(b)-1] != stop {
		return "", false
	}
	if b[1] >= 4 && b[2] == frame && (len(b) < 11 || binary.LittleEndian.Uint64(b[3:11]) > uint64(len(b)-11)) {
		return "", false
	}
	return strconv.Itoa(len(b)), true
}
