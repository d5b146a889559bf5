package program

import (
	"errors"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"github.com/cilium/ebpf/rlimit"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
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
	for _, f := range []Filter{
		{},
		{Filter: filter{Names: []format.Pattern{{Prefix: true}}}},
		{Filter: filter{Names: []format.Pattern{{Name: "/run/x"}, {Name: "\x00y", Prefix: true}}}},
		{Filter: filter{Exclude: []format.Pattern{{Name: "/run/x"}}}},
		{Filter: filter{Inodes: []uint64{1}}},
		{Filter: filter{Unnamed: true}},
		{Filter: filter{Types: []format.SocketType{format.Seqpacket}}},
		{Filter: filter{Pids: []int{1}}},
		{Filter: filter{Pids: []int{1}}, Follow: true},
		{Filter: filter{Comms: []string{"x"}}},
		{Filter: filter{UIDs: []int{1}}},
		{Filter: filter{Cgroups: []uint64{1}}},
		{Aside: []int{1}},
		everyCriterion,
	} {
		start := time.Now()
		for _, m := range []Mode{Capturing, Counting} {
			spec, err := Collection(o, f, nil, m, sizes)
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
