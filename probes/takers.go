package probes

import (
	"errors"
	"fmt"

	"github.com/cilium/ebpf"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// takers are who turned out to receive what was counted by the number of its receiver, as
// the kernel has them in its maps.
type takers struct {
	accepted, received map[uint64]program.Taker
	many               uint64 // receivers, if others are perhaps forgotten

	// Where a part of a map goes, kept from reading to reading.
	numbers []uint64
	values  []program.Taker
}

func newTakers() *takers {
	return &takers{numbers: make([]uint64, readAtOnce), values: make([]program.Taker, readAtOnce)}
}

// read reads the maps.
func (t *takers) read(loaded *ebpf.Collection) (err error) {
	if t.accepted, err = t.readMap(loaded.Maps[program.MapAccepted]); err != nil {
		return err
	}
	if t.received, err = t.readMap(loaded.Maps[program.MapReceived]); err != nil {
		return err
	}
	t.many = 0
	if forgets(loaded.Maps[program.MapAccepted], len(t.accepted)) || forgets(loaded.Maps[program.MapReceived], len(t.received)) {
		t.many = uint64(max(len(t.accepted), len(t.received)))
	}
	return nil
}

func (t *takers) readMap(from *ebpf.Map) (map[uint64]program.Taker, error) {
	all := map[uint64]program.Taker{}
	var cursor ebpf.MapBatchCursor
	for {
		var n int
		err := mapCall(func() (err error) {
			n, err = from.BatchLookup(&cursor, t.numbers, t.values, nil)
			return err
		})
		for i := range n {
			all[t.numbers[i]] = t.values[i]
		}
		switch {
		case errors.Is(err, ebpf.ErrKeyNotExist):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("reading who received: %w", err)
		}
	}
}

// of is what is known of a receiver, as the fate of what is sent there depends on it.
func (t *takers) of(number uint64) taker {
	var known taker
	if by, ok := t.accepted[number]; ok {
		known.accepted = takenBy{true, by.Verdict}
	}
	by, ok := t.received[number]
	known.final = ok
	if ok && by.Inode != 0 { // else nobody will
		known.received = takenBy{true, by.Verdict}
	}
	return known
}

// who is the process that received, else the one that accepted the connection, and the
// socket. It is nobody if neither is known.
func (t *takers) who(number uint64) (proc.Process, uint64) {
	by, ok := t.received[number]
	if !ok || by.Inode == 0 {
		by = t.accepted[number]
	}
	return known(&by.Process), by.Inode
}
