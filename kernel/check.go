package kernel

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/features"
	"github.com/cilium/ebpf/rlimit"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Status is the outcome of a check.
type Status int

const (
	Unknown Status = iota // could not be found out
	Works
	Missing
)

func (s Status) String() string {
	return [...]string{"unknown", "ok", "missing"}[s]
}

// Check is one thing that capture needs of a kernel, or can do without.
type Check struct {
	Name     string
	Status   Status
	Optional bool   // capture works without it, with the limit in Detail
	Detail   string // what was found; the reason if it is missing
	Help     string // what would help if it is missing
}

// Report says what a kernel can do.
type Report struct {
	Release string
	Arch    string
	Checks  []Check
}

// Err is nil if capture can work, else it gives the first reason why not and
// what would help, in one line.
func (r *Report) Err() error {
	for _, c := range r.Checks {
		if c.Status == Missing && !c.Optional {
			return fmt.Errorf("kernel %s can't be captured on: %s; %s", r.Release, c.Detail, c.Help)
		}
	}
	return nil
}

// Write prints the report for people. The verdict is there only if it is good:
// a bad one is for the caller to report as the error that it is.
func (r *Report) Write(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "kernel %s (%s)\n", r.Release, r.Arch)
	for _, c := range r.Checks {
		status := c.Status.String()
		if c.Status == Missing && c.Optional {
			status = "limited"
		}
		fmt.Fprintf(&b, "%-8s %-13s %s\n", status, c.Name, c.Detail)
		if c.Status == Missing {
			fmt.Fprintf(&b, "%-8s %-13s what helps: %s\n", "", "", c.Help)
		}
	}
	if r.Err() == nil {
		b.WriteString("capture works on this kernel\n")
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Host is a machine to inspect: this one, or a made-up one in a test.
type Host struct {
	Root    string // where its file system starts, "/" for this machine
	Release string
	Arch    string // in GOARCH's spelling
	Caps    uint64 // effective capabilities, a bit for each
	CPUs    int
	Memlock uint64 // how many bytes the process may lock in memory (RLIMIT_MEMLOCK)
	BTF     string // file to use instead of the running kernel's type information
	Program string // this program's own file, "" if unknown

	// What the bpf system call can do; nil if it can, else like the features
	// package: ErrNotSupported if it can't, anything else if nobody knows.
	KprobePrograms func() error
	Helpers        func() error
	Maps           func() error

	// What the kernel lets this process do; nil if it does.
	PerfEvents   func() error // open the events behind the rings
	LockedMemory func() error // have as much of it as the maps take

	// ProbeFunction puts a probe at a function of this name and takes it away again;
	// os.ErrNotExist if the kernel has none, anything else if nobody knows.
	ProbeFunction func(name string) error
}

// ThisHost is the machine this process runs on. btf is the file to use instead
// of the running kernel's type information, or empty.
func ThisHost(btf string) (*Host, error) {
	var name unix.Utsname
	if err := unix.Uname(&name); err != nil {
		return nil, fmt.Errorf("asking the kernel for its name: %w", err)
	}
	caps, err := effectiveCaps()
	if err != nil {
		return nil, err
	}
	var memlock unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_MEMLOCK, &memlock); err != nil {
		return nil, fmt.Errorf("asking for the limit of locked memory: %w", err)
	}
	program, _ := os.Executable() // unknown, it is not told of
	return &Host{
		Root:           "/",
		Program:        program,
		Release:        unix.ByteSliceToString(name.Release[:]),
		Arch:           runtime.GOARCH,
		Caps:           caps,
		CPUs:           runtime.NumCPU(),
		Memlock:        memlock.Cur,
		BTF:            btf,
		KprobePrograms: func() error { return features.HaveProgramType(ebpf.Kprobe) },
		Helpers: func() error {
			var errs []error
			for _, h := range []asm.BuiltinFunc{asm.FnProbeReadUser, asm.FnProbeReadKernel, asm.FnPerfEventOutput, asm.FnTailCall, asm.FnGetCurrentCgroupId} {
				errs = append(errs, features.HaveProgramHelper(ebpf.Kprobe, h))
			}
			return errors.Join(errs...)
		},
		Maps: func() error {
			var errs []error
			for _, m := range []ebpf.MapType{ebpf.LPMTrie, ebpf.PerfEventArray, ebpf.ProgramArray, ebpf.Hash, ebpf.LRUHash} {
				errs = append(errs, features.HaveMapType(m))
			}
			return errors.Join(errs...)
		},
		PerfEvents:    openPerfEvent,
		LockedMemory:  rlimit.RemoveMemlock,
		ProbeFunction: probeFunction,
	}, nil
}

func effectiveCaps() (uint64, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return 0, fmt.Errorf("asking for capabilities: %w", err)
	}
	return uint64(data[1].Effective)<<32 | uint64(data[0].Effective), nil
}

// Offsets resolves the structure offsets of the host's kernel. It fails where programs
// that are built from them would harm the kernel.
func (h *Host) Offsets() (*Offsets, error) {
	if c := h.compiler(); c.Status == Missing && !c.Optional {
		return nil, errors.New(c.Detail)
	}
	return h.offsets()
}

