package program

import (
	"unsafe"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"
)

// Names of the maps that programs refer to.
const (
	MapWork      = "work"      // array, one for each CPU, of what starts with Counts; when counting of CountingArea
	mapInFlight  = "in_flight" // hash: thread → send
	mapHowMany   = "how_many"  // array of one: how many sends are in flight
	MapOwners    = "owners"    // hash: inode of a socket → Owner
	mapReceivers = "receivers" // hash: struct sock → number of who receives there, while that is not known
	MapHanded    = "handed"    // LRU hash: process id → handed
	MapEvents    = "events"    // perf event array: the rings
	MapStarted   = "started"   // perf event array: rings of threads that begin to run another program
	MapTails     = "tails"     // program array of the programs that are tail called
	MapFlows     = "flows"     // LRU hash: FlowKey → Flow
	mapConnects  = "connects"  // hash: thread → connecting
	MapGone      = "gone"      // LRU hash: struct sock → goneEnd, its peer
	MapAccepted  = "accepted"  // LRU hash: number of a receiver → Taker that accepted the connection
	MapReceived  = "received"  // LRU hash: number of a receiver → Taker that received first
)

// Maps of the filter, each from what a criterion asks for to a Verdict.
const (
	mapNames   = "names"   // LPM trie of names, if they are too many to be compared (compare.go)
	mapFiles   = "files"   // hash of fileKey
	mapEntries = "entries" // LPM trie of entryKey
	MapFurther = "further" // array of one: not 0 if the two have what was not there at the start
	mapInodes  = "inodes"  // hash of inode numbers of sockets
	MapPids    = "pids"    // hash of process ids
	mapComms   = "comms"   // hash of command names, NUL padded
	mapUIDs    = "uids"    // hash of user ids
	MapCgroups = "cgroups" // hash of control group ids
	MapGroups  = "groups"  // LPM trie of names of control groups: what is made under one is to be in MapCgroups
)

// Entries of the program array.
const (
	TailEmit    = iota // reads bytes and outputs them
	tailControl        // looks at ancillary data
	tailMemfds         // before that, at what is in memfds, if anybody wants to know that
)

// tails are the programs that others lead to, by their index in the map.
var tails = []string{TailEmit: "emit", tailControl: "control", tailMemfds: "memfds"}

const (
	// maxOwners is of how many sockets it is known whose they are. One that is closed
	// leaves room for another.
	maxOwners = 1 << 16
	// maxHanded is of how many processes it is known that they have handed sockets on. It
	// is as many as the kernel numbers by default, where it has not many CPUs.
	maxHanded = 1 << 15
	// maxTakers is of how many receivers it is known who they turned out to be, until
	// somebody reads that.
	maxTakers = 1 << 14
	// maxReceivers is at how many sockets at once it may be unknown who receives.
	maxReceivers = 1 << 14
	// maxConnects is how many threads may be connecting at once, and maxGone of how many
	// connections it is known who closed first.
	maxConnects = 1 << 12
	maxGone     = 1 << 14
	// MaxFollowed bounds how many processes are followed at once. Who starts when
	// there are as many is not, and is counted.
	MaxFollowed = 1 << 16
	// maxFurther bounds how many names count that were made later and lead to sockets of
	// other names.
	maxFurther = 64
	// maxGroups bounds how many control groups are captured besides those that there are at
	// the start, and maxGroupNames how many names besides those that are known then they may have.
	maxGroups     = 1 << 14
	maxGroupNames = 1 << 14
)

