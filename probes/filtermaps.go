package probes

import (
	"fmt"
	"unsafe"

	"github.com/cilium/ebpf"
)

// maxFollowed bounds how many processes are followed at once. Who starts when there
// are as many is not.
const maxFollowed = 1 << 16

// maps are the maps of the filter. The value is a verdict in each.
func (f *Filter) maps() []*ebpf.MapSpec {
	hash := func(name string, keySize uintptr, entries int) *ebpf.MapSpec {
		return &ebpf.MapSpec{
			Name: name, Type: ebpf.Hash,
			KeySize: uint32(keySize), ValueSize: 8, MaxEntries: uint32(max(1, entries)),
		}
	}
	trie := func(name string, keySize uint32, entries int) *ebpf.MapSpec {
		return &ebpf.MapSpec{
			Name: name, Type: ebpf.LPMTrie, Flags: 1, // BPF_F_NO_PREALLOC, which tries require
			KeySize: keySize, ValueSize: 8, MaxEntries: uint32(max(1, entries)),
		}
	}
	patterns := len(f.patterns())
	pids := len(f.Pids) + len(f.Aside)
	if f.Follow {
		pids += maxFollowed
	}
	return []*ebpf.MapSpec{
		trie(mapNames, nameKeySize, patterns),
		hash(mapFiles, unsafe.Sizeof(fileKey{}), 2*patterns),
		trie(mapEntries, entryKeySize, 2*patterns),
		hash(mapInodes, 8, len(f.Inodes)),
		hash(mapPids, 4, pids),
		hash(mapComms, unsafe.Sizeof(process{}.Comm), len(f.Comms)),
		hash(mapUIDs, 4, len(f.UIDs)),
		hash(mapCgroups, 8, len(f.Cgroups)),
	}
}

// fill puts the criteria into the maps.
func (f *Filter) fill(maps map[string]*ebpf.Map) error {
	places := f.places()
	for _, fill := range []func() error{
		func() error { return put(maps[mapNames], f.names(), nameKeySize) },
		func() error { return put(maps[mapFiles], files(places), unsafe.Sizeof(fileKey{})) },
		func() error { return put(maps[mapEntries], entries(places), entryKeySize) },
		func() error { return put(maps[mapInodes], asked(f.Inodes, wantSocket), 8) },
		func() error { return put(maps[mapPids], f.pids(), 4) },
		func() error { return put(maps[mapComms], asked(comms(f.Comms), wantProcess), 16) },
		func() error { return put(maps[mapUIDs], asked(uids(f.UIDs), wantProcess), 4) },
		func() error { return put(maps[mapCgroups], asked(f.Cgroups, wantProcess), 8) },
	} {
		if err := fill(); err != nil {
			return err
		}
	}
	return nil
}

// put fills a map. The first size bytes of a key count.
func put[K comparable](m *ebpf.Map, verdicts map[K]verdict, size uintptr) error {
	for key, v := range verdicts {
		raw := unsafe.Slice((*byte)(unsafe.Pointer(&key)), size)
		if err := m.Put(raw, uint64(v)); err != nil {
			return fmt.Errorf("filling the map %s of the filter: %w", m, err)
		}
	}
	return nil
}

func asked[K comparable](keys []K, v verdict) map[K]verdict {
	verdicts := map[K]verdict{}
	for _, k := range keys {
		verdicts[k] = v
	}
	return verdicts
}

// comms are command names as the kernel has them: cut to 15 bytes.
func comms(names []string) [][16]byte {
	var comms [][16]byte
	for _, name := range names {
		var comm [16]byte
		copy(comm[:len(comm)-1], name)
		comms = append(comms, comm)
	}
	return comms
}

func uids(ids []int) []uint32 {
	var uids []uint32
	for _, id := range ids {
		uids = append(uids, uint32(id))
	}
	return uids
}
