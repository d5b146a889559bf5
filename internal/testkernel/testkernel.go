// Package testkernel gives tests a kernel that can be captured on.
package testkernel

import (
	"fmt"
	"sync"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/kernel"
)

// Need returns where this kernel has what is captured. If it can't be captured on, the
// test fails in a guest of scripts/vm and is skipped elsewhere.
func Need(t testing.TB) *kernel.Offsets {
	t.Helper()
	o, err := inspect()
	if err != nil {
		err = fmt.Errorf("%w (scripts/test runs this on kernels that can)", err)
	}
	testhost.Need(t, testhost.InGuests, err)
	return o
}

// Refuses says why this kernel can't be captured on; nil is that it can.
func Refuses() error {
	_, err := inspect()
	return err
}

// inspect takes its time, and always says the same.
var inspect = sync.OnceValues(func() (*kernel.Offsets, error) {
	host, err := kernel.ThisHost("")
	if err != nil {
		return nil, err
	}
	if err := host.Inspect().Err(); err != nil {
		return nil, err
	}
	return host.Offsets()
})
