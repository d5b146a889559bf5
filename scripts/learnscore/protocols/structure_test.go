package protocols

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// shown are leaves as NAME:SIZE, without what stands before the last dot of a name; "no" if no
// structure fits.
func shown(leaves []truth.Leaf, ok bool) string {
	if !ok {
		return "no"
	}
	var words []string
	end := 0
	for _, l := range leaves {
		if l.Offset != end {
			words = append(words, fmt.Sprintf("gap:%d", l.Offset-end))
		}
		words = append(words, fmt.Sprintf("%s:%d", l.Label.Name[strings.LastIndex(l.Label.Name, ".")+1:], l.Size))
		end = l.Offset + l.Size
	}
	return strings.Join(words, " ")
}

// checkLayout frames data and lays fields over what is framed, which have to fill it.
func checkLayout(t *testing.T, frame framer, fields Layout, data []byte, fromClient bool) {
	for len(data) > 0 {
		n := frame(data, 0, fromClient)
		if n <= 0 || n > len(data) {
			return
		}
		if leaves, ok := fields(data[:n], 0, fromClient); ok {
			end := 0
			for _, l := range leaves {
				if l.Offset < end || l.Size <= 0 {
					t.Fatalf("%s of %x", shown(leaves, ok), data[:n])
				}
				end = l.Offset + l.Size
			}
			if end != n {
				t.Fatalf("%s ends at %d of %d", shown(leaves, ok), end, n)
			}
		}
		data = data[n:]
	}
}
