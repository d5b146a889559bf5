// Package testrand gives tests random numbers that are others in every run.
package testrand

import (
	"math/rand/v2"
	"testing"
	"time"
)

// New is a source whose seed is in the test's log: rand.New(rand.NewPCG(seed, 0)) in place
// of it has a failure come again.
func New(t testing.TB) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}
