package probes

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// limit sets a limit of this process until the test ends.
func limit(t *testing.T, resource int, to uint64) {
	t.Helper()
	var before unix.Rlimit
	check(t, unix.Getrlimit(resource, &before))
	check(t, unix.Setrlimit(resource, &unix.Rlimit{Cur: to, Max: before.Max}))
	t.Cleanup(func() { check(t, unix.Setrlimit(resource, &before)) })
}

// TestLimits: who may open few files, or use little memory, is told which limit that is
// and to what it has to be raised; and that is enough.
func TestLimits(t *testing.T) {
	for _, test := range []struct {
		name     string
		resource int
		low      uint64
		unit     uint64
		flag     string
		grown    uint64 // by how much we may need more by then
	}{
		{"files", unix.RLIMIT_NOFILE, 32, 1, "-n", 0},
		{"address space", unix.RLIMIT_AS, addressSpace() + 100<<20, 1 << 10, "-v", 1 << 20},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := CheckLimits(); err != nil {
				t.Fatalf("before: %v", err)
			}
			limit(t, test.resource, test.low)
			err := CheckLimits()
			if err == nil {
				t.Fatal("no error")
			}
			_, help, _ := strings.Cut(err.Error(), "raise that limit ")
			var to uint64
			if n, _ := fmt.Sscanf(help, "(ulimit "+test.flag+" %d)", &to); n != 1 || to <= test.low/test.unit {
				t.Fatal(err)
			}
			if !strings.Contains(err.Error(), fmt.Sprintf("at most %d ", test.low/test.unit)) {
				t.Error(err)
			}
			limit(t, test.resource, to*test.unit+test.grown)
			if err := CheckLimits(); err != nil {
				t.Errorf("with a limit of %d: %v", to, err)
			}
		})
	}
}

// TestSuitableRing: few CPUs have large rings, many have together what a small machine can
// spare.
func TestSuitableRing(t *testing.T) {
	for _, test := range []struct {
		cpus   int
		memory uint64
		want   int
	}{
		{1, 8 << 30, 2 << 20},
		{2, 2 << 30, 2 << 20},
		{4, 8 << 30, 2 << 20},
		{8, 8 << 30, 2 << 20},
		{12, 16 << 30, 1 << 20},
		{16, 16 << 30, 1 << 20},
		{64, 64 << 30, 256 << 10},
		{256, 512 << 30, 256 << 10},
		{2, 128 << 20, 1 << 20},
		{16, 1 << 30, 1 << 20},
		{64, 1 << 30, 256 << 10},
		{256, 1 << 30, 64 << 10},
		{2, 0, 64 << 10},
	} {
		if got := suitableRing(test.cpus, test.memory); got != test.want {
			t.Errorf("%d CPUs, %d MiB: rings of %d KiB, want %d", test.cpus, test.memory>>20, got>>10, test.want>>10)
		}
	}
}

// TestTooLargeForTheMachine: rings that are asked for are refused before the kernel ends
// processes for want of memory.
func TestTooLargeForTheMachine(t *testing.T) {
	const gib = 1 << 30
	if err := fits(gib/4, 2, gib); err != nil {
		t.Error(err)
	}
	err := fits(gib, 2, gib)
	if want := "rings of 1048576 KiB for each of 2 CPUs take 2048 MiB, and 1024 MiB of memory are available: at most half of it is for rings (-B 262144)"; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if now, all := available(), memory(); now == 0 || now > all {
		t.Errorf("%d of %d bytes are available", now, all)
	}
}
