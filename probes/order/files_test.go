package order

import (
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestLimitOfFiles: what is told of files that are passed takes memory, too, far more than the
// bytes of their messages: no more waits than is allowed, and nothing counts that was let go.
func TestLimitOfFiles(t *testing.T) {
	const (
		limit = 1 << 20
		each  = 100 << 10
	)
	o, got := New(time.Hour), released{}
	o.Limit = limit
	begin(o, sendID{1, 1}) // blocks
	for i := range 40 {
		id := sendID{2, uint64(2 + i)}
		begin(o, id)
		o.TakeFiles(&program.Record{Kind: program.RecordFiles, Thread: id.thread, Time: id.time},
			[]format.File{{Name: strings.Repeat("x", each/2), Content: &format.Content{Data: make([]byte, each/2)}}})
		finish(o, id, 1)
		o.Swept(id.time, got.release)
		if o.FilesHeld() > limit+2*each {
			t.Fatalf("behind %d sends %d bytes of files are held", i, o.FilesHeld())
		}
	}
	if len(got.messages) == 0 {
		t.Error("nothing was let go")
	}
	o.Drain(got.release)
	if o.FilesHeld() != 0 || o.held() != 0 {
		t.Errorf("%d bytes of files are held in the end, %d in all", o.FilesHeld(), o.held())
	}
}
