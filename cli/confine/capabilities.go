package confine

import (
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Capabilities is a set of them, a bit for each.
type Capabilities uint64

// Set is that of these capabilities.
func Set(capabilities ...uint) (set Capabilities) {
	for _, c := range capabilities {
		set |= 1 << c
	}
	return set
}

// Sets are what the kernel keeps of each thread.
type Sets struct{ Effective, Permitted, Inheritable Capabilities }

// Held are those of this thread.
func Held() (Sets, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	if err := unix.Capget(&header, &data[0]); err != nil {
		return Sets{}, fmt.Errorf("asking for capabilities: %w", err)
	}
	join := func(of func(unix.CapUserData) uint32) Capabilities {
		return Capabilities(of(data[1]))<<32 | Capabilities(of(data[0]))
	}
	return Sets{
		Effective:   join(func(d unix.CapUserData) uint32 { return d.Effective }),
		Permitted:   join(func(d unix.CapUserData) uint32 { return d.Permitted }),
		Inheritable: join(func(d unix.CapUserData) uint32 { return d.Inheritable }),
	}, nil
}

// set makes them those of this thread, or of all threads of the process: see call. Of what
// was ambient, nothing is left that is not inheritable.
func (s Sets) set(call func(trap uintptr, a1, a2 unsafe.Pointer) error) error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData
	for i := range data {
		shift := 32 * i
		data[i] = unix.CapUserData{Effective: uint32(s.Effective >> shift), Permitted: uint32(s.Permitted >> shift), Inheritable: uint32(s.Inheritable >> shift)}
	}
	return call(unix.SYS_CAPSET, unsafe.Pointer(&header), unsafe.Pointer(&data[0]))
}

// HandOnNone has this thread hand no capability on to a program that it executes: none is
// inheritable then, and none ambient. What root gets by being root stays. Anybody else has none
// from here on, so that no program is found, or executed, which this user can't get at.
func HandOnNone() error {
	held, err := Held()
	if err != nil {
		return err
	}
	held.Inheritable = 0
	if unix.Geteuid() != 0 {
		held = Sets{}
	}
	return held.set(onThisThread)
}
