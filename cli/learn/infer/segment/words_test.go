package segment

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestWords: where all is made of words, zeros are words, at the end, too, and a number has no fewer than four bytes.
func TestWords(t *testing.T) {
	var rows [][]byte
	for i := range 40 {
		b := make([]byte, 36)
		b[12], b[14], b[15], b[19] = byte(i%3), byte(i*7), 1, byte(i%5)
		rows = append(rows, b)
	}
	sizes := func(words bool) (list []int) {
		pieces, _ := Divide(column.Of(rows, 36), 0, Style{Order: model.Big, Words: words}, nil)
		for _, p := range pieces {
			list = append(list, p.Size)
		}
		return list
	}
	for _, n := range sizes(true) {
		if n%4 != 0 || n > 8 {
			t.Errorf("of words there are %v", sizes(true))
			break
		}
	}
	narrow := false
	for _, n := range sizes(false) {
		narrow = narrow || n%4 != 0 || n > 8
	}
	if !narrow {
		t.Errorf("without, there are %v", sizes(false))
	}
}
