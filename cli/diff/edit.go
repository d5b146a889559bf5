package diff

// Edit is a run of bytes of a turn of which the other capture has other ones, as the rest is
// put together: from what index to which in either. One of the runs may be empty.
type Edit struct {
	A, B Run
}

// Run are the indexes From to To, without that one.
type Run struct{ From, To int }

// Len is how many bytes it has.
func (r Run) Len() int { return r.To - r.From }

// size is how many bytes an edit is about.
func (e Edit) size() int { return max(e.A.Len(), e.B.Len()) }

const (
	// maxEdits is how many tokens may be new or missing; turns that differ in more are taken
	// to differ in all between the first and the last difference. It bounds the memory that it takes
	// to find out, 2 MB.
	maxEdits = 1000
	// maxSteps bounds the time in the same way.
	maxSteps = 1 << 25
)

// editsOf are what is to be changed in a to make b of it, in their order, apart from each
// other. Numbers and words are replaced as a whole: of 999 and 1000 nothing is the same.
func editsOf(a, b []byte) []Edit {
	x, y := tokens(a), tokens(b)
	same := func(i, j int) bool { return string(a[x[i]:x[i+1]]) == string(b[y[j]:y[j+1]]) }
	n, m := len(x)-1, len(y)-1
	start := 0
	for start < min(n, m) && same(start, start) {
		start++
	}
	for n > start && m > start && same(n-1, m-1) {
		n--
		m--
	}
	var edits []Edit
	for _, e := range shortest(start, n, start, m, same) {
		edits = append(edits, Edit{Run{x[e.A.From], x[e.A.To]}, Run{y[e.B.From], y[e.B.To]}})
	}
	return edits
}

// tokens are the indexes where words and numbers begin, any other byte is one by itself; the
// last is where the data ends.
func tokens(data []byte) []int {
	list := make([]int, 0, len(data)/4+2)
	for i, c := range data {
		if i == 0 || !isWord(c) || !isWord(data[i-1]) {
			list = append(list, i)
		}
	}
	return append(list, len(data))
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// shortest finds the fewest tokens to leave out of a and put into it, of those from a
// number to another one (Myers' greedy algorithm: with so many edits, how far can
// one get on each diagonal?).
func shortest(fromA, toA, fromB, toB int, same func(i, j int) bool) []Edit {
	n, m := toA-fromA, toB-fromB
	whole := []Edit{{Run{fromA, toA}, Run{fromB, toB}}}
	switch {
	case n == 0 && m == 0:
		return nil
	case n == 0 || m == 0:
		return whole
	}
	var trace [][]int32 // how far, on the diagonals -d to d, with d edits
	steps := 0
	furthest := func(d, k int) int { // in a, with d edits and one more to diagonal k
		before := trace[d]
		switch {
		case k == -d-1, k != d+1 && at(before, d, k-1) < at(before, d, k+1):
			return at(before, d, k+1)
		}
		return at(before, d, k-1) + 1
	}
	for d := 0; d <= min(n+m, maxEdits); d++ {
		row := make([]int32, 2*d+1)
		for k := -d; k <= d; k += 2 {
			i := 0
			if d > 0 {
				i = furthest(d-1, k)
			}
			for i < n && i-k < m && i-k >= 0 && same(fromA+i, fromB+i-k) {
				i++
				steps++
			}
			row[k+d] = int32(i)
			if i >= n && i-k >= m {
				return walk(append(trace, row), fromA, fromB, n, m, furthest)
			}
		}
		if steps += d; steps > maxSteps {
			break
		}
		trace = append(trace, row)
	}
	return whole
}

// at is how far one gets on diagonal k with d edits.
func at(row []int32, d, k int) int { return int(row[k+d]) }

// walk goes the way back, and returns the edits on it, those next to each other as one.
func walk(trace [][]int32, fromA, fromB, n, m int, furthest func(d, k int) int) []Edit {
	var back []Edit
	i, j := n, m
	for d := len(trace) - 1; d > 0; d-- {
		k := i - j
		// Where the edit ends that was made before what is the same.
		endA := furthest(d-1, k)
		endB := endA - k
		startA, startB := endA, endB
		if before := trace[d-1]; k == -d || k != d && at(before, d-1, k-1) < at(before, d-1, k+1) {
			startB-- // one of b was put in
		} else {
			startA-- // one of a was left out
		}
		e := Edit{Run{fromA + startA, fromA + endA}, Run{fromB + startB, fromB + endB}}
		if last := len(back) - 1; last >= 0 && back[last].A.From == e.A.To && back[last].B.From == e.B.To {
			back[last].A.From, back[last].B.From = e.A.From, e.B.From
		} else {
			back = append(back, e)
		}
		i, j = startA, startB
	}
	for l, r := 0, len(back)-1; l < r; l, r = l+1, r-1 {
		back[l], back[r] = back[r], back[l]
	}
	return back
}
