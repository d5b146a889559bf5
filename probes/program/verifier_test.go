package program

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/rlimit"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

func TestVerifierAcceptsPrograms(t *testing.T) {
	o := testkernel.Need(t)
	cpus, err := ebpf.PossibleCPU()
	if err != nil {
		t.Fatal(err)
	}
	if err := rlimit.RemoveMemlock(); err != nil {
		t.Fatal(err)
	}
	sizes := Sizes{CPUs: cpus, InFlight: 16384, Flows: 16384}
	type filter = format.Filter
	var full []format.Pattern // a sieve with as much as it may have
	places := Places{{Name: "/run/x"}: {
		{Dir: proc.FileID{Inode: 1}, Base: "x", File: proc.FileID{Inode: 2}},
		{Dir: proc.FileID{Inode: 3}, Base: "y"},
	}}
	wholeDirectories := []format.Pattern{{Name: "/a/", Prefix: true}, {Name: "/a/x"}, {Name: "/b/", Prefix: true}}
	for i, base := range []string{"", "x", ""} {
		places[wholeDirectories[i]] = []proc.Place{{Dir: proc.FileID{Inode: uint64(i/2) + 1}, Base: base}}
	}
	for i := range maxSieved {
		p := format.Pattern{Name: format.Name(fmt.Sprintf("/run/%d", i)), Prefix: i%2 > 0}
		full = append(full, p)
		places[p] = []proc.Place{{Dir: proc.FileID{Inode: uint64(i)}, Base: string(p.Name[5:]), File: proc.FileID{Inode: 1}}}
	}
	for _, f := range []Filter{
		{},
		{Filter: filter{Names: full}},
		{Filter: filter{Names: append(full[:len(full):len(full)], format.Pattern{Name: "/run/x"})}},
		{Filter: filter{Names: full, Pids: []int{1}, Inodes: []uint64{1, 2, 3}}},
		{Filter: filter{Names: []format.Pattern{{Prefix: true}}}},
		{Filter: filter{Names: []format.Pattern{{Name: "/run/x"}, {Name: "\x00y", Prefix: true}}}},
		{Filter: filter{Names: wholeDirectories}},
		{Filter: filter{Exclude: []format.Pattern{{Name: "/run/x"}}}},
		{Filter: filter{Inodes: []uint64{1}}},
		{Filter: filter{Unnamed: true}},
		{Filter: filter{Types: []format.SocketType{format.Seqpacket}}},
		{Filter: filter{Pids: []int{1}}},
		{Filter: filter{Pids: []int{1}}, Follow: true},
		{Filter: filter{Comms: []string{"x"}}},
		{Filter: filter{UIDs: []int{1}}},
		{Filter: filter{Cgroups: []uint64{1}}},
		{Groups: proc.ContainerGroups("x")},
		{Aside: []int{1}},
		everyCriterion,
		everythingTold(),
		memfdsTold(),
		{Filter: filter{Names: full}, Memfd: 1 << 20},
		{Filter: filter{Names: full}, Connections: true, Refused: true},
		{Filter: filter{Pids: []int{1}}, Refused: true},
	} {
		start := time.Now()
		for _, m := range []Mode{Capturing, Counting} {
			spec, err := Collection(o, f, places, m, sizes)
			if err != nil {
				t.Fatal(err)
			}
			loaded, err := ebpf.NewCollection(spec)
			var verdict *ebpf.VerifierError
			if errors.As(err, &verdict) {
				t.Fatalf("%+v", verdict)
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%+v, mode %d: loaded in %v", f, m, time.Since(start))
			loaded.Close()
		}
	}
}
