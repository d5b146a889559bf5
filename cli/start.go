package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/confine"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes"
)

// hostWith is this machine, with the kernel's type information from a file, if one is named:
// one that the user who started us can read.
func hostWith(btf string) (*kernel.Host, error) {
	if btf == "" || os.Geteuid() == 0 {
		return kernel.ThisHost(btf)
	}
	var fd int // it stays open for as long as this runs
	err := confine.AsInvoker(func() (err error) {
		fd, err = unix.Open(btf, unix.O_RDONLY|unix.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading type information: %w", &os.PathError{Op: "open", Path: btf, Err: err})
	}
	return kernel.ThisHost(fmt.Sprintf("/proc/self/fd/%d", fd))
}

// beginCapture brings the probes of a capture into the kernel, with rings of so many
// bytes, and so many bytes of each message and of each memfd (probes.Options). With who,
// messages tell of their processes.
func beginCapture(filter probes.Filter, host *kernel.Host, ring, bytes, memfd int, who bool) (*probes.Capture, error) {
	options, err := probeOptions(filter, host)
	if err != nil {
		return nil, explain(host, err)
	}
	options.RingSize, options.Bytes, options.Memfd, options.Who = ring, bytes, memfd, who
	c, err := probes.Start(options)
	if err != nil {
		return nil, explain(host, err)
	}
	return c, nil
}

// beginCounting brings those that only count.
func beginCounting(filter probes.Filter, host *kernel.Host) (*probes.Counter, error) {
	options, err := probeOptions(filter, host)
	if err != nil {
		return nil, explain(host, err)
	}
	c, err := probes.StartCounting(options)
	if err != nil {
		return nil, explain(host, err)
	}
	return c, nil
}

// explain says why the probes can't be used. What the kernel lacks says more than the
// call that failed.
func explain(host *kernel.Host, failed error) error {
	return cmp.Or(host.Inspect().Err(), failed)
}

// probeOptions are those of any use of the probes: it removes what a killed one left
// behind.
func probeOptions(filter probes.Filter, host *kernel.Host) (probes.Options, error) {
	offsets, err := host.Offsets()
	if err != nil {
		return probes.Options{}, err
	}
	tracefs := kernel.Tracefs()
	if tracefs != "" {
		if _, err := probes.RemoveLeftovers(tracefs); err != nil {
			return probes.Options{}, err
		}
	}
	if host.NumbersOfHost() {
		filter.Self = proc.Self("/proc")
	} else if len(filter.Pids)+len(filter.Aside) > 0 {
		return probes.Options{}, errForeignNumbers
	}
	return probes.Options{Offsets: offsets, Filter: filter, Tracefs: tracefs != ""}, nil
}

// errForeignNumbers is why nothing can be said of a process by its number.
var errForeignNumbers = errors.New("process ids can't be told to the kernel from inside a pid namespace; run outside of the container, or in one with --pid=host")
