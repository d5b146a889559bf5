package kernel

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/features"
	"github.com/cilium/ebpf/rlimit"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/capability"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// Host is a machine to inspect: this one, or a made-up one in a test.
type Host struct {
	Root    string // where its file system starts, "/" for this machine
	Release string
	Arch    string         // in GOARCH's spelling
	Caps    capability.Set // the effective ones
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
	held, err := capability.Held()
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
		Caps:           held.Effective,
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
	types, err := LoadBTF(file)
	if err != nil {
		return nil, err
	}
	o, err := Resolve(types.Spec, release, h.Arch)
	if err != nil {
		return nil, err
	}
	o.Pages, _ = h.findPages(o.PageSize) // check tells why not
	if file == "" && !o.NullReadable {   // else NULL would not read as 0
		o.Cast = castOf(types)
	}
	spec := types.Spec
	if h.BTF != "" {
		spec = nil // it may be another kernel's
	}
	o.Absent, _ = h.lacks(spec, namesOf((*Function).isOptional)) // as check tells
	return o, nil
}

func (h *Host) path(p string) string { return filepath.Join(h.Root, p) }

func (h *Host) exists(p string) bool {
	_, err := os.Stat(h.path(p))
	return err == nil
}

// InInitialPidNamespace reports whether this process numbers itself and its children as the
// kernel programs see them.
func (h *Host) InInitialPidNamespace() bool { return proc.InInitialPidNamespace(h.path("/proc")) }

// NumbersOfHost reports whether /proc numbers processes as the kernel programs see them.
func (h *Host) NumbersOfHost() bool { return proc.NumbersOfHost(h.path("/proc")) }
