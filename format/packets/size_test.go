package packets_test

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// TestSizeWith: no file gets larger than what was told before, be that known at once or by
// trying, and what is known at once is not much more.
func TestSizeWith(t *testing.T) {
	for i, o := range everyLook {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			o.Filter, o.OS = strings.Repeat("\x1b", 2000), "Linux"
			var file bytes.Buffer
			w, err := packets.NewWriter(&file, o)
			if err != nil {
				t.Fatal(err)
			}
			next := variedMessages(uint64(i))
			for n := range 300 {
				m := next()
				if n%10 == 0 {
					m.From.Process = &format.Process{Executable: strings.Repeat("\x01", 4000), Command: []string{strings.Repeat("\x01", 4000), ""}}
				}
				quick, err := w.SizeWith(m, math.MaxInt64)
				if err != nil {
					t.Fatal(err)
				}
				tried, err := w.SizeWith(m, 0)
				if err != nil {
					t.Fatal(err)
				}
				before := w.Size()
				if err := w.Write(m); err != nil {
					t.Fatal(err)
				}
				if now := w.Size(); now > quick || now > tried {
					t.Fatalf("message %d: %d bytes, %d were told at once and %d after trying", n, now, quick, tried)
				}
				if m.Captured() > 1<<16 && quick-before > 2*m.Captured() && !strings.Contains(m.SocketName().String(), "bus") {
					t.Errorf("message %d of %d bytes: %d more were told at once", n, m.Captured(), quick-before)
				}
			}
			last, err := w.SizeWith(next(), math.MaxInt64)
			if err != nil {
				t.Fatal(err)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			if int64(file.Len()) > last {
				t.Errorf("closed, it has %d bytes, more than %d", file.Len(), last)
			}
		})
	}
}
