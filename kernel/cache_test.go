package kernel

import (
	"strings"
	"testing"
)

// TestResolveCache: where files in memory are is known of every kernel that has the folio or
// the page in its type information.
func TestResolveCache(t *testing.T) {
	for _, kernel := range kernels {
		if strings.HasSuffix(kernel, "s390x") {
			continue // testdata has no more of these than a capture needs
		}
		c := resolve(t, kernel).Cache
		if !c.Known() || c.Slots() != 64 || c.NodeShift.Size != 1 || c.PageFlags != (Field{0, 8}) || c.PageMapping != (Field{24, 8}) || c.PageIndex != (Field{32, 8}) {
			t.Errorf("%s: %+v", kernel, c)
		}
	}
}
