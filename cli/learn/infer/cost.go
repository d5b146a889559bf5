package infer

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// varying are the columns of frames, up to a limit, that are not the same in all.
func varying(frames []*model.Frame, limit int) []int {
	var list []int
	for j := range limit {
		if varies(frames, j) {
			list = append(list, j)
		}
	}
	return list
}

// varies reports whether the byte at an offset is not the same in all frames.
func varies(frames []*model.Frame, j int) bool {
	return slices.ContainsFunc(frames, func(f *model.Frame) bool { return symbol(f, j) != symbol(frames[0], j) })
}

// symbol is the byte at an offset, 256 if the frame is too short.
func symbol(f *model.Frame, j int) int {
	if j < len(f.Data) {
		return int(f.Data[j])
	}
	return 256
}

// cost is how many bits it takes to tell some columns of frames: for each the values that
// it has, and then which of them each frame has; the length like a column. Zeros and what
// is not there are had nearly for nothing.
func cost(frames []*model.Frame, cols []int) float64 {
	const perValue = 8 // bits
	sum := 0.0
	var counts [257]int
	var there, sizes []int // symbols that are counted, and how often
	for _, j := range cols {
		values := 0.0
		for _, f := range frames {
			b := symbol(f, j)
			if counts[b] == 0 {
				if b == 0 || b == 256 {
					values++
				} else {
					values += perValue
				}
				there = append(there, b)
			}
			counts[b]++
		}
		for _, b := range there {
			sizes = append(sizes, counts[b])
			counts[b] = 0
		}
		// Bytes that are random are told as they are.
		sum += min(values+codeLength(sizes, len(frames)), perValue*float64(len(frames)))
		there, sizes = there[:0], sizes[:0]
	}
	lengths := map[int]int{}
	for _, f := range frames {
		lengths[len(f.Data)]++
	}
	list := make([]int, 0, len(lengths))
	for _, n := range lengths {
		list = append(list, n)
	}
	slices.Sort(list)
	return sum + 4*(codeLength(list, len(frames))+perValue*float64(len(list)))
}

// codeLength is how many bits it takes to tell n things apart by kind, of which there are counts.
func codeLength(counts []int, n int) float64 {
	sum := float64(n) * column.Log2(n)
	for _, c := range counts {
		if c > 1 {
			sum -= float64(c) * column.Log2(c)
		}
	}
	return sum
}
