// Package column looks at rows of bytes, such as the frames of a kind, and at their columns: what all
// rows have at one offset.
package column

import (
	"math"

	"github.com/unixsnoop/unixsnoop/cli/learn/text"
)

// Column is what the bytes at one offset look like over many frames.
type Column struct {
	N         int     // rows that have it
	Distinct  int     // values
	entropy   float64 // bits
	Value     byte    // the most frequent
	Zeros     int     // rows in which it is zero
	Letters   int     // rows in which it is printable
	Low, High byte    // the least and the greatest
	Opaque    bool    // it is among bytes that look random in each row
}

// Constant reports whether it never changes.
func (c *Column) Constant() bool { return c.Distinct == 1 }

// Zero reports whether it is always zero.
func (c *Column) Zero() bool { return c.Distinct == 1 && c.Value == 0 }

// Counts are how many bytes of columns are printable, how many are zero, and how many there are.
func Counts(cols []Column) (letters, zeros, all int) {
	for i := range cols {
		letters += cols[i].Letters
		zeros += cols[i].Zeros
		all += cols[i].N
	}
	return letters, zeros, all
}

// AllConstant reports whether none of these ever changes.
func AllConstant(cols []Column) bool {
	for i := range cols {
		if !cols[i].Constant() {
			return false
		}
	}
	return true
}

// Activity is the entropy as a part of the greatest that there could be: 0 to 1.
func (c *Column) Activity() float64 {
	if c.N < 2 {
		return 0
	}
	return c.entropy / min(8, Log2(c.N))
}

// Noisy reports whether it looks random.
func (c *Column) Noisy() bool { return c.Opaque || !c.Constant() && c.Activity() >= 0.6 }

// Of are the columns of the first bytes of rows, as many as limit; rows that are shorter
// do not count in those that they do not have.
func Of(rows [][]byte, limit int) []Column {
	list := make([]Column, limit)
	known := shares{of: len(rows), bits: make([]float64, len(rows)+1)}
	for j := range list {
		list[j] = known.column(rows, j)
	}
	return list
}

// At is the column at one offset.
func At(rows [][]byte, j int) Column {
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

func (s *shares) column(rows [][]byte, j int) Column {
	var counts [256]int
	c := Column{Low: 255}
	for _, row := range rows {
		if j < len(row) {
			b := row[j]
			counts[b]++
			c.N++
			c.Low, c.High = min(c.Low, b), max(c.High, b)
		}
	}
	c.Zeros = counts[0]
	most := 0
	for b, n := range counts {
		if n == 0 {
			continue
		}
		c.Distinct++
		if n > most {
			most, c.Value = n, byte(b)
		}
		if text.Printable(byte(b)) {
			c.Letters += n
		}
		c.entropy -= s.entropy(n, c.N)
	}
	return c
}

// AllOpaque reports whether all columns are marked so.
func AllOpaque(cols []Column) bool {
	for i := range cols {
		if !cols[i].Opaque {
			return false
		}
	}
	return true
}

// Small are values that fields of one byte often have.
const Small = 0x20
