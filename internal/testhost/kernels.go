package testhost

import (
	"slices"
	"strings"
	"testing"
)

// SameOnAllKernels skips a test that takes a while in an emulated machine and nothing of which
// depends on the kernel, but on one of them and in the long run.
func SameOnAllKernels(t testing.TB) {
	t.Helper()
	onlyOn(t, "the same on every kernel", "6.12")
}

// MuchTheSame skips a test that takes long and of which the kernel's part has tests of its
// own, but on the oldest kernel, the newest, and in the long run.
func MuchTheSame(t testing.TB) {
	t.Helper()
	onlyOn(t, "much the same on every kernel", "5.10", "7.3")
}

func onlyOn(t testing.TB, why string, kernels ...string) {
	t.Helper()
	if guest := Guest(); testing.Short() && guest != "" && !slices.Contains(kernels, guest) {
		t.Skipf("%s: it runs on %s, and on all with --all", why, strings.Join(kernels, ", "))
	}
}
