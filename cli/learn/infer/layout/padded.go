package layout

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// The bounds of telling that zeros fill up texts: how many at multiples of four there are at least, which part of those, and which
// part of all texts are there.
const leastPadded, mostlyPadded, leastThere = 6, 0.85, 1.0 / 3

// PadsTexts reports whether texts whose length is told by a prefix of four bytes of the big order are filled up with zeros to
// multiples of four, so that all is made of words. A number behind a text begins with zeros, too: with as many behind each, while
// behind padding there are as many behind that.
func PadsTexts(rows [][]byte, prefixes []model.Prefix) bool {
	if len(prefixes) == 0 || prefixes[0] != (model.Prefix{Size: 4, Order: model.Big}) {
		return false
	}
	all, texts, padded := 0, 0, 0
	var behindText, behindPadding [maxZeros + 1]int // texts by how many zeros there are
	for _, row := range column.Sample(rows, 500) {
		for at := 0; at < min(len(row), 2048); {
			start, end := toldBefore(row, at)
			if start < 0 {
				at += max(text.Run(row[at:]), 1)
				continue
			}
			if all++; start%4 == 0 {
				texts++
				zeros, padding := 0, -end&3
				for end+zeros < len(row) && row[end+zeros] == 0 && zeros < maxZeros {
					zeros++
				}
				if end+padding <= len(row) && zeros >= padding {
					padded++
					behindText[zeros]++
					behindPadding[zeros-padding]++
				}
			}
			at = end
		}
	}
	return texts >= leastPadded && float64(texts) >= leastThere*float64(all) && float64(padded) >= mostlyPadded*float64(texts) && slices.Max(behindPadding[:]) >= slices.Max(behindText[:])
}

// maxZeros is how many zeros behind a text are counted.
const maxZeros = 16

// toldBefore is where the text begins and ends that a row has at an offset, if four bytes of the big order before it tell its
// length, which is none of whole words; negative if they don't. The lowest one of them may look like a letter of it.
func toldBefore(row []byte, at int) (start, end int) {
	n := text.Run(row[at:])
	for skip := range min(n-2, 3) {
		if from := at + skip; from >= 4 && n-skip >= 3 && (n-skip)%4 != 0 && model.Uint(row[from-4:from], model.Big) == uint64(n-skip) {
			return from, at + n
		}
	}
	return -1, -1
}
