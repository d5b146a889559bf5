package column

import "math"

// logarithms are those of small numbers, to the base of 2.
var logarithms = func() (list [256]float64) {
	for i := range list {
		list[i] = math.Log2(float64(max(i, 1)))
	}
	return list
}()

// Log2 is the logarithm of n to the base of 2, 0 of n below 1 that is not negative.
func Log2(n int) float64 {
	if n < len(logarithms) {
		return logarithms[n]
	}
	return math.Log2(float64(n))
}
