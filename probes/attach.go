package probes

import (
	"errors"
	"fmt"
	"os"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/link"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// maxActive is how many sends may be waiting for their return probe, the
// kernel's own maximum. The default, twice the number of CPUs or so, loses
// returns as soon as more senders than that block at once.
const maxActive = 4096

// attached are the probes in place.
type attached struct {
	entries, returns []link.Link
}

// attach puts the probes in place: those at a return before those at the entry,
// so that every send that is seen to begin is seen to end.
func attach(loaded *ebpf.Collection, tracefs bool) (_ *attached, err error) {
	at := &attached{}
	defer func() {
		if err != nil {
			at.detach()
		}
	}()

	// Only tracefs can give a return probe more room, and what is made there
	// outlives a killed process: its name tells whose it was.
	options := &link.KprobeOptions{TraceFSPrefix: groupPrefix(os.Getpid())}
	if tracefs {
		options.RetprobeMaxActive = maxActive
	}
	for _, function := range []string{kernel.StreamSend, kernel.DgramSend} {
		l, err := link.Kretprobe(function, loaded.Programs["send_return"], options)
		if err != nil {
			return nil, fmt.Errorf("probing the return of %s: %w", function, err)
		}
		at.returns = append(at.returns, l)
	}

	entry := &link.KprobeOptions{TraceFSPrefix: options.TraceFSPrefix}
	for _, probe := range []struct{ function, program string }{
		{kernel.MaySend, "may_send"},
		{kernel.StreamSend, "stream_entry"},
		{kernel.DgramSend, "dgram_entry"},
	} {
		l, err := link.Kprobe(probe.function, loaded.Programs[probe.program], entry)
		if err != nil && probe.function == kernel.MaySend && errors.Is(err, os.ErrNotExist) {
			continue // receivers are the connected peers then, as check says
		}
		if err != nil {
			return nil, fmt.Errorf("probing %s: %w", probe.function, err)
		}
		at.entries = append(at.entries, l)
	}
	return at, nil
}

// detach removes the probes, entries first: the sends under way may still end.
func (at *attached) detach() error {
	var errs []error
	for _, l := range append(at.entries, at.returns...) {
		errs = append(errs, l.Close())
	}
	at.entries, at.returns = nil, nil
	return errors.Join(errs...)
}
