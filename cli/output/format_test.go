package output

import (
	"io"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestForPrograms: what a line of somebody else would spoil.
func TestForPrograms(t *testing.T) {
	sums := func(io.Writer) format.Writer { return nil }
	for _, test := range []struct {
		options Options
		want    bool
	}{
		{Options{Format: "hex"}, false},
		{Options{Format: "string"}, false},
		{Options{Format: "header"}, false},
		{Options{Format: "json"}, true},
		{Options{Format: "go"}, true},
		{Options{Format: "html"}, true},
		{Options{Format: "har"}, true},
		{Options{Format: "parquet"}, true},
		{Options{Format: "json", Save: Save{Path: "x"}}, false}, // nothing is shown
		{Options{Format: "json", Save: Save{Path: "x"}, Print: true}, true},
		{Options{Format: "hex", Save: Save{Path: Standard}}, true},
		{Options{Format: "json", Instead: sums}, false}, // its format is its own
	} {
		if got := test.options.ForPrograms(); got != test.want {
			t.Errorf("%s, -w %s: %v", test.options.Format, test.options.Save.Path, got)
		}
	}
}
