package main

import (
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/asm"
	"github.com/cilium/ebpf/link"
	"github.com/cilium/ebpf/rlimit"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// todaysSet stands for the functions that unixsnoop probes today, those of them that the
// kernel has.
const todaysSet = "today"

// onReturn ends the name of a function that is probed where it returns, as perf has it.
const onReturn = "%return"

// maxActive is the room for sends that wait for their return, as unixsnoop asks for.
const maxActive = 4096

// emptyProbe is where a program that does nothing runs.
type emptyProbe struct {
	function string
	returns  bool
}

// parseSet reads functions with commas between them.
func parseSet(set string) ([]emptyProbe, error) {
	var probes []emptyProbe
	for _, name := range strings.Split(set, ",") {
		function, returns := strings.CutSuffix(name, onReturn)
		if function == "" || strings.ContainsAny(function, " \t%") {
			return nil, fmt.Errorf("%q names no function; as in skb_queue_tail,unix_stream_sendmsg%s", name, onReturn)
		}
		probes = append(probes, emptyProbe{function: function, returns: returns})
	}
	return probes, nil
}

// todaysProbes are those that a capture by name puts in place on this kernel.
func todaysProbes() ([]emptyProbe, error) {
	host, err := kernel.ThisHost("")
	if err != nil {
		return nil, err
	}
	offsets, err := host.Offsets()
	if err != nil {
		return nil, err
	}
	return probesOf(kernel.Functions, offsets), nil
}

func probesOf(functions []kernel.Function, o *kernel.Offsets) []emptyProbe {
	var probes []emptyProbe
	for _, f := range functions {
		if f.For == kernel.Processes || slices.Contains(o.Absent, f.Name) || !f.Serves(o) {
			continue
		}
		if f.Return != "" {
			probes = append(probes, emptyProbe{f.Name, true})
		}
		if f.Entry != "" {
			probes = append(probes, emptyProbe{f.Name, false})
		}
	}
	return probes
}

// holdFloor has empty programs run at a set of functions until it is told to end.
func holdFloor(args []string) error {
	if len(args) != 1 {
		return mistakef("floor needs one set of functions")
	}
	probes, err := todaysProbes()
	if args[0] != todaysSet {
		probes, err = parseSet(args[0])
	}
	if err != nil {
		return err
	}
	if err := rlimit.RemoveMemlock(); err != nil {
		return err
	}
	empty, err := ebpf.NewProgram(&ebpf.ProgramSpec{
		Type:         ebpf.Kprobe,
		License:      "Dual MIT/GPL",
		Instructions: asm.Instructions{asm.Mov.Imm(asm.R0, 0), asm.Return()},
	})
	if err != nil {
		return fmt.Errorf("loading an empty program: %w", err)
	}
	for _, p := range probes {
		l, err := p.attach(empty)
		if err != nil {
			return fmt.Errorf("probing %s: %w", p.function, err)
		}
		defer l.Close()
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGTERM)
	fmt.Fprintln(os.Stderr, capturing+args[0])
	<-ended
	return nil
}

func (p emptyProbe) attach(program *ebpf.Program) (link.Link, error) {
	if !p.returns {
		return link.Kprobe(p.function, program, nil)
	}
	options := &link.KprobeOptions{}
	if kernel.Tracefs() != "" {
		options.RetprobeMaxActive = maxActive
	}
	return link.Kretprobe(p.function, program, options)
}
