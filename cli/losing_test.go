package cli

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

type flushed struct {
	format.Writer
	times int
}

func (f *flushed) Flush() error { f.times++; return nil }

// TestLosing: that messages are missing is told once, of what is no message never, and it is not
// looked for all the time.
func TestLosing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []string
		looked := 0
		all := []format.Loss{{Count: 2, Note: "late"}}
		w := &flushed{}
		l := &losing{Writer: w, tell: func(a ...any) { told = append(told, fmt.Sprintln(a...)) }, losses: func() []format.Loss {
			looked++
			return append([]format.Loss{}, all...)
		}}
		flush := func(times int) {
			for range times {
				if err := l.Flush(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(100 * time.Millisecond)
			}
		}
		flush(30)
		if looked != 3 || len(told) > 0 {
			t.Errorf("looked %d times, told %q", looked, told)
		}
		all = append(all, format.Loss{Count: 3, Note: "gone", Missing: true})
		flush(30)
		if want := "messages are being lost: 3 gone so far; the end says how many in all\n"; len(told) != 1 || told[0] != want || looked != 4 {
			t.Errorf("looked %d times, told %q", looked, told)
		}
		if w.times != 60 {
			t.Errorf("flushed %d times", w.times)
		}
	})
}
