package probes

import (
	"errors"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes/ring"
)

// rings are those of a capture, and who gives theirs to CPUs that come online.
type rings struct {
	*ring.Rings
	together int             // bytes of those there are at the start
	hotplug  *kernel.Hotplug // nil if the kernel tells nothing of CPUs
	watched  chan struct{}   // closed when nobody watches any more
}

// openRings makes rings of size bytes, or of a size that suits the machine if that is 0,
// for the CPUs that are online now or later.
func openRings(events *ebpf.Map, size int) (*rings, error) {
	possible, err := kernel.PossibleCPUs()
	if err != nil {
		return nil, err
	}
	online, err := kernel.OnlineCPUs()
	if err != nil {
		return nil, err
	}
	if size != 0 {
		if err := fits(size, len(online), available()); err != nil {
			return nil, err
		}
	}
	// First of all: who comes online from now on is told of. If nothing can be told,
	// what such a CPU sends is lost, and counted.
	hotplug, _ := kernel.WatchCPUs()
	r := &rings{hotplug: hotplug, watched: make(chan struct{})}
	o := ring.Options{
		CPUs: possible,
		Size: size,
		Put: func(cpu, event int) error {
			return mapCall(func() error { return events.Put(uint32(cpu), uint32(event)) })
		},
	}
	if size == 0 {
		o.Size = suitableRing(len(online), memory())
	}
	for {
		o.Watermark = min(watermark, o.Size/4)
		if r.Rings, err = ring.Open(o); err == nil {
			break
		}
		if size != 0 || o.Size <= minRing || !tooLarge(err) {
			close(r.watched)
			return nil, errors.Join(tooLittle(err, o.Size, len(online)), r.close())
		}
		o.Size /= 2
	}
	r.together = o.Size * len(online)
	go r.watch()
	return r, nil
}

// watch gives CPUs that come online a ring. It is not the reader's to do, who has no time
// for that; and as the programs count what is sent before there is one, an error is
// nothing new.
func (r *rings) watch() {
	defer close(r.watched)
	if r.hotplug == nil {
		return
	}
	for {
		cpus, err := r.hotplug.Next()
		if err != nil {
			return
		}
		for _, cpu := range cpus {
			_ = r.Online(cpu)
		}
	}
}

// close removes the rings, with what they hold.
func (r *rings) close() error {
	var errs []error
	if r.hotplug != nil {
		errs = append(errs, r.hotplug.Close())
	}
	<-r.watched
	if r.Rings != nil {
		errs = append(errs, r.Rings.Close())
	}
	return errors.Join(errs...)
}

const (
	// Together, rings have 16 MiB where each can be as large as these.
	ringsTogether    = 16 << 20
	minRing, maxRing = 64 << 10, 2 << 20
	goodRing         = 256 << 10 // less lose what a burst sends
)

// suitableRing is how many bytes the ring of each of so many CPUs should have on a machine
// with so much memory: at most a 64th of it together.
func suitableRing(cpus int, memory uint64) int {
	size := maxRing
	for size > goodRing && size*cpus > ringsTogether {
		size /= 2
	}
	for size > minRing && uint64(size*cpus) > memory/64 {
		size /= 2
	}
	return size
}
