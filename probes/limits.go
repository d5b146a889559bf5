package probes

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
	"github.com/unixsnoop/unixsnoop/probes/ring"
)

// CheckLimits says which limit of this process is too low to capture or to count, and to
// what it should be raised. It is to be asked before anything else: who has run into a
// limit is told of something else, and by the Go runtime not even in words.
func CheckLimits() error {
	online, err := kernel.OnlineCPUs()
	if err != nil {
		return err
	}
	var files, space unix.Rlimit
	if err := errors.Join(unix.Getrlimit(unix.RLIMIT_NOFILE, &files), unix.Getrlimit(unix.RLIMIT_AS, &space)); err != nil {
		return fmt.Errorf("looking at the limits of this process: %w", err)
	}
	if need := openFiles(len(online)); files.Cur < need {
		return fmt.Errorf("at most %d files may be open, and %d CPUs take %d: raise that limit (ulimit -n %d)", files.Cur, len(online), need, need)
	}
	if need := addressSpace() + headroom + uint64(ringsTogether); space.Cur != unix.RLIM_INFINITY && space.Cur < need {
		return fmt.Errorf("at most %d KiB of address space may be used, and a capture takes %d: raise that limit (ulimit -v %d)", space.Cur>>10, need>>10, need>>10)
	}
	return nil
}

// openFiles is how many files a capture has open at most, with so many CPUs.
func openFiles(cpus int) uint64 {
	const (
		maps   = 24
		others = 24 // what was inherited, output, and what is open for a moment
	)
	places := len(userProbes) + len(returnProbes) + len(entryProbes)
	// Each probe has a perf event, a link and a program, a tracepoint the last two.
	return uint64(3*places + 2*len(program.Tracepoints) + maps + others + 2*cpus) // two rings each
}

// headroom is by how much the heap should be able to grow: the Go runtime takes address
// space by 64 MiB.
const headroom = 128 << 20

// addressSpace is how many bytes of it this process uses.
func addressSpace() uint64 {
	var pages uint64
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	if _, err := fmt.Sscan(string(statm), &pages); err != nil {
		return 0
	}
	return pages * uint64(os.Getpagesize())
}

// memory is how many bytes this machine has.
func memory() uint64 {
	var info unix.Sysinfo_t
	if err := unix.Sysinfo(&info); err != nil {
		return 0
	}
	return uint64(info.Totalram) * uint64(info.Unit)
}

// available is how many bytes of it can be had, without what others have in use.
func available() uint64 {
	info, _ := os.ReadFile("/proc/meminfo") // unreadable: what there is at all
	text, _ := proc.Field(info, "MemAvailable")
	kib, err := strconv.ParseUint(strings.TrimSuffix(text, " kB"), 10, 64)
	if err != nil {
		return memory()
	}
	return kib << 10
}

// fits says why rings of size bytes for so many CPUs are too much: the kernel would find the
// memory, and end processes for want of it. What is read from them waits in as much again.
func fits(size, cpus int, available uint64) error {
	if all := uint64(size) * uint64(cpus); all > available/2 {
		return fmt.Errorf("rings of %d KiB for each of %d CPUs take %d MiB, and %d MiB of memory are available: at most half of it is for rings (-B %d)",
			size>>10, cpus, all>>20, available>>20, available/2/uint64(cpus)>>10)
	}
	return nil
}

// tooLarge reports whether smaller rings may do where this failed.
func tooLarge(err error) bool {
	return errors.Is(err, ring.ErrLockLimit) || errors.Is(err, unix.ENOMEM)
}

// tooLittle says what to do about rings of size bytes that could not be opened for so many
// CPUs.
func tooLittle(err error, size, cpus int) error {
	err = fmt.Errorf("opening the perf rings: %w", err)
	switch {
	case errors.Is(err, ring.ErrLockLimit):
		all := cpus * (size + os.Getpagesize())
		return fmt.Errorf("%w; to lock %d KiB of memory for each CPU takes CAP_IPC_LOCK, that limit at %d KiB (ulimit -l) or smaller rings (-B)", err, size>>10, all>>10)
	case errors.Is(err, unix.ENOMEM):
		return fmt.Errorf("%w; there is no memory for %d KiB for each of %d CPUs, smaller rings (-B) take less", err, size>>10, cpus)
	case errors.Is(err, unix.EMFILE):
		return fmt.Errorf("%w; raise the limit of open files above %d (ulimit -n)", err, openFiles(cpus))
	}
	return err
}
