package learn

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestCaptureIsBounded: of more messages than are kept the first ones are, and the others
// counted.
func TestCaptureIsBounded(t *testing.T) {
	var c Capture
	for i := range uint64(maxMessages + 10) {
		c.Add(&format.Message{
			Type: format.Stream, From: format.End{Inode: 2*i + 1}, To: format.End{Inode: 2*i + 2, Name: "/x"},
			Len: 1, Parts: []format.Part{{Data: []byte("x")}},
		})
	}
	if len(c.Messages) != maxMessages || c.Left != 10 || len(c.clients) > maxMessages {
		t.Errorf("%d messages of %d conversations, %d left out", len(c.Messages), len(c.clients), c.Left)
	}
}
