package kernel

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

// goodHost is a made-up machine that can be captured on.
func goodHost(t *testing.T) *Host {
	t.Helper()
	h := &Host{
		Root:           t.TempDir(),
		Release:        "6.1.0-test",
		Arch:           "amd64",
		Caps:           1<<unix.CAP_BPF | 1<<unix.CAP_PERFMON | 1<<unix.CAP_IPC_LOCK | 1<<unix.CAP_SYS_PTRACE | 1<<unix.CAP_DAC_READ_SEARCH,
		KprobePrograms: func() error { return nil },
		Helpers:        func() error { return nil },
		CPUs:           4,
		Maps:           func() error { return nil },
		PerfEvents:     func() error { return nil },
		LockedMemory:   func() error { return nil },
		ProbeFunction:  func(string) error { return errors.ErrUnsupported },
	}
	raw, err := os.ReadFile(btfFile("6.1-amd64"))
	if err != nil {
		t.Fatal(err)
	}
	h.write(t, RunningBTF, string(raw))
	h.write(t, "/sys/bus/event_source/devices/kprobe/type", "6\n")
	h.write(t, "/sys/kernel/security/lockdown", "[none] integrity confidentiality\n")
	h.write(t, "/sys/kernel/tracing/kprobe_events", "")
	h.write(t, "/proc/sys/net/core/bpf_jit_enable", "1\n")
	h.write(t, "/proc/self/uid_map", "         0          0 4294967295\n")
	var symbols strings.Builder
	symbols.WriteString("ffffffff81000000 T a_symbol\n")
	for _, f := range Functions {
		fmt.Fprintf(&symbols, "ffffffff81000010 T %s\n", f.Name)
	}
	h.write(t, "/proc/kallsyms", symbols.String())
	h.write(t, kcore, coreFile(t, textSegment, vmallocSegment, segment(0xffff888000000000, 0, 1<<30), segment(0xffffea0000000000, nowhere, 1<<24)))
	return h
}

