package kernel

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// Hotplug tells of CPUs that come online.
type Hotplug struct {
	events *os.File // a netlink socket
	buf    [8 << 10]byte
}

// WatchCPUs begins to listen for CPUs that come online. The kernel tells of it (device_online,
// drivers/base/core.c; thaw_secondary_cpus, kernel/cpu.c, after a suspend) a moment after
// it runs the first process there. In a user namespace that is not the first one it
// tells nothing.
func WatchCPUs() (*Hotplug, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.NETLINK_KOBJECT_UEVENT)
	if err != nil {
		return nil, fmt.Errorf("listening for processors that come online: %w", err)
	}
	const kernelGroup = 1 // what comes from the kernel itself, and not from udev
	if err := unix.Bind(fd, &unix.SockaddrNetlink{Family: unix.AF_NETLINK, Groups: kernelGroup}); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("listening for processors that come online: %w", err)
	}
	return &Hotplug{events: os.NewFile(uintptr(fd), "uevents")}, nil
}

// Next waits for CPUs to come online and returns their numbers: of all that are online, if
// more happened than was told. After Close it fails with os.ErrClosed.
func (h *Hotplug) Next() ([]int, error) {
	for {
		n, err := h.events.Read(h.buf[:])
		switch {
		case errors.Is(err, unix.ENOBUFS):
			return OnlineCPUs()
		case err != nil:
			return nil, fmt.Errorf("listening for processors that come online: %w", err)
		}
		if cpu, ok := cameOnline(h.buf[:n]); ok {
			return []int{cpu}, nil
		}
	}
}

// Close ends a Next that waits.
func (h *Hotplug) Close() error { return h.events.Close() }

// cameOnline reads an event of the kernel, which is "ACTION@DEVPATH", and more behind a NUL.
// It returns the number of the CPU, if it is of one that came online.
func cameOnline(event []byte) (cpu int, ok bool) {
	what, _, _ := bytes.Cut(event, []byte{0})
	number, ok := bytes.CutPrefix(what, []byte("online@/devices/system/cpu/cpu"))
	if !ok {
		return 0, false
	}
	n, err := strconv.ParseUint(string(number), 10, 16)
	return int(n), err == nil
}
