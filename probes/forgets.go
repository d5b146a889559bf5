package probes

import "github.com/cilium/ebpf"

// freeOfCPU is how many free entries of an LRU hash a CPU keeps for itself, at most
// (LOCAL_FREE_TARGET of kernel/bpf/bpf_lru_list.c, Linux 4.10 on).
const freeOfCPU = 128

// forgets reports whether an LRU hash with so many entries has perhaps dropped others to make room: it
// begins to when none is free but those that CPUs keep for themselves.
func forgets(table *ebpf.Map, entries int) bool {
	cpus, err := ebpf.PossibleCPU()
	if err != nil {
		cpus = 1
	}
	most := int(table.MaxEntries())
	return entries >= max(most-freeOfCPU*cpus, most/2)
}

// forgotten is how many entries an LRU hash has if it has perhaps dropped others, 0 if it has not, or
// if that can't be told. Without a table nothing is forgotten.
func forgotten(table *ebpf.Map) uint64 {
	if table == nil {
		return 0
	}
	entries := 0
	for key, err := table.NextKeyBytes(nil); key != nil && err == nil && entries <= int(table.MaxEntries()); key, err = table.NextKeyBytes(key) {
		entries++
	}
	if !forgets(table, entries) {
		return 0
	}
	return uint64(entries)
}