func (h *Host) offsets() (*Offsets, error) {
	release := h.Release
	file := h.BTF
	if file != "" {
		release = file
	} else if h.Root != "/" {
		file = h.path(RunningBTF)
	}
	spec, err := LoadBTF(file)
	if err != nil {
		return nil, err
	}
	o, err := Resolve(spec, release, h.Arch)
	if err != nil {
		return nil, err
	}
	o.Pages, _ = h.findPages(o.PageSize) // check tells why not
	if file == "" && !o.NullReadable {   // else NULL would not read as 0
		o.Cast = castOf(spec)
	}
	if h.BTF != "" {
		spec = nil // it may be another kernel's
	}
	o.Absent, _ = h.lacks(spec, namesOf((*Function).isOptional)) // as check tells
	return o, nil
}

// Inspect finds out whether capture works on the host. The checks are in the
// order in which a person would mend them.
func (h *Host) Inspect() *Report {
	offsets, missing := h.offsets()
	checks := []Check{
		h.privileges(),
		h.perfEvents(),
		h.lockedMemory(),
		h.lockdown(),
		h.kprobes(),
		h.bpf(),
		h.compiler(),
		h.btf(missing),
	}
	checks = append(checks, h.functions()...)
	checks = append(checks,
		h.pages(offsets),
		h.rings(),
		h.tracefs(),
		h.processes(),
		h.pidNamespace(),
	)
	return &Report{Release: h.Release, Arch: h.Arch, Checks: checks}
}

func (h *Host) path(p string) string { return filepath.Join(h.Root, p) }

func (h *Host) exists(p string) bool {
	_, err := os.Stat(h.path(p))
	return err == nil
}

// lockdown: confidentiality takes away kprobes and bpf_probe_read_kernel
// (LOCKDOWN_KPROBES, LOCKDOWN_BPF_READ_KERNEL); integrity does not.
func (h *Host) lockdown() Check {
	c := Check{Name: "lockdown", Status: Works, Detail: "the kernel is not locked down"}
	mode, err := os.ReadFile(h.path("/sys/kernel/security/lockdown"))
	switch {
	case errors.Is(err, os.ErrPermission):
		c.Status, c.Detail = Unknown, "only root may see the lockdown mode"
	case bytes.Contains(mode, []byte("[confidentiality]")):
		c.Status = Missing
		c.Detail = "it is locked down (confidentiality) and lets nobody read its memory"
		c.Help = "boot with lockdown=integrity or without lockdown"
	case bytes.Contains(mode, []byte("[integrity]")):
		c.Detail = "locked down for integrity, which does not hinder tracing"
	}
	return c
}

func (h *Host) kprobes() Check {
	c := Check{Name: "kprobes", Status: Works, Detail: "kernel functions can be probed"}
	if !h.exists("/sys/kernel") {
		c.Status = Missing
		c.Detail = "/sys is not mounted, which tells what it can do"
		c.Help = "mount -t sysfs sysfs /sys"
		return c
	}
	if !h.exists("/sys/bus/event_source/devices/kprobe") {
		c.Status = Missing
		c.Detail = "it is built without kprobe events (CONFIG_KPROBE_EVENTS)"
		c.Help = "boot a kernel that has them, as those of the common distributions do"
		return c
	}
	enabled, err := os.ReadFile(h.path("/sys/kernel/debug/kprobes/enabled"))
	if err == nil && bytes.HasPrefix(enabled, []byte("0")) {
		c.Status = Missing
		c.Detail = "its kprobes are switched off"
		c.Help = "echo 1 > /sys/kernel/debug/kprobes/enabled"
		return c
	}
	if tracing, err := h.sysctl("kernel/ftrace_enabled"); err == nil && tracing == "0" {
		// What becomes of kprobes depends on the kernel; a capture finds it out.
		c.Status, c.Optional = Missing, true
		c.Detail = "function tracing is switched off, and with it most kprobes"
		c.Help = "sysctl kernel.ftrace_enabled=1"
	}
	return c
}

func (h *Host) bpf() Check {
	c := Check{Name: "bpf", Status: Works, Detail: "kprobe programs, their helpers and maps are there"}
	for _, probe := range []struct {
		what string
		have func() error
	}{
		{"kprobe programs", h.KprobePrograms},
		{"the helpers that read memory (since Linux 5.5)", h.Helpers},
		{"the map types of the filter and the rings", h.Maps},
	} {
		err := probe.have()
		switch {
		case err == nil:
		case errors.Is(err, ebpf.ErrNotSupported):
			c.Status = Missing
			c.Detail = "its BPF lacks " + probe.what
			c.Help = "boot a newer kernel, 5.10 or later"
			return c
		case (errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES)) && h.has(unix.CAP_BPF) && h.has(unix.CAP_PERFMON):
			// It may be refused only to tell of this.
			c.Status, c.Detail = Unknown, "the system call bpf is refused to this process, though it has CAP_BPF: by a seccomp filter, as containers have one, or a security module"
			return c
		case errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES):
			c.Status, c.Detail = Unknown, "only root may ask for "+probe.what
		case c.Status == Works:
			c.Status, c.Detail = Unknown, fmt.Sprintf("asking for %s: %v", probe.what, err)
		}
	}
	return c
}

