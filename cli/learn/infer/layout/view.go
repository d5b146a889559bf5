package layout

import "github.com/unixsnoop/unixsnoop/cli/learn/infer/segment"

// view is what is left of frames behind a point that each has, at its own offset.
type view struct {
	rows [][]byte
	at   []int // of each row in its frame

	whole [][]byte // the frames
}

func newView(rows [][]byte, start int) view {
	v := view{make([][]byte, len(rows)), make([]int, len(rows)), rows}
	for i, row := range rows {
		v.rows[i], v.at[i] = row[start:], start
	}
	return v
}

// behind is what is left behind the first so many bytes of each row.
func (v view) behind(sizes func(i int) int) view {
	w := view{make([][]byte, len(v.rows)), make([]int, len(v.rows)), v.whole}
	for i, row := range v.rows {
		n := sizes(i)
		w.rows[i], w.at[i] = row[n:], v.at[i]+n
	}
	return w
}

// base is the offset in the frame that all rows begin at, -1 if they differ.
func (v view) base() int {
	for _, at := range v.at {
		if at != v.at[0] {
			return -1
		}
	}
	return v.at[0]
}

// phase is what remains of a multiple of 4 where the rows begin, 0 if they differ.
func (v view) phase() int {
	for _, at := range v.at {
		if at%segment.Phases != v.at[0]%segment.Phases {
			return 0
		}
	}
	return v.at[0] % segment.Phases
}

// multiples is how many rows have what is at an offset of theirs at a multiple of a number in their frames.
func (v view) multiples(offset, of int) (n int) {
	for _, at := range v.at {
		if (at+offset)%of == 0 {
			n++
		}
	}
	return n
}

func (v view) empty() bool {
	for _, row := range v.rows {
		if len(row) > 0 {
			return false
		}
	}
	return true
}
