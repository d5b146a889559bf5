package learn

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestCaptureIsBounded: of more messages than are kept the first ones are, and the others
// counted.
func TestCaptureIsBounded(t *testing.T) {
	var c Capture
	for i := range uint64(MaxMessages + 10) {
		c.Add(&format.Message{
			Type: format.Stream, From: format.End{Inode: 2*i + 1}, To: format.End{Inode: 2*i + 2, Name: "/x"},
			Len: 1, Parts: []format.Part{{Data: []byte("x")}},
		})
	}
	if len(c.Messages) != MaxMessages || c.Left != 10 || len(c.clients) > MaxMessages {
		t.Errorf("%d messages of %d conversations, %d left out", len(c.Messages), len(c.clients), c.Left)
	}
}

// TestHolesAreBounded: messages that are said to be long, of which hardly a byte was captured, take
// no memory for all that is missing.
func TestHolesAreBounded(t *testing.T) {
	const messages = 200
	var c Capture
	testrun.Bounded(t, messages, func() {
		for i := range messages {
			c.Add(&format.Message{Type: format.Datagram, To: format.End{Inode: uint64(i), Name: "/x"}, Len: 1 << 20, Parts: []format.Part{{Data: []byte("x")}}})
		}
	})
	whole := 0
	for i := range c.Messages {
		if c.Messages[i].Whole() {
			whole++
		}
	}
	if len(c.Messages) != messages || whole > 0 {
		t.Errorf("%d messages, %d of them whole", len(c.Messages), whole)
	}
	c = Capture{}
	for range messages { // what -s cuts off is as long as it was
		c.Add(&format.Message{Type: format.Datagram, Len: 10_000, Parts: []format.Part{{Data: make([]byte, 64)}}})
	}
	for i := range c.Messages {
		if m := &c.Messages[i]; len(m.Data) != 10_000 || m.Whole() {
			t.Fatalf("message %d has %d bytes", i, len(m.Data))
		}
	}
}
