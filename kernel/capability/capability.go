// Package capability knows which capabilities a thread has (capabilities(7)), and changes
// them.
package capability

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Set is a set of them, a bit for each.
type Set uint64

// Of is the set of these capabilities, CAP_*.
func Of(capabilities ...uint) (set Set) {
	for _, c := range capabilities {
		set |= 1 << c
	}
	return set
}

// Sets are what the kernel keeps of each thread.
type Sets struct{ Effective, Permitted, Inheritable Set }

// Held are those of this thread.
func Held() (Sets, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return Sets{}, fmt.Errorf("asking for capabilities: %w", err)
	}
	join := func(of func(unix.CapUserData) uint32) Set {
		return Set(of(data[1]))<<32 | Set(of(data[0]))
	}
	return Sets{
		Effective:   join(func(d unix.CapUserData) uint32 { return d.Effective }),
		Permitted:   join(func(d unix.CapUserData) uint32 { return d.Permitted }),
		Inheritable: join(func(d unix.CapUserData) uint32 { return d.Inheritable }),
	}, nil
}

// Become makes them those of this thread, or of all threads of the process, on which call makes
// a system call. Of what was ambient, nothing is left that is not inheritable.
func (s Sets) Become(call func(trap uintptr, a1, a2 unsafe.Pointer) error) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	for i := range data {
		shift := 32 * i
		data[i] = unix.CapUserData{Effective: uint32(s.Effective >> shift), Permitted: uint32(s.Permitted >> shift), Inheritable: uint32(s.Inheritable >> shift)}
	}
	return call(unix.SYS_CAPSET, unsafe.Pointer(&header), unsafe.Pointer(&data[0]))
}
