package probes

import (
	"fmt"
	"slices"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/rlimit"

	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// load brings the programs and their maps into the kernel, for the Options that apply
// in this mode. The places are those of the filter.
func load(o *Options, places program.Places, m program.Mode) (*ebpf.Collection, error) {
	cpus, err := kernel.PossibleCPUs()
	if err != nil {
		return nil, err
	}
	// Kernels before 5.11 account maps against the locked memory of a process.
	if err := rlimit.RemoveMemlock(); err != nil {
		return nil, fmt.Errorf("raising the limit of locked memory: %w", err)
	}
	sizes := program.Sizes{CPUs: 1 + slices.Max(cpus), InFlight: o.MaxInFlight, Flows: o.MaxFlows, Bytes: o.Bytes}
	spec, err := program.Collection(accepted(o.Offsets), o.Filter, places, m, sizes)
	if err != nil {
		return nil, err
	}
	contents := map[string][]ebpf.MapKV{}
	for name, m := range spec.Maps {
		contents[name], m.Contents = m.Contents, nil
	}
	loaded, err := ebpf.NewCollection(spec)
	if err != nil {
		return nil, fmt.Errorf("loading the programs: %w", err)
	}
	if err := mapCall(func() error { return fill(loaded, contents) }); err != nil {
		loaded.Close()
		return nil, fmt.Errorf("loading what the programs go by: %w", err)
	}
	return loaded, nil
}

// fill puts into the maps what they hold from the start.
func fill(loaded *ebpf.Collection, contents map[string][]ebpf.MapKV) error {
	for name, all := range contents {
		for _, kv := range all {
			if program, ok := kv.Value.(string); ok { // by its name
				kv.Value = loaded.Programs[program]
			}
			if err := loaded.Maps[name].Put(kv.Key, kv.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

// accepted are the offsets, without the cast if the kernel refuses that: programs that are
// interpreted can't have it.
func accepted(o *kernel.Offsets) *kernel.Offsets {
	if !o.Cast.Known() {
		return o
	}
	spec, err := program.Cast(o)
	if err == nil {
		var trial *ebpf.Program
		if trial, err = ebpf.NewProgram(spec); err == nil {
			trial.Close()
			return o
		}
	}
	without := *o
	without.Cast = kernel.Cast{}
	return &without
}
