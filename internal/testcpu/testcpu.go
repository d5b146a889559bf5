// Package testcpu gives tests CPUs that go and come back, and threads on one of them.
package testcpu

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// Removable is a CPU that can be taken offline, not the last one if there are several.
// Without one the test ends, as it does where CPUs are not to be taken from anybody.
func Removable(t testing.TB) (cpu int) {
	t.Helper()
	testhost.Root(t)
	testhost.Expendable(t)
	for cpu := 1; cpu < runtime.NumCPU(); cpu++ {
		if _, err := os.Stat(file(cpu)); err == nil {
			return cpu
		}
	}
	testhost.Need(t, testhost.InGuests, errors.New("no CPU can be taken offline"))
	return 0
}

// Offline takes a CPU away, until the test ends or Online brings it back.
func Offline(t testing.TB, cpu int) {
	t.Helper()
	t.Cleanup(func() { set(t, cpu, "1") })
	set(t, cpu, "0")
}

// Online brings a CPU back.
func Online(t testing.TB, cpu int) {
	t.Helper()
	set(t, cpu, "1")
}

func set(t testing.TB, cpu int, online string) {
	t.Helper()
	if err := os.WriteFile(file(cpu), []byte(online), 0); err != nil {
		t.Fatal(err)
	}
}

func file(cpu int) string { return fmt.Sprintf("/sys/devices/system/cpu/cpu%d/online", cpu) }

// Usable are the CPUs that a process may run on now.
func Usable(t testing.TB) (cpus []int) {
	t.Helper()
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(os.Getpid(), &set); err != nil {
		t.Fatal(err)
	}
	for cpu := range 64 * len(set) {
		if set.IsSet(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return slices.Clip(cpus)
}

// On runs a function on a thread that stays on a CPU.
func On(t testing.TB, cpu int, run func()) {
	t.Helper()
	var set unix.CPUSet
	set.Set(cpu)
	done := make(chan error)
	go func() {
		// The thread ends with this goroutine: it would be of no use to others.
		runtime.LockOSThread()
		err := unix.SchedSetaffinity(0, &set)
		if err == nil {
			run()
		}
		done <- err
	}()
	if err := <-done; err != nil {
		t.Fatalf("moving to CPU %d: %v", cpu, err)
	}
}
