package column

import (
	"hash/maphash"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Sample are at most so many of a list, evenly.
func Sample[T any](list []T, most int) []T {
	if len(list) <= most {
		return list
	}
	some := make([]T, most)
	for i := range some {
		some[i] = list[i*len(list)/most]
	}
	return some
}

// Rows are the bytes of frames.
func Rows(frames []*model.Frame) [][]byte {
	rows := make([][]byte, len(frames))
	for i, f := range frames {
		rows[i] = f.Data
	}
	return rows
}

// ByKey are frames by a number, in the order in which the numbers are first there.
func ByKey(frames []*model.Frame, key func(*model.Frame) int) (parts [][]*model.Frame) {
	at := map[int]int{}
	for _, f := range frames {
		k := key(f)
		i, ok := at[k]
		if !ok {
			i = len(parts)
			at[k] = i
			parts = append(parts, nil)
		}
		parts[i] = append(parts[i], f)
	}
	return parts
}

// Different are frames without repetitions, which would seem to prove what they repeat.
func Different(frames []*model.Frame) []*model.Frame {
	seen := make(map[uint64]bool, len(frames))
	list := make([]*model.Frame, 0, len(frames))
	for _, f := range frames {
		key := maphash.Bytes(Seed, f.Data[:min(len(f.Data), 512)])
		if !seen[key] {
			seen[key] = true
			list = append(list, f)
		}
	}
	return list
}

// Seed is that of hashes of rows and of shapes.
var Seed = maphash.MakeSeed()

// MaxJudged is how many bytes of frames have to be explained by kinds.
const MaxJudged = 96

// AllAlike reports whether the byte at an offset is the same in all rows.
func AllAlike(rows [][]byte, at int) bool {
	for _, row := range rows {
		if row[at] != rows[0][at] {
			return false
		}
	}
	return true
}

// AllZero reports whether all bytes are zero.
func AllZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// Shortest is the length of the shortest row.
func Shortest(rows [][]byte) int {
	if len(rows) == 0 {
		return 0
	}
	n := len(rows[0])
	for _, row := range rows {
		n = min(n, len(row))
	}
	return n
}

// SameLength reports whether all rows are as long as the shortest.
func SameLength(rows [][]byte) bool {
	n := Shortest(rows)
	for _, row := range rows {
		if len(row) != n {
			return false
		}
	}
	return true
}
