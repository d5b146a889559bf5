package output

import (
	"io"
	"math"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/search"
	"github.com/unixsnoop/unixsnoop/format"
)

// TestBytes: no more are captured than are shown, and no fewer than are looked at.
func TestBytes(t *testing.T) {
	pattern, err := search.Regexp("x")
	if err != nil {
		t.Fatal(err)
	}
	grep := Search{grep: search.Patterns{pattern}}
	until := Search{until: search.Patterns{pattern}}
	instead := func(io.Writer) format.Writer { return nil }
	for _, test := range []struct {
		options Options
		want    int
	}{
		{Options{Format: "hex"}, 0},
		{Options{Format: "hex", Snaplen: 7}, 7},
		{Options{Format: "hex", Snaplen: math.MaxInt64}, math.MaxInt32},
		{Options{Format: "hex", Snaplen: 7, Search: grep}, 0},
		{Options{Format: "header"}, -1},
		{Options{Format: "header", Snaplen: 7}, 7}, // it says how many are captured
		{Options{Format: "header", Search: grep}, 0},
		{Options{Format: "header", Search: until}, 0},
		{Options{Format: "header", Decode: true}, 0},
		{Options{Format: "header", Instead: instead}, 0},
		{Options{Format: "header", Save: Save{Path: "x.pcapng"}}, 0},
		{Options{Format: "header", Save: Save{Path: "x.pcapng"}, Print: true, Snaplen: 7}, 7},
	} {
		if got := test.options.Bytes(); got != test.want {
			t.Errorf("%+v: %d, want %d", test.options, got, test.want)
		}
	}
}
