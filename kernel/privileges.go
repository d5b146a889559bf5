package kernel

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// What a process that is not root needs: each of these checks names the capabilities
// it is about, and so do pages and tracefs.

func (h *Host) has(capabilities ...uint) bool {
	for _, c := range capabilities {
		if h.Caps>>c&1 == 0 {
			return false
		}
	}
	return true
}

func (h *Host) privileges() Check {
	c := Check{Name: "privileges", Status: Works, Detail: "this process may load programs and read kernel memory (CAP_BPF and CAP_PERFMON)"}
	if !h.has(unix.CAP_SYS_ADMIN) && !h.has(unix.CAP_BPF, unix.CAP_PERFMON) {
		c.Status = Missing
		c.Detail = "this user may not trace the kernel (no CAP_BPF and CAP_PERFMON)"
		c.Help = h.asRoot()
	} else if h.inUserNamespace() {
		c.Status = Missing
		c.Detail = "this is a user namespace: who is root there has no rights outside of it"
		c.Help = "run it as root of the machine, outside of the container"
	}
	return c
}

// inUserNamespace reports whether users have other numbers here than on the machine, as all
// have in a user namespace that is of use.
func (h *Host) inUserNamespace() bool {
	ids, err := os.ReadFile(h.path("/proc/self/uid_map"))
	return err == nil && strings.Join(strings.Fields(string(ids)), " ") != "0 0 4294967295"
}

// filtered is how to go on where the kernel refuses what it lets others do with these
// capabilities.
const filtered = "run it outside of the container, or with a profile that allows the system calls bpf and perf_event_open"

// perfEvents: CAP_PERFMON is enough for Linux (perf_allow_cpu), but the kernels of
// Debian and Ubuntu know a kernel.perf_event_paranoid of 3 and 4, with which they want
// CAP_SYS_ADMIN.
func (h *Host) perfEvents() Check {
	c := Check{Name: "perf events", Status: Works, Detail: "this process may open them (CAP_PERFMON)"}
	switch err := h.PerfEvents(); {
	case err == nil:
	case errors.Is(err, os.ErrPermission):
		c.Status = Missing
		c.Detail = "this user may not open perf events (no CAP_PERFMON)"
		c.Help = h.asRoot()
		if h.has(unix.CAP_PERFMON) {
			level, err := h.perfEventParanoid()
			if err != nil || level <= paranoid {
				c.Detail = "perf events are refused to this process, though it has CAP_PERFMON: by a seccomp filter, as containers have one, or a security module"
				c.Help = filtered
				return c
			}
			c.Detail = "with the sysctl kernel.perf_event_paranoid at " + strconv.Itoa(level) + ", it keeps perf events from all without CAP_SYS_ADMIN"
			c.Help = "sysctl kernel.perf_event_paranoid=2, or run it as root"
		}
	default:
		c.Status, c.Detail = Unknown, err.Error()
	}
	return c
}

// ParanoidOfPerfEvents reports whether the kernel wants CAP_SYS_ADMIN for perf events now, or
// whether it does can't be told.
func (h *Host) ParanoidOfPerfEvents() bool {
	level, err := h.perfEventParanoid()
	return err != nil || level > paranoid
}

// paranoid is up to which level of kernel.perf_event_paranoid CAP_PERFMON is enough.
const paranoid = 2

func (h *Host) perfEventParanoid() (level int, err error) {
	text, err := h.sysctl("kernel/perf_event_paranoid")
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(text)
}

func openPerfEvent() error {
	return tryPerfEvent(&unix.PerfEventAttr{Type: unix.PERF_TYPE_SOFTWARE, Config: unix.PERF_COUNT_SW_BPF_OUTPUT})
}

// tryPerfEvent opens a perf event of the first CPU and closes it.
func tryPerfEvent(attr *unix.PerfEventAttr) error {
	attr.Size = uint32(unsafe.Sizeof(*attr))
	const everyProcess, firstCPU, noGroup = -1, 0, -1
	fd, err := unix.PerfEventOpen(attr, everyProcess, firstCPU, noGroup, unix.PERF_FLAG_FD_CLOEXEC)
	if err != nil {
		return err
	}
	return unix.Close(fd)
}

