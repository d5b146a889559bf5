package report

import (
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestTurnsAreBounded: so many conversations are followed at most, and the first to the end.
func TestTurnsAreBounded(t *testing.T) {
	var all turns
	message := func(inode uint64) *format.Message {
		return &format.Message{Type: format.Stream, From: format.End{Inode: inode}, To: format.End{Inode: inode + 1, Name: "/x"}, Len: 1}
	}
	for i := range uint64(maxTurns + 100) {
		all.add(message(2*i + 1))
	}
	all.add(message(1))
	if len(all.order) != maxTurns || len(all.byID) != maxTurns {
		t.Errorf("%d are followed", len(all.order))
	}
	if err := all.write(format.NewJSON(io.Discard)); err != nil {
		t.Error(err)
	}
}
