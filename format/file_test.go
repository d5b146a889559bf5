package format

import (
	"strings"
	"testing"
)

// TestSize: what is told of files counts for the memory that a message takes, as it may be
// far more than its bytes.
func TestSize(t *testing.T) {
	m := &Message{Parts: []Part{{Data: []byte("ab")}}}
	if n := m.Size(); n != 2 {
		t.Errorf("%d bytes", n)
	}
	m.Files = make([]File, 253)
	m.Files[0].Name = strings.Repeat("x", 5000)
	m.Files[1].Content = &Content{Size: 1 << 30, Data: make([]byte, 7000)}
	if n := m.Size(); n < 2+12000+253 || n > 2+12000+253*100 {
		t.Errorf("with files %d bytes", n)
	}
}
