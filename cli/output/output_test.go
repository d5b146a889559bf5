package output

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestEndedBeforeItBegan: whoever ends a capture while the probes are made has an output
// nevertheless, as most of them wait for nobody.
func TestEndedBeforeItBegan(t *testing.T) {
	ctx, end := context.WithCancel(t.Context())
	end()
	file := filepath.Join(t.TempDir(), "x")
	for range 20 {
		for _, o := range []*Options{{Format: "go"}, {Format: "hex", Save: Save{Path: file}}} {
			out, err := o.Open(ctx, io.Discard, About{Losses: func() []format.Loss { return nil }})
			if err != nil {
				t.Fatal(err)
			}
			if err := out.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}
