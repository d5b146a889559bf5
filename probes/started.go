package probes

import (
	"sync/atomic"
	"time"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
	"github.com/unixsnoop/unixsnoop/probes/ring"
)

// started hears at once of processes that begin to run another program. The reader wakes up
// when there is much to read, and many a client has ended by then.
type started struct {
	rings *ring.Rings
	over  atomic.Bool
	ended chan struct{} // closed when nobody listens any more
}

// hearStarted has look called with the number of each such process, on a goroutine of its own,
// until it is closed; where a look takes long, on several. Those of a CPU that comes online later are not heard of.
func hearStarted(told *ebpf.Map, look func(pid int)) (*started, error) {
	possible, err := kernel.PossibleCPUs()
	if err != nil {
		return nil, err
	}
	rings, err := ring.Open(ring.Options{
		CPUs: possible, Size: 1, Watermark: 1, // a page; each record wakes
		Put: func(cpu, event int) error {
			return mapCall(func() error { return told.Put(uint32(cpu), uint32(event)) })
		},
	})
	if err != nil {
		return nil, err
	}
	s := &started{rings: rings, ended: make(chan struct{})}
	go s.hear(look)
	return s, nil
}

func (s *started) hear(look func(pid int)) {
	defer close(s.ended)
	aside := proc.NewPatience(maxHung, proc.LookPatience)
	for !s.over.Load() {
		if _, err := s.rings.Wait(time.Hour); err != nil {
			return
		}
		s.rings.Snapshot()
		for record, ok := s.rings.Next(); ok; record, ok = s.rings.Next() {
			if pid, told := program.DecodeStarted(record.Sample); told && record.Lost == 0 {
				aside.Look(func() { look(pid) })
			}
		}
	}
}

func (s *started) close() error {
	s.over.Store(true)
	s.rings.Wake()
	<-s.ended
	return s.rings.Close()
}