// lockedMemory: before Linux 5.11 maps count as locked memory, later they belong to
// the control group.
func (h *Host) lockedMemory() Check {
	c := Check{Name: "locked memory", Status: Works, Detail: "there is room for the maps (before Linux 5.11 with CAP_SYS_RESOURCE)"}
	switch err := h.LockedMemory(); {
	case err == nil:
	case errors.Is(err, os.ErrPermission) && !h.has(unix.CAP_SYS_ADMIN) && !h.has(unix.CAP_BPF):
		// Who lacks that is refused any map, however much memory there is.
		c.Status, c.Detail = Unknown, "only who may make maps finds out (CAP_BPF)"
	case errors.Is(err, os.ErrPermission):
		c.Status = Missing
		c.Detail = "its maps are locked memory, of which this user has too little (no CAP_SYS_RESOURCE)"
		c.Help = "run it as root or with CAP_SYS_RESOURCE, raise the limit (ulimit -l unlimited), or boot Linux 5.11 or later"
	default:
		c.Status, c.Detail = Unknown, err.Error()
	}
	return c
}

// rings: beyond kernel.perf_event_mlock_kb for each CPU they count as locked memory
// (perf_mmap), each with a page in front.
func (h *Host) rings() Check {
	c := Check{Name: "rings", Status: Works, Optional: true, Detail: "rings of any size may be locked in memory (CAP_IPC_LOCK)"}
	if h.has(unix.CAP_IPC_LOCK) {
		return c
	}
	text, err := h.sysctl("kernel/perf_event_mlock_kb")
	if err != nil {
		c.Status, c.Detail = Unknown, err.Error()
		return c
	}
	free, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		c.Status, c.Detail = Unknown, err.Error()
		return c
	}
	room := free<<10 + h.Memlock/uint64(h.CPUs) // for each
	size := uint64(os.Getpagesize())
	for size < 1<<30 && 2*size+uint64(os.Getpagesize()) <= room {
		size *= 2
	}
	c.Status = Missing
	c.Detail = fmt.Sprintf("rings of more than %d KiB for each CPU may not be locked in memory", size>>10)
	c.Help = "run it as root or with CAP_IPC_LOCK, or raise the limit (ulimit -l); else a capture makes them as large as it may"
	return c
}

// sysctl reads a parameter of the kernel by its path below /proc/sys.
func (h *Host) sysctl(name string) (string, error) {
	text, err := os.ReadFile(h.path("/proc/sys/" + name))
	return strings.TrimSpace(string(text)), err
}

// processes: of another user's process, /proc shows the descriptors to who may trace
// it (CAP_SYS_PTRACE) and read its directory (CAP_DAC_READ_SEARCH).
func (h *Host) processes() Check {
	c := Check{Name: "processes", Status: Works, Optional: true, Detail: "those of all users can be looked at (CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH)"}
	if !h.hasProc() {
		c.Status = Missing
		c.Detail = "/proc is not mounted: who holds a socket and has not used it yet, and which files are passed, stays unknown"
		c.Help = "mount -t proc proc /proc"
		return c
	}
	if !h.has(unix.CAP_SYS_PTRACE) || !h.has(unix.CAP_DAC_READ_SEARCH) && !h.has(unix.CAP_DAC_OVERRIDE) {
		c.Status = Missing
		c.Detail = "those of other users can't be looked at: who holds a socket and has not used it yet, and which files are passed, stays unknown"
		c.Help = "run it as root, or with CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"
	} else if _, err := os.Readlink(h.path("/proc/1/root")); errors.Is(err, os.ErrPermission) {
		c.Status = Missing
		c.Detail = "those of the host can't be looked at, in spite of CAP_SYS_PTRACE: who holds a socket and has not used it yet, which files are passed, and paths below /proc/1/root stay unknown"
		c.Help = h.unconfined("run it outside of the container, or without the security module's profile")
	}
	return c
}

// unconfined is what helps where a profile of AppArmor forbids what capabilities allow; else,
// something else helps.
func (h *Host) unconfined(otherwise string) string {
	if profile := proc.Profile(h.path("/proc")); profile != "" {
		return fmt.Sprintf("AppArmor's profile %q forbids it: run the container with --security-opt apparmor=unconfined", profile)
	}
	return otherwise
}

// hasProc reports whether there is a /proc of processes.
func (h *Host) hasProc() bool { return h.exists("/proc/self") }
