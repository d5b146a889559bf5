package kernel

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/cilium/ebpf/btf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// lacks are those of the named functions that the kernel does not have. Its list of
// symbols (kallsyms) takes a second to read where programs start in a fraction of one,
// and the kernel has to look for what it never heard of in any case. So what the BTF of
// the running kernel describes is there, since that is made of what the compiler left,
// and for the others the kernel is asked for a probe. Only if it does not say, the list
// is read. spec is nil if the BTF is not the running kernel's.
func (h *Host) lacks(spec *btf.Spec, names []string) ([]string, error) {
	unsure := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		var f *btf.Func
		return spec != nil && spec.TypeByName(name, &f) == nil
	})
	lacks := []string{}
	if spec != nil {
		for len(unsure) > 0 {
			err := h.ProbeFunction(unsure[0])
			if err != nil && !errors.Is(err, os.ErrNotExist) {
				break
			}
			if err != nil {
				lacks = append(lacks, unsure[0])
			}
			unsure = unsure[1:]
		}
	}
	if len(unsure) == 0 {
		return lacks, nil
	}
	symbols, err := proc.Symbols(h.path("/proc"), unsure...)
	if err != nil {
		return nil, err
	}
	for _, name := range unsure {
		if !symbols[name] {
			lacks = append(lacks, name)
		}
	}
	return lacks, nil
}

// probeFunction puts a probe at a function, which runs nothing, and takes it away again.
// It fails with os.ErrNotExist if the kernel has none of that name
// (create_local_trace_kprobe, Linux 4.17).
func probeFunction(name string) error {
	const file = "/sys/bus/event_source/devices/kprobe/type"
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s: %v", file, err) // the function may be there all the same
	}
	kind, err := strconv.ParseUint(strings.TrimSpace(string(text)), 10, 32)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	function, err := unix.BytePtrFromString(name)
	if err != nil {
		return err
	}
	var held runtime.Pinner // while the kernel reads it by its number
	held.Pin(function)
	defer held.Unpin()
	return tryPerfEvent(&unix.PerfEventAttr{Type: uint32(kind), Ext1: uint64(uintptr(unsafe.Pointer(function)))})
}
