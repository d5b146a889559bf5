package infer

import "math"

// column is what the bytes at one offset look like over many frames.
type column struct {
	n        int
	distinct int
	entropy  float64 // bits
	value    byte    // the most frequent
	zeros    int
	low      byte // the least and the greatest
	high     byte
	opaque   bool // it is among bytes that look random in each row
}

func (c *column) constant() bool { return c.distinct == 1 }
func (c *column) zero() bool     { return c.distinct == 1 && c.value == 0 }

// allConstant reports whether none of these ever changes.
func allConstant(cols []column) bool {
	for i := range cols {
		if !cols[i].constant() {
			return false
		}
	}
	return true
}

// activity is the entropy as a part of the greatest that there could be: 0 to 1.
func (c *column) activity() float64 {
	if c.n < 2 {
		return 0
	}
	return c.entropy / min(8, log2(c.n))
}

// noisy reports whether it looks random.
func (c *column) noisy() bool { return c.opaque || !c.constant() && c.activity() >= 0.6 }

// columns are those of the first bytes of rows, as many as limit; rows that are shorter
// do not count in those that they do not have.
func columns(rows [][]byte, limit int) []column {
	list := make([]column, limit)
	known := shares{of: len(rows), bits: make([]float64, len(rows)+1)}
	for j := range list {
		list[j] = known.column(rows, j)
	}
	return list
}

func columnAt(rows [][]byte, j int) column {
	var none shares
	return none.column(rows, j)
}

// shares remembers what rows that have the same byte add to the entropy of a column, by how many of all
// they are.
type shares struct {
	of   int
	bits []float64
}

// entropy is what so many of n rows add.
func (s *shares) entropy(count, n int) float64 {
	if n == s.of && s.bits[count] != 0 {
		return s.bits[count]
	}
	p := float64(count) / float64(n)
	bits := p * math.Log2(p)
	if n == s.of {
		s.bits[count] = bits
	}
	return bits
}

func (s *shares) column(rows [][]byte, j int) column {
	var counts [256]int
	c := column{low: 255}
	for _, row := range rows {
		if j < len(row) {
			b := row[j]
			counts[b]++
			c.n++
			c.low, c.high = min(c.low, b), max(c.high, b)
		}
	}
	c.zeros = counts[0]
	most := 0
	for b, n := range counts {
		if n == 0 {
			continue
		}
		c.distinct++
		if n > most {
			most, c.value = n, byte(b)
		}
		c.entropy -= s.entropy(n, c.n)
	}
	return c
}

// shortest is the length of the shortest row.
func shortest(rows [][]byte) int {
	if len(rows) == 0 {
		return 0
	}
	n := len(rows[0])
	for _, row := range rows {
		n = min(n, len(row))
	}
	return n
}

// sameLength reports whether all rows are as long as the shortest.
func sameLength(rows [][]byte) bool {
	n := shortest(rows)
	for _, row := range rows {
		if len(row) != n {
			return false
		}
	}
	return true
}