func mapSpecs(f Filter, places Places, m Mode, s Sizes) map[string]*ebpf.MapSpec {
	area := unsafe.Sizeof(workArea{})
	if m == Counting {
		area = unsafe.Sizeof(CountingArea{})
	}
	specs := map[string]*ebpf.MapSpec{}
	for _, spec := range append(filterMaps(f, places),
		&ebpf.MapSpec{
			Name: MapWork, Type: ebpf.Array,
			KeySize: 4, ValueSize: uint32(area), MaxEntries: uint32(s.CPUs),
			Flags: unix.BPF_F_MMAPABLE, // its counters are read while the programs run
		},
		&ebpf.MapSpec{
			Name: mapInFlight, Type: ebpf.Hash,
			KeySize: 8, ValueSize: uint32(unsafe.Sizeof(send{})), MaxEntries: uint32(s.InFlight),
		},
		&ebpf.MapSpec{
			Name: mapHowMany, Type: ebpf.Array,
			KeySize: 4, ValueSize: 8, MaxEntries: 1,
		},
		&ebpf.MapSpec{
			Name: MapOwners, Type: ebpf.Hash,
			KeySize: 8, ValueSize: uint32(unsafe.Sizeof(Owner{})), MaxEntries: maxOwners,
		},
		&ebpf.MapSpec{
			Name: mapReceivers, Type: ebpf.Hash,
			KeySize: 8, ValueSize: 8, MaxEntries: maxReceivers,
		},
		&ebpf.MapSpec{
			Name: MapHanded, Type: ebpf.LRUHash,
			KeySize: 4, ValueSize: uint32(unsafe.Sizeof(handed{})), MaxEntries: maxHanded,
		},
	) {
		specs[spec.Name] = spec
	}
	switch m {
	case Capturing:
		specs[MapEvents] = &ebpf.MapSpec{Name: MapEvents, Type: ebpf.PerfEventArray, MaxEntries: uint32(s.CPUs)}
		specs[MapTails] = &ebpf.MapSpec{
			Name: MapTails, Type: ebpf.ProgramArray, KeySize: 4, ValueSize: 4, MaxEntries: uint32(len(tails)),
			Contents: tailContents(f),
		}
		if f.Started {
			specs[MapStarted] = &ebpf.MapSpec{Name: MapStarted, Type: ebpf.PerfEventArray, MaxEntries: uint32(s.CPUs)}
		}
		if f.Connections || f.Refused {
			specs[mapConnects] = &ebpf.MapSpec{Name: mapConnects, Type: ebpf.Hash, KeySize: 8, ValueSize: uint32(unsafe.Sizeof(connecting{})), MaxEntries: maxConnects}
		}
		if f.Connections {
			specs[MapGone] = &ebpf.MapSpec{Name: MapGone, Type: ebpf.LRUHash, KeySize: 8, ValueSize: uint32(unsafe.Sizeof(goneEnd{})), MaxEntries: maxGone}
		}
	case Counting:
		specs[MapFlows] = &ebpf.MapSpec{
			Name: MapFlows, Type: ebpf.LRUHash,
			KeySize: uint32(unsafe.Sizeof(FlowKey{})), ValueSize: uint32(unsafe.Sizeof(Flow{})), MaxEntries: uint32(s.Flows),
		}
		for _, name := range []string{MapAccepted, MapReceived} {
			specs[name] = &ebpf.MapSpec{
				Name: name, Type: ebpf.LRUHash,
				KeySize: 8, ValueSize: uint32(unsafe.Sizeof(Taker{})), MaxEntries: maxTakers,
			}
		}
	}
	return specs
}

// filterMaps are the maps of the filter, with what it asks for.
func filterMaps(f Filter, places Places) []*ebpf.MapSpec {
	located := f.located(places)
	room := 2 * len(f.patterns())
	if f.byFile() {
		room += maxFurther
	}
	pids := len(f.Pids) + len(f.Aside)
	if f.Follow {
		pids += MaxFollowed
	}
	groups, names := len(f.Cgroups), groupNames(f.Groups)
	if f.byGroup() {
		groups += maxGroups // whoever has made many has left others none
	}
	maps := []*ebpf.MapSpec{
		hash(mapFiles, files(located), unsafe.Sizeof(fileKey{}), room),
		trie(mapEntries, entries(located), entryKeySize, room),
		{Name: MapFurther, Type: ebpf.Array, KeySize: 4, ValueSize: 8, MaxEntries: 1},
		hash(mapInodes, asked(f.Inodes, wantSocket), 8, len(f.Inodes)),
		hash(MapPids, f.Processes(), 4, pids),
		hash(mapComms, asked(comms(f.Comms), wantProcess), unsafe.Sizeof(Process{}.Comm), len(f.Comms)),
		hash(mapUIDs, asked(uids(f.UIDs), wantProcess), 4, len(f.UIDs)),
		hash(MapCgroups, asked(f.Cgroups, wantProcess), 8, groups),
		trie(MapGroups, names, unsafe.Sizeof(groupName{}), len(names)+maxGroupNames),
	}
	if !f.compares() {
		maps = append(maps, trie(mapNames, f.names(), nameKeySize, len(f.names())))
	}
	return maps
}

// hash is a map with room for some entries, one at least, that holds the verdicts.
func hash[K comparable, V ~uint64](name string, verdicts map[K]V, keySize uintptr, entries int) *ebpf.MapSpec {
	return &ebpf.MapSpec{
		Name: name, Type: ebpf.Hash,
		KeySize: uint32(keySize), ValueSize: 8, MaxEntries: uint32(max(1, entries)),
		Contents: contents(verdicts, keySize),
	}
}

// trie is the same for keys that begin with the number of their bits that count.
func trie[K comparable, V ~uint64](name string, verdicts map[K]V, keySize uintptr, entries int) *ebpf.MapSpec {
	spec := hash(name, verdicts, keySize, entries)
	spec.Type = ebpf.LPMTrie
	spec.Flags = 1 // BPF_F_NO_PREALLOC, which tries require
	return spec
}

// contents are the verdicts as a map takes them. The first size bytes of a key count.
func contents[K comparable, V ~uint64](verdicts map[K]V, size uintptr) []ebpf.MapKV {
	var all []ebpf.MapKV
	for key, v := range verdicts {
		raw := unsafe.Slice((*byte)(unsafe.Pointer(&key)), size)
		all = append(all, ebpf.MapKV{Key: raw, Value: uint64(v)})
	}
	return all
}

// tailContents are the programs of the program array.
func tailContents(f Filter) []ebpf.MapKV {
	var all []ebpf.MapKV
	for index, program := range tails {
		if index == tailMemfds && f.Memfd == 0 {
			continue
		}
		all = append(all, ebpf.MapKV{Key: uint32(index), Value: program})
	}
	return all
}
