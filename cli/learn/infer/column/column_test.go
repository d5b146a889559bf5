package column

import (
	"math"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// TestColumns: what is said of all columns together is what each one has, of rows that are not equally long
// too, and its entropy is that of its values.
func TestColumns(t *testing.T) {
	random := testrand.New(t)
	for range 50 {
		rows := make([][]byte, 1+random.IntN(40))
		values := 1 + random.IntN(255)
		for i := range rows {
			rows[i] = make([]byte, 1+random.IntN(6))
			for j := range rows[i] {
				rows[i][j] = byte(random.IntN(values))
			}
		}
		for j, c := range Of(rows, 6) {
			if c != At(rows, j) {
				t.Fatalf("column %d is %+v and %+v", j, c, At(rows, j))
			}
			counts, n, entropy := map[byte]int{}, 0, 0.0
			var there []byte
			for _, row := range rows {
				if j < len(row) {
					counts[row[j]]++
					there = append(there, row[j])
					n++
				}
			}
			for _, count := range counts {
				p := float64(count) / float64(n)
				entropy -= p * math.Log2(p)
			}
			if c.N != n || c.Distinct != len(counts) || c.Zeros != counts[0] || math.Abs(c.entropy-entropy) > 1e-9 {
				t.Fatalf("column %d of %v is %+v", j, there, c)
			}
			if n > 0 && (c.Low != slices.Min(there) || c.High != slices.Max(there) || c.Constant() != (len(counts) == 1)) {
				t.Fatalf("column %d of %v is %+v", j, there, c)
			}
		}
	}
}