// compiler: without it the kernel interprets programs. From 6.11 on those of arm64 leave
// helpers to the compiler even so (verifier_inlines_helper_call), and the interpreter
// jumps into nowhere; later ones refuse such programs.
func (h *Host) compiler() Check {
	const help = "sysctl net.core.bpf_jit_enable=1"
	c := Check{Name: "compiler", Status: Works, Detail: "programs are compiled"}
	switch mode, err := h.sysctl("net/core/bpf_jit_enable"); {
	case errors.Is(err, os.ErrNotExist):
		c.Status = Unknown
		c.Detail = "no /proc/sys/net/core/bpf_jit_enable: a network namespace of its own, or programs are interpreted"
	case err != nil:
		c.Status, c.Detail = Unknown, "only root may ask whether programs are compiled"
	case mode == "0" && h.Arch == "arm64":
		c.Status, c.Help = Missing, help
		c.Detail = "its BPF compiler is off, and kernels of arm64 may crash when they interpret programs"
	case mode == "0":
		c.Status, c.Optional, c.Help = Missing, true, help
		c.Detail = "programs are interpreted: what is captured takes longer"
	}
	return c
}

func (h *Host) btf(err error) Check {
	c := Check{Name: "btf", Status: Works, Detail: "every structure member was found"}
	switch {
	case err == nil:
	case h.BTF == "" && !h.exists(RunningBTF):
		c.Status = Missing
		c.Detail = "it does not describe its structures (no " + RunningBTF + ")"
		c.Help = "boot a kernel with CONFIG_DEBUG_INFO_BTF, or give its BTF with --btf FILE"
	default:
		c.Status = Missing
		c.Detail = err.Error()
		c.Help = "report it with the kernel's version; --btf FILE can replace a wrong BTF"
	}
	return c
}

// functions are the checks of those that a report tells of.
func (h *Host) functions() []Check {
	lacks, err := h.lacks(nil, namesOf((*Function).isChecked))
	var checks []Check
	for i := range Functions {
		if f := &Functions[i]; f.isChecked() {
			checks = append(checks, f.check(lacks, err))
		}
	}
	return checks
}

// InInitialPidNamespace reports whether this process numbers itself and its children as the
// kernel programs see them.
func (h *Host) InInitialPidNamespace() bool { return proc.InInitialPidNamespace(h.path("/proc")) }

// NumbersOfHost reports whether /proc numbers processes as the kernel programs see them.
func (h *Host) NumbersOfHost() bool { return proc.NumbersOfHost(h.path("/proc")) }

func (h *Host) pidNamespace() Check {
	c := Check{Name: "pid namespace", Status: Works, Optional: true, Detail: "processes have the numbers that the kernel programs see"}
	if !h.hasProc() {
		c.Status, c.Detail = Unknown, "/proc is not mounted"
		return c
	}
	if !h.NumbersOfHost() {
		c.Status = Missing
		c.Detail = "this process is in a container, whose /proc has other numbers than the kernel programs see: of receivers and of passed files that only /proc tells of, no number and no path is known"
		c.Help = "run it on the host, or the container with the host's pid namespace (--pid=host)"
	}
	return c
}

func (h *Host) tracefs() Check {
	c := Check{Name: "tracefs", Status: Works, Optional: true, Detail: "4096 senders may block at once without a loss (CAP_DAC_OVERRIDE)"}
	const limit = ": when many senders block at once, some messages are lost and counted"
	switch _, err := h.tracefsDir(); {
	case errors.Is(err, os.ErrPermission):
		c.Status = Missing
		c.Detail = "tracefs is not for this user" + limit
		c.Help = "run it as root, or with CAP_DAC_OVERRIDE"
	case err != nil:
		c.Status = Missing
		c.Detail = "tracefs is not mounted" + limit
		c.Help = "mount -t tracefs tracefs /sys/kernel/tracing"
	}
	return c
}

// tracefsDir is where tracefs is mounted, if it is in one of the usual places and
// this process may make probes there.
func (h *Host) tracefsDir() (dir string, err error) {
	for _, place := range []string{"/sys/kernel/tracing", "/sys/kernel/debug/tracing"} {
		dir := h.path(place)
		// Opened as it is to make a probe: who may look may not do that yet.
		f, failed := os.OpenFile(filepath.Join(dir, "kprobe_events"), os.O_WRONLY|os.O_APPEND, 0)
		if failed == nil {
			return dir, f.Close()
		}
		if err == nil || errors.Is(failed, os.ErrPermission) {
			err = failed
		}
	}
	return "", err
}

// Tracefs returns the directory where tracefs is mounted, or "" if none of the
// usual places has it for this process to make probes in.
func Tracefs() string {
	dir, err := (&Host{Root: "/"}).tracefsDir()
	if err != nil {
		return ""
	}
	return dir
}
