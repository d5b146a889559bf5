package output

import (
	"errors"
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestEnoughBytes: it ends behind so many bytes, in the middle of a message as well.
func TestEnoughBytes(t *testing.T) {
	o := Options{Format: "header", Enough: 10}
	out, err := o.Open(t.Context(), io.Discard, About{})
	if err != nil {
		t.Fatal(err)
	}
	limited := o.Limit(out)
	for i, size := range []int{4, 5, 0, 1} {
		m := &format.Message{Len: int64(size), Parts: []format.Part{{Data: make([]byte, size)}}, More: i == 3}
		if err := limited.Write(m); errors.Is(err, ErrEnough) != (i == 3) {
			t.Errorf("message %d: %v", i, err)
		}
	}
}
