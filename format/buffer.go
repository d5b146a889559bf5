package format

import (
	"bufio"
	"io"
)

// bufferSize is what is written at once, if nobody asks for it earlier.
const bufferSize = 1 << 16

// NewBuffer returns a buffer that writes to w, or w if that is one: so who gives one to a
// Writer of this package can see what waits in it.
func NewBuffer(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, bufferSize) }

// Counter counts the bytes that it has written to W.
type Counter struct {
	W       io.Writer
	Written int64 // those of a write that failed, too, as far as it went
}

func (c *Counter) Write(p []byte) (int, error) {
	n, err := c.W.Write(p)
	c.Written += int64(n)
	return n, err
}

// room returns an empty slice to append n bytes to and then write to w, which costs no
// garbage and hardly a copy. More bytes than n cost both.
func room(w *bufio.Writer, n int) []byte {
	if w.Available() < n {
		w.Flush() // w keeps the error
	}
	return w.AvailableBuffer()
}
