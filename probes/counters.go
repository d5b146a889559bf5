package probes

import (
	"fmt"
	"math"
	"sync/atomic"
	"unsafe"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/probes/program"
)

// counters are what the programs count, in memory that they share with us. To read it takes
// no call of the kernel, so it can be done while capturing: while a task is in the bpf
// system call, no kprobe program runs on its CPU.
type counters struct {
	areas *ebpf.Memory // the work areas of all CPUs
	cpus  int
	size  int // of each area, in bytes

	fence atomic.Uint64
}

func newCounters(loaded *ebpf.Collection) (*counters, error) {
	work := loaded.Maps[program.MapWork]
	areas, err := work.Memory()
	if err != nil {
		return nil, fmt.Errorf("sharing the counters with the programs: %w", err)
	}
	// The kernel rounds the size of an array's elements up.
	return &counters{areas: areas, cpus: int(work.MaxEntries()), size: int(work.ValueSize()+7) &^ 7}, nil
}

// each fills the buffer with the start of each CPU's area, and calls see then.
func (c *counters) each(buf []byte, see func()) error { return c.eachAt(0, buf, see) }

// eachAt is each, from a place in the area on.
func (c *counters) eachAt(at int, buf []byte, see func()) error {
	for cpu := range c.cpus {
		if _, err := c.areas.ReadAt(buf, int64(cpu*c.size+at)); err != nil {
			return fmt.Errorf("reading the counters of CPU %d: %w", cpu, err)
		}
		see()
	}
	return nil
}

// read sums the counters of all CPUs. A send counts as matched first, and later as
// something else, perhaps on another CPU. Therefore what matched is read last: it may
// be too much for the rest, but is not too little.
func (c *counters) read() (sum program.Counts, err error) {
	buf := make([]byte, unsafe.Sizeof(sum))
	err = c.each(buf, func() {
		n := program.DecodeCounts(buf)
		sum.Add(&n)
	})
	if err != nil {
		return sum, err
	}
	sum.Matched = 0
	return sum, c.each(buf, func() { sum.Matched += program.DecodeCounts(buf).Matched })
}

// readEvents sums what the programs that tell of events count.
func (c *counters) readEvents() (sum program.EventCounts, err error) {
	buf := make([]byte, unsafe.Sizeof(sum))
	return sum, c.eachAt(int(program.EventCountsAt), buf, func() {
		sum.Lost += program.DecodeEventCounts(buf).Lost
	})
}

// floor is how far back the rings may still be incomplete: a program that is running took
// this time for a record that it has not output yet. It is all ones if there is none.
func (c *counters) floor() (time uint64, err error) {
	var area program.Progress
	time = math.MaxUint64
	buf := unsafe.Slice((*byte)(unsafe.Pointer(&area)), unsafe.Sizeof(area))
	err = c.each(buf, func() {
		if area.Busy != 0 {
			time = min(time, area.Busy)
		}
	})
	c.fence.Add(1) // nothing that is read later may be read before this
	return time, err
}

// readFlows sums what was counted of the flows, by programs that only count.
func (c *counters) readFlows() (sum program.FlowsCounts, err error) {
	var area program.CountingArea
	buf := unsafe.Slice((*byte)(unsafe.Pointer(&area)), unsafe.Sizeof(area))
	return sum, c.each(buf, func() {
		sum.Made += area.Flows.Made
		sum.Uncounted += area.Flows.Uncounted
	})
}
