package kernel

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/cilium/ebpf/btf"
	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// described is BTF that describes functions of these names.
func described(t *testing.T, names ...string) *btf.Spec {
	t.Helper()
	var b btf.Builder
	for _, name := range names {
		f := &btf.Func{Name: name, Type: &btf.FuncProto{Return: &btf.Void{}}, Linkage: btf.StaticFunc}
		if _, err := b.Add(f); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := b.Marshal(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	spec, err := btf.LoadSpecFromReader(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// TestLacks: who tells that a function is there, the BTF, a probe, or kallsyms.
func TestLacks(t *testing.T) {
	names := []string{"described", "probed", "listed", "lacking"}
	spec := described(t, "described", "unasked")
	probe := func(answers map[string]error) func(string) error {
		return func(name string) error {
			err, asked := answers[name]
			if !asked {
				t.Errorf("asked for a probe at %s", name)
			}
			return err
		}
	}
	nobody := probe(map[string]error{})
	refused := errors.New("not for you")
	for what, test := range map[string]struct {
		spec  *btf.Spec
		probe func(string) error
		list  string
		want  []string // nil: unknown
	}{
		"by probes": {spec, probe(map[string]error{"probed": nil, "listed": os.ErrNotExist, "lacking": os.ErrNotExist}), "1 t probed\n1 t listed\n1 t lacking\n", []string{"listed", "lacking"}},
		"no probes": {spec, probe(map[string]error{"probed": refused}), "1 t probed\n1 t listed\n", []string{"lacking"}},
		"one probe": {spec, probe(map[string]error{"probed": os.ErrNotExist, "listed": refused}), "1 t listed\n", []string{"probed", "lacking"}},
		"no BTF":    {nil, nobody, "1 t probed\n1 t listed\n", []string{"described", "lacking"}},
		"unknown":   {nil, nobody, "", nil},
	} {
		t.Run(what, func(t *testing.T) {
			h := &Host{Root: t.TempDir(), ProbeFunction: test.probe}
			if test.list != "" {
				h.write(t, "/proc/kallsyms", test.list)
			}
			got, err := h.lacks(test.spec, names)
			if diff := cmp.Diff(test.want, got); diff != "" || (err != nil) != (test.want == nil) {
				t.Errorf("error %v\n%s", err, diff)
			}
		})
	}
}

// tracedHost is this machine, if it can be captured on.
func tracedHost(t *testing.T) *Host {
	t.Helper()
	h, err := ThisHost("")
	if err == nil {
		err = h.Inspect().Err()
	}
	testhost.Need(t, testhost.InGuests, err)
	return h
}

// TestProbeFunction: a kernel says whether it has a function.
func TestProbeFunction(t *testing.T) {
	tracedHost(t)
	if err := probeFunction(StreamSend); err != nil {
		t.Error(err)
	}
	if err := probeFunction("no_kernel_has_this"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want one that says that it is not there", err)
	}
}

// TestLacksAsListed: what the BTF and probes tell is what kallsyms does.
func TestLacksAsListed(t *testing.T) {
	h := tracedHost(t)
	o, err := h.Offsets()
	if err != nil {
		t.Fatal(err)
	}
	want, err := h.lacks(nil, namesOf((*Function).isOptional))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, o.Absent); diff != "" {
		t.Error(diff)
	}
}
