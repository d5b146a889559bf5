package kernel

import (
	"bytes"
	"errors"
	"fmt"
	"os"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

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