func (h *Host) write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(h.path(path)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(h.path(path), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func (h *Host) remove(t *testing.T, path string) {
	t.Helper()
	if err := os.RemoveAll(h.path(path)); err != nil {
		t.Fatal(err)
	}
}

// TestReasons: each thing that a kernel may lack gives one sentence that names
// it and says what would help.
func TestReasons(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(t *testing.T, h *Host)
		want  string // the error, empty if capture works all the same
		shown string // part of the report
	}{
		{
			"everything there", func(*testing.T, *Host) {},
			"", "capture works on this kernel",
		},
		{
			"administrator", func(_ *testing.T, h *Host) { h.Caps = 1 << unix.CAP_SYS_ADMIN },
			"", "capture works on this kernel",
		},
		{
			"ordinary user", func(_ *testing.T, h *Host) { h.Caps = 1 << unix.CAP_BPF },
			"kernel 6.1.0-test can't be captured on: this user may not trace the kernel (no CAP_BPF and CAP_PERFMON); run it as root, for example with sudo",
			"missing  privileges",
		},
		{
			"perf events for nobody", func(t *testing.T, h *Host) {
				h.PerfEvents = func() error { return unix.EACCES }
				h.write(t, "/proc/sys/kernel/perf_event_paranoid", "3\n")
			},
			"kernel 6.1.0-test can't be captured on: with the sysctl kernel.perf_event_paranoid at 3, it keeps perf events from all without CAP_SYS_ADMIN; sysctl kernel.perf_event_paranoid=2, or run it as root",
			"missing  perf events",
		},
		{
			"perf events behind a filter", func(t *testing.T, h *Host) {
				h.PerfEvents = func() error { return unix.EPERM }
				h.write(t, "/proc/sys/kernel/perf_event_paranoid", "2\n")
			},
			"kernel 6.1.0-test can't be captured on: perf events are refused to this process, though it has CAP_PERFMON: by a seccomp filter, as containers have one, or a security module; " + filtered,
			"missing  perf events",
		},
		{
			"bpf behind a filter", func(_ *testing.T, h *Host) { h.KprobePrograms = func() error { return unix.EPERM } },
			"", "unknown  bpf           the system call bpf is refused to this process, though it has CAP_BPF: by a seccomp filter",
		},
		{
			"root of a user namespace", func(t *testing.T, h *Host) { h.write(t, "/proc/self/uid_map", "0 1000 1\n") },
			"kernel 6.1.0-test can't be captured on: this is a user namespace: who is root there has no rights outside of it; run it as root of the machine, outside of the container",
			"missing  privileges",
		},
		{
			"no /sys", func(t *testing.T, h *Host) { h.remove(t, "/sys") },
			"kernel 6.1.0-test can't be captured on: /sys is not mounted, which tells what it can do; mount -t sysfs sysfs /sys",
			"missing  kprobes",
		},
		{
			"no /proc", func(t *testing.T, h *Host) { h.remove(t, "/proc") },
			"", "what helps: mount -t proc proc /proc",
		},
		{
			"no perf events", func(_ *testing.T, h *Host) { h.PerfEvents = func() error { return unix.ENOSYS } },
			"", "unknown  perf events   function not implemented",
		},
		{
			"little locked memory", func(_ *testing.T, h *Host) { h.LockedMemory = func() error { return unix.EPERM } },
			"kernel 6.1.0-test can't be captured on: its maps are locked memory, of which this user has too little (no CAP_SYS_RESOURCE); run it as root or with CAP_SYS_RESOURCE, raise the limit (ulimit -l unlimited), or boot Linux 5.11 or later",
			"missing  locked memory",
		},
		{
			"no maps at all", func(_ *testing.T, h *Host) {
				h.Caps = 1 << unix.CAP_PERFMON
				h.LockedMemory = func() error { return unix.EPERM }
			},
			"kernel 6.1.0-test can't be captured on: this user may not trace the kernel (no CAP_BPF and CAP_PERFMON); run it as root, for example with sudo",
			"unknown  locked memory only who may make maps finds out (CAP_BPF)",
		},
		{
			"no compiler", func(t *testing.T, h *Host) { h.write(t, "/proc/sys/net/core/bpf_jit_enable", "0\n") },
			"", "limited  compiler      programs are interpreted: what is captured takes longer\n                       what helps: sysctl net.core.bpf_jit_enable=1\n",
		},
		{
			"no compiler on arm64", func(t *testing.T, h *Host) {
				h.write(t, "/proc/sys/net/core/bpf_jit_enable", "0\n")
				h.Arch = "arm64"
				if _, err := h.Offsets(); err == nil {
					t.Error("it would be captured on")
				}
			},
			"kernel 6.1.0-test can't be captured on: its BPF compiler is off, and kernels of arm64 may crash when they interpret programs; sysctl net.core.bpf_jit_enable=1",
			"missing  compiler",
		},
		{
			"another network namespace", func(t *testing.T, h *Host) { h.remove(t, "/proc/sys/net/core/bpf_jit_enable") },
			"", "unknown  compiler",
		},
		{
			"small rings", func(t *testing.T, h *Host) {
				h.Caps &^= 1 << unix.CAP_IPC_LOCK
				h.write(t, "/proc/sys/kernel/perf_event_mlock_kb", "516\n")
			},
			"", "limited  rings         rings of more than 512 KiB for each CPU",
		},
		{
			"larger rings", func(t *testing.T, h *Host) {
				h.Caps &^= 1 << unix.CAP_IPC_LOCK
				h.Memlock = 8 << 20 // what Linux gives since 5.16
				h.write(t, "/proc/sys/kernel/perf_event_mlock_kb", "516\n")
			},
			"", "limited  rings         rings of more than 2048 KiB for each CPU",
		},
		{
			"others' processes", func(_ *testing.T, h *Host) { h.Caps &^= 1 << unix.CAP_SYS_PTRACE },
			"", "limited  processes     those of other users",
		},
		{
			"others' directories", func(_ *testing.T, h *Host) { h.Caps &^= 1 << unix.CAP_DAC_READ_SEARCH },
			"", "limited  processes     those of other users",
		},
		{
			"confidentiality", func(t *testing.T, h *Host) {
				h.write(t, "/sys/kernel/security/lockdown", "none integrity [confidentiality]\n")
			},
			"kernel 6.1.0-test can't be captured on: it is locked down (confidentiality) and lets nobody read its memory; boot with lockdown=integrity or without lockdown",
			"missing  lockdown",
		},
		{
			"integrity", func(t *testing.T, h *Host) {
				h.write(t, "/sys/kernel/security/lockdown", "none [integrity] confidentiality\n")
			},
			"", "locked down for integrity",
		},
		{
			"no kprobes", func(t *testing.T, h *Host) { h.remove(t, "/sys/bus/event_source/devices/kprobe") },
			"kernel 6.1.0-test can't be captured on: it is built without kprobe events (CONFIG_KPROBE_EVENTS); boot a kernel that has them, as those of the common distributions do",
			"missing  kprobes",
		},
		{
			"kprobes off", func(t *testing.T, h *Host) { h.write(t, "/sys/kernel/debug/kprobes/enabled", "0\n") },
			"kernel 6.1.0-test can't be captured on: its kprobes are switched off; echo 1 > /sys/kernel/debug/kprobes/enabled",
			"missing  kprobes",
		},
		{
			"function tracing off", func(t *testing.T, h *Host) { h.write(t, "/proc/sys/kernel/ftrace_enabled", "0\n") },
			"", "limited  kprobes       function tracing is switched off, and with it most kprobes\n                       what helps: sysctl kernel.ftrace_enabled=1\n",
		},
		{
			"old BPF", func(_ *testing.T, h *Host) {
				h.Helpers = func() error { return fmt.Errorf("helper: %w", ebpf.ErrNotSupported) }
			},
			"kernel 6.1.0-test can't be captured on: its BPF lacks the helpers that read memory (since Linux 5.5); boot a newer kernel, 5.10 or later",
			"missing  bpf",
		},
		{
			"BPF not to be asked", func(_ *testing.T, h *Host) { h.Maps = func() error { return unix.EPERM } },
			"", "unknown  bpf",
		},
		{
			"no BTF", func(t *testing.T, h *Host) { h.remove(t, RunningBTF) },
			"kernel 6.1.0-test can't be captured on: it does not describe its structures (no /sys/kernel/btf/vmlinux); boot a kernel with CONFIG_DEBUG_INFO_BTF, or give its BTF with --btf FILE",
			"missing  btf",
		},
		{
			"BTF from a file", func(t *testing.T, h *Host) { h.remove(t, RunningBTF); h.BTF = btfFile("6.1-amd64") },
			"", "capture works on this kernel",
		},
		{
			"no unix sockets", func(t *testing.T, h *Host) { h.write(t, "/proc/kallsyms", "0000000000000000 T a_symbol\n") },
			"kernel 6.1.0-test can't be captured on: it has no function unix_stream_sendmsg; boot a kernel with unix domain sockets (CONFIG_UNIX), 5.10 or later",
			"missing  function",
		},
		{
			"no security hooks", func(t *testing.T, h *Host) {
				h.write(t, "/proc/kallsyms", "0 T "+StreamSend+"\n0 T "+DgramSend+"\n")
			},
			"", "limited  function      it has no function security_unix_may_send: descriptors and credentials that datagrams to an address pass on may stay unknown",
		},
		{
			"no kcore", func(t *testing.T, h *Host) { h.remove(t, kcore) },
			"", "what helps: boot a kernel with CONFIG_PROC_KCORE",
		},
		{
			"kcore hidden", func(t *testing.T, h *Host) { h.write(t, kcore, "") },
			"", "what helps: run it outside of containers, which may hide /proc/kcore",
		},
		{
			"no array of struct pages", func(t *testing.T, h *Host) {
				h.write(t, kcore, coreFile(t, textSegment, vmallocSegment, segment(0xffff888000000000, 0, 1<<30)))
			},
			"", "limited  pages         bytes that splice and sendfile send stay unknown: /proc/kcore does not show where the struct pages are",
		},
		{
			"inlined", func(t *testing.T, h *Host) {
				h.write(t, "/proc/kallsyms", "1 T "+StreamSend+"\n1 T "+DgramSend+"\n")
			},
			"", "limited  function      it has no function sock_alloc_send_pskb: a large send that blocks is shown only when it is done",
		},
		{
			"container", func(t *testing.T, h *Host) {
				if err := os.MkdirAll(h.path("/proc/self/ns"), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.Symlink("pid:[4026532000]", h.path("/proc/self/ns/pid")); err != nil {
					t.Fatal(err)
				}
			},
			"", "limited  pid namespace",
		},
		{
			"no tracefs", func(t *testing.T, h *Host) { h.remove(t, "/sys/kernel/tracing") },
			"", "limited  tracefs",
		},
		{
			"tracefs in debugfs", func(t *testing.T, h *Host) {
				h.remove(t, "/sys/kernel/tracing")
				h.write(t, "/sys/kernel/debug/tracing/kprobe_events", "")
			},
			"", "ok       tracefs",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := goodHost(t)
			test.spoil(t, h)
			report := h.Inspect()
			got := ""
			if err := report.Err(); err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			var shown bytes.Buffer
			if err := report.Write(&shown); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(shown.String(), test.shown) {
				t.Errorf("report lacks %q:\n%s", test.shown, shown.String())
			}
		})
	}
}

// TestReportedFunctions: which functions a report tells of, in which order, and which
// of them capture can do without.
func TestReportedFunctions(t *testing.T) {
	h := goodHost(t)
	h.write(t, "/proc/kallsyms", "1 T a_symbol\n")
	var got []string
	for _, c := range h.Inspect().Checks {
		if c.Name == "function" {
			got = append(got, fmt.Sprintf("%v %s; %s", c.Optional, c.Detail, c.Help))
		}
	}
	const again = "boot a kernel where the compiler has not inlined it"
	want := []string{
		"false it has no function unix_stream_sendmsg; boot a kernel with unix domain sockets (CONFIG_UNIX), 5.10 or later",
		"false it has no function unix_dgram_sendmsg; boot a kernel with unix domain sockets (CONFIG_UNIX), 5.10 or later",
		"true it has no function security_unix_may_send: descriptors and credentials that datagrams to an address pass on may stay unknown; boot a kernel with CONFIG_SECURITY_NETWORK",
		"true it has no function sock_alloc_send_pskb: a large send that blocks is shown only when it is done; " + again,
		"true it has no function skb_copy_datagram_from_iter: messages of senders that were blocked come late, and are counted; " + again,
		"true it has no function security_sock_graft: what is sent before a connection is accepted counts as for who listens; boot a kernel with CONFIG_SECURITY_NETWORK",
		"true it has no function unix_stream_recvmsg: receivers are those that hold a socket, not those that are seen receiving; " + again,
		"true it has no function unix_dgram_recvmsg: receivers are those that hold a socket, not those that are seen receiving; " + again,
		"true it has no function wake_up_new_task: what a followed process starts is not followed (-f, -- CMD); " + again,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestAbsentFunctions: those that a kernel lacks are told, but for the ones that it
// can't be captured on without.
func TestAbsentFunctions(t *testing.T) {
	h := goodHost(t)
	h.write(t, "/proc/kallsyms", "1 T "+MaySend+"\n1 t unix_create\n")
	o, err := h.Offsets()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"unix_stream_sendpage", "sock_alloc_send_pskb", "skb_copy_datagram_from_iter", "skb_splice_from_iter",
		"skb_append_pagefrags", "unix_accept", "security_sock_graft", "unix_sock_destructor", "unix_release", "unix_stream_recvmsg", "unix_dgram_recvmsg", "unix_seqpacket_recvmsg", "unix_stream_splice_read", "__scm_send",
		"wake_up_new_task", "release_task",
	}
	if diff := cmp.Diff(want, o.Absent); diff != "" {
		t.Error(diff)
	}
}

// TestUnconfined: where a profile of AppArmor is in force, capabilities don't help.
func TestUnconfined(t *testing.T) {
	h := goodHost(t)
	if got := h.unconfined("run it as root"); got != "run it as root" {
		t.Errorf("without a profile: %s", got)
	}
	h.write(t, "/proc/self/attr/apparmor/current", "docker-default (enforce)\n")
	if got, want := h.unconfined("run it as root"), "AppArmor's profile \"docker-default\" forbids it: run the container with --security-opt apparmor=unconfined"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
