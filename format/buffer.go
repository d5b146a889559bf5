package format

import (
	"bufio"
	"io"
)

// bufferSize is what is written at once, if nobody asks for it earlier.
const bufferSize = 1 << 16

// NewBuffer returns a buffer that writes to w. Writers of this package that are given one
// use it instead of one of their own, so that its owner can see what waits in it.
func NewBuffer(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, bufferSize) }

func newBuffer(w io.Writer) *bufio.Writer { return NewBuffer(w) } // w, if that is one

// room returns an empty slice to append n bytes to and then write to w, which costs no
// garbage and hardly a copy. More bytes than n cost both.
func room(w *bufio.Writer, n int) []byte {
	if w.Available() < n {
		w.Flush() // w keeps the error
	}
	return w.AvailableBuffer()
}
