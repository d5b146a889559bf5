package ring

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ring is that of a CPU, in memory that is shared with the kernel.
type ring struct {
	cursor
	cpu    int
	event  int    // descriptor of the perf event that outputs to it now
	memory []byte // all of it
}

// newEvent opens the perf event of a CPU, which wakes who waits for it each time there
// are so many bytes more in the ring that it outputs to.
func newEvent(cpu, watermark int) (fd int, err error) {
	attr := unix.PerfEventAttr{
		Type:        unix.PERF_TYPE_SOFTWARE,
		Config:      unix.PERF_COUNT_SW_BPF_OUTPUT,
		Size:        uint32(unsafe.Sizeof(unix.PerfEventAttr{})),
		Sample_type: unix.PERF_SAMPLE_RAW,
		Bits:        unix.PerfBitWatermark,
		Wakeup:      uint32(watermark),
	}
	fd, err = unix.PerfEventOpen(&attr, -1, cpu, -1, unix.PERF_FLAG_FD_CLOEXEC)
	switch {
	case errors.Is(err, unix.ENODEV):
		return -1, ErrOffline
	case err != nil:
		return -1, fmt.Errorf("opening a perf event: %w", err)
	}
	return fd, nil
}

// newRing makes the ring that a perf event outputs to. Its own the event is only if there
// is no error.
func newRing(cpu, event, size int) (*ring, error) {
	memory, err := unix.Mmap(event, 0, mapped(size, os.Getpagesize()), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	switch {
	case errors.Is(err, unix.EPERM):
		return nil, ErrLockLimit
	case err != nil:
		return nil, fmt.Errorf("making a ring: %w", err)
	}
	meta := (*unix.PerfEventMmapPage)(unsafe.Pointer(&memory[0]))
	return &ring{
		cursor: cursor{meta: meta, data: memory[meta.Data_offset:][:meta.Data_size]},
		cpu:    cpu, event: event, memory: memory,
	}, nil
}

// mapped is how many bytes a ring of this size takes: a power of two pages, and a page in
// front of them.
func mapped(size, page int) int {
	pages := max(1, (size+page-1)/page)
	return (1 + 1<<bits.Len(uint(pages-1))) * page
}

// renew has another event of the same CPU output to the ring. It returns the one that did
// so before.
func (r *ring) renew(event int) (old int, err error) {
	if err := unix.IoctlSetInt(event, unix.PERF_EVENT_IOC_SET_OUTPUT, r.event); err != nil {
		return -1, fmt.Errorf("having it output to the ring that there is: %w", err)
	}
	old, r.event = r.event, event
	return old, nil
}

func (r *ring) close() error {
	r.meta, r.data = nil, nil
	return errors.Join(unix.Munmap(r.memory), unix.Close(r.event))
}
