package layout

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Prefixes are those that a protocol uses, the likeliest first. They are found by the
// texts in its frames that are told the length of right before them.
func Prefixes(rows [][]byte) []model.Prefix {
	all := []model.Prefix{
		{Size: 4, Order: model.Big}, {Size: 4, Order: model.Little}, {Size: 2, Order: model.Big}, {Size: 2, Order: model.Little}, {Size: 1},
	}
	votes := make([]int, len(all))
	var both [][]int // prefixes that tell one text
	for _, row := range column.Sample(rows, 500) {
		for at := 0; at < min(len(row), 2048); {
			n := text.Run(row[at:])
			if n < 3 {
				at += n + 1
				continue
			}
			if tell := telling(all, row, at, n); len(tell) > 0 {
				both = append(both, tell)
				for _, i := range tell {
					votes[i]++
				}
			}
			at += n
		}
	}
	// What tells a text in one order may tell it in the other one by chance, with its lowest byte as a letter: only the
	// better one counts then.
	counts := slices.Clone(votes)
	for _, tell := range both {
		for _, i := range tell {
			if slices.ContainsFunc(tell, func(j int) bool {
				return all[j].Size > 1 && all[i].Size > 1 && all[j].Order != all[i].Order && counts[j] > counts[i]
			}) {
				votes[i]--
			}
		}
	}
	most := slices.Max(votes)
	var list []model.Prefix
	for i, p := range all {
		if votes[i] > 0 && votes[i]*10 >= most*9 {
			list = append(list, p)
		}
	}
	for i, p := range all { // those that are seldom, behind
		if votes[i] > 0 && votes[i]*10 < most*9 && votes[i]*5 >= most {
			list = append(list, p)
		}
	}
	return list
}

// telling are those of the prefixes that tell the length of a text of n bytes.
func telling(all []model.Prefix, row []byte, at, n int) (list []int) {
	wide := false // four bytes of the big order tell it
	for i, p := range all {
		if wide && (p.Size == 1 || p.Size == 2 && p.Order == model.Big) {
			continue // which are the lower ones of those
		}
		// The text may be told from the bytes around it by its length alone.
		for skip := range min(n-2, 3) {
			if start := at + skip - p.Size; start >= 0 {
				v := model.Uint(row[start:at+skip], p.Order)
				if left := uint64(n - skip); v == left || v == left+1 || v >= 3 && v < left && v+3 > left {
					list = append(list, i)
					wide = wide || p.Size == 4 && p.Order == model.Big && skip == 0
					break
				}
			}
		}
	}
	return list
}

// The bounds of telling that a NUL is behind texts whose length does not count it: how many texts show that at least, how many
// times as many as show that there is none, and how many of those that a NUL follows there are to one of them at most.
const leastEnded, mostlyEnded, endedAmong = 6, 10, 4

// EndsTexts reports whether a NUL is behind texts whose length is told by the likeliest prefix, which does not count it. It may be the
// first byte of what follows, too, such as of another length: only a text that ends a row but for it, or behind which the next one
// begins a byte further on, shows that.
func EndsTexts(rows [][]byte, prefixes []model.Prefix) bool {
	if len(prefixes) == 0 {
		return false
	}
	p, ended, followed, others := prefixes[0], 0, 0, 0
	begins := func(row []byte, at int) bool { return SpeaksAt(row, at, p) }
	for _, row := range column.Sample(rows, 300) {
		for at := 0; at < min(len(row), 1024); {
			if !begins(row, at) {
				at++
				continue
			}
			n, _ := TextAt(row, at, p)
			end := at + p.Size + n
			switch {
			case end == len(row) || row[end] != 0 || begins(row, end) && !begins(row, end+1):
				others++
			case end+1 == len(row) || begins(row, end+1) && !begins(row, end):
				ended++
				fallthrough
			default:
				followed++
			}
			at = end
		}
	}
	return ended >= leastEnded && ended >= mostlyEnded*others && ended*endedAmong >= followed
}

// leastTold is how many characters a text has at least that speaks for itself, and mostTold how many of one are looked at.
const leastTold, mostTold = 3, 1024

// TextAt is how many bytes a text has, of which a NUL may be the last, whose length a prefix at an offset of a row tells: 0 of an empty one.
// It is not ok if that is no text, or more than there is.
func TextAt(row []byte, at int, p model.Prefix) (n int, ok bool) {
	from := at + p.Size
	if from > len(row) {
		return 0, false
	}
	length := model.Uint(row[at:from], p.Order)
	if length == 0 || length > uint64(len(row)-from) {
		return 0, length == 0
	}
	n = int(length)
	value := row[from : from+n]
	if value[n-1] == 0 {
		value = value[:n-1]
	}
	if len(value) > mostTold {
		return n, text.Begins(value)
	}
	return n, text.Is(value)
}

// SpeaksAt reports whether there is a text so long, and with letters, that it is hardly one by chance.
func SpeaksAt(row []byte, at int, p model.Prefix) bool {
	n, ok := TextAt(row, at, p)
	from := at + p.Size
	return ok && n >= leastTold && text.Letters(row[from:from+n])
}
