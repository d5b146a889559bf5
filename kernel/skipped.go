package kernel

import (
	"fmt"
	"os"
	"strings"
)

// Before Linux 6.7 the kernel does not tell how often it ran no program at a probe, as a
// task on that CPU was in a map call of the system call bpf (trace_call_bpf). It matters
// where a task can be made to stand still there: on preemptible kernels.

// TellsSkipped reports whether it is known how many probes are skipped, if any can be.
func (h *Host) TellsSkipped() bool {
	var major, minor int
	if n, _ := fmt.Sscanf(h.Release, "%d.%d", &major, &minor); n == 2 && (major > 6 || major == 6 && minor >= 7) {
		return true
	}
	return !h.mayPreempt()
}

// mayPreempt reports whether a task can lose its CPU within the kernel, as far as that is
// told.
func (h *Host) mayPreempt() bool {
	// The mode in use is in parentheses. Debugfs is not mounted everywhere.
	if modes, err := os.ReadFile(h.path("/sys/kernel/debug/sched/preempt")); err == nil {
		text := string(modes)
		return !strings.Contains(text, "(none)") && !strings.Contains(text, "(voluntary)")
	}
	version, _ := os.ReadFile(h.path("/proc/version"))
	if strings.Contains(string(version), " PREEMPT_DYNAMIC ") {
		// Whoever configured it has chosen what it is by default, and distributions don't
		// choose this one mostly.
		line, _ := os.ReadFile(h.path("/proc/cmdline"))
		return strings.Contains(" "+string(line), " preempt=full")
	}
	return strings.Contains(string(version), " PREEMPT")
}
