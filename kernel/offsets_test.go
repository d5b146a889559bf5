package kernel

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cilium/ebpf/btf"
	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// kernels are the releases and architectures whose pruned BTF is in testdata;
// scripts/btf makes it.
var kernels = []string{
	"5.10-amd64", "6.1-amd64", "6.12-amd64", "7.2-amd64", "7.3-amd64",
	"5.10-arm64", "6.1-arm64", "6.12-arm64", "7.2-arm64", "7.3-arm64",
	"6.12-s390x", "7.2-s390x", "7.3-s390x", // older ones of Debian's have no BTF
}

func btfFile(kernel string) string {
	return filepath.Join("..", "testdata", "btf", kernel+".btf")
}

func resolve(t *testing.T, kernel string) *Offsets {
	t.Helper()
	types, err := LoadBTF(btfFile(kernel))
	if err != nil {
		t.Fatal(err)
	}
	release, arch, _ := strings.Cut(kernel, "-")
	o, err := Resolve(types.Spec, release, arch)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestResolveRegisters(t *testing.T) {
	want := map[string]Registers{
		"amd64": {Arg1: Field{112, 8}, Arg2: Field{104, 8}, Arg3: Field{96, 8}, Arg4: Field{88, 8}, Arg5: Field{72, 8}, Return: Field{80, 8}},
		"arm64": {Arg1: Field{0, 8}, Arg2: Field{8, 8}, Arg3: Field{16, 8}, Arg4: Field{24, 8}, Arg5: Field{32, 8}, Return: Field{0, 8}},
		"s390x": {Arg1: Field{40, 8}, Arg2: Field{48, 8}, Arg3: Field{56, 8}, Arg4: Field{64, 8}, Arg5: Field{72, 8}, Return: Field{40, 8}},
	}
	for _, kernel := range kernels {
		_, arch, _ := strings.Cut(kernel, "-")
		if diff := cmp.Diff(want[arch], resolve(t, kernel).Registers); diff != "" {
			t.Errorf("%s: %s", kernel, diff)
		}
	}
}

// TestResolveIter checks the values that changed most between kernels, which
// include/linux/uio.h and its history tell.
func TestResolveIter(t *testing.T) {
	type facts struct {
		Mask                    int32
		TypeSize                uint32
		Ubuf, Iovec, Bvec, Kvec Kind
	}
	known := func(value int32) Kind { return Kind{value, true} }
	modern := facts{-1, 1, known(0), known(1), known(2), known(3)}
	want := map[string]facts{
		"5.10": {^1, 4, Kind{}, known(4), known(16), known(8)},
		"6.1":  {-1, 1, known(6), known(0), known(2), known(1)},
		"6.12": modern,
		"7.2":  modern,
		"7.3":  modern,
	}
	for _, kernel := range kernels {
		release, _, _ := strings.Cut(kernel, "-")
		it := resolve(t, kernel).Iter
		got := facts{it.Mask, it.Type.Size, it.Ubuf, it.Iovec, it.Bvec, it.Kvec}
		if diff := cmp.Diff(want[release], got); diff != "" {
			t.Errorf("%s: %s", kernel, diff)
		}
	}
}

func TestResolveName(t *testing.T) {
	want := map[string]uint32{"5.10": 14, "6.1": 10, "6.12": 10, "7.2": 10, "7.3": 10}
	for _, kernel := range kernels {
		release, _, _ := strings.Cut(kernel, "-")
		if got := resolve(t, kernel).AddrPath.Offset; got != want[release] {
			t.Errorf("%s: sun_path at %d of unix_address, want %d", kernel, got, want[release])
		}
	}
}

// TestResolveQueue: which kernels count what waits to be received.
func TestResolveQueue(t *testing.T) {
	want := map[string]bool{"5.10": false, "6.1": false, "6.12": false, "7.2": true, "7.3": true}
	for _, kernel := range kernels {
		release, _, _ := strings.Cut(kernel, "-")
		if got := resolve(t, kernel).QueuesItself; got != want[release] {
			t.Errorf("%s: it queues what is sent over a stream itself: %v", kernel, got)
		}
	}
}

// TestPruneKeepsOffsets: pruning what is pruned changes nothing.
func TestPruneKeepsOffsets(t *testing.T) {
	for _, kernel := range kernels {
		types, err := LoadBTF(btfFile(kernel))
		if err != nil {
			t.Fatal(err)
		}
		release, arch, _ := strings.Cut(kernel, "-")
		raw, err := Prune(types.Spec, arch)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "btf")
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		again, err := LoadBTF(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Resolve(again.Spec, release, arch)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(resolve(t, kernel), got); diff != "" {
			t.Errorf("%s: %s", kernel, diff)
		}
	}
}

func TestResolveUnknownArchitecture(t *testing.T) {
	if _, err := Resolve(spec(t), "6.1", "vax"); err == nil || !strings.Contains(err.Error(), "vax") {
		t.Errorf("got %v", err)
	}
}

func TestMissing(t *testing.T) {
	for _, test := range []struct {
		name  string
		types []btf.Type
		look  func(*resolver)
		want  string
	}{
		{
			"struct", nil,
			func(r *resolver) { r.field("socket", 8, "sk") },
			"kernel k: BTF has no struct socket",
		},
		{
			"member", []btf.Type{structOf("socket", btf.Member{Name: "sk", Type: u32})},
			func(r *resolver) { r.field("socket", 4, "type") },
			"kernel k: BTF has no struct socket.type",
		},
		{
			"all aliases", []btf.Type{structOf("iov_iter", btf.Member{Name: "sk", Type: u32})},
			func(r *resolver) { r.field("iov_iter", 8, "__iov", "iov") },
			"kernel k: BTF has no struct iov_iter.__iov",
		},
		{
			"size", []btf.Type{structOf("socket", btf.Member{Name: "sk", Type: u32})},
			func(r *resolver) { r.field("socket", 8, "sk") },
			"kernel k: struct socket.sk has 4 bytes where 8 are expected",
		},
		{
			"bitfield", []btf.Type{structOf("sock", btf.Member{Name: "sk_type", Type: u32, BitfieldSize: 16})},
			func(r *resolver) { r.field("sock", 4, "sk_type") },
			"kernel k: struct sock.sk_type is a bitfield of 16 bits",
		},
		{
			"nested", []btf.Type{structOf("pid", btf.Member{Name: "numbers", Type: &btf.Array{Index: u32, Type: structOf("upid", btf.Member{Name: "ns", Type: u32})}})},
			func(r *resolver) { r.path("pid", 4, "numbers", "nr") },
			"kernel k: BTF has no struct pid.numbers.nr",
		},
		{
			"the first stays", nil,
			func(r *resolver) { r.field("a", 8, "x"); r.field("b", 8, "y") },
			"kernel k: BTF has no struct a",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newResolver(spec(t, test.types...), "k")
			test.look(r)
			var missing *MissingError
			if !errors.As(r.err, &missing) || missing.Error() != test.want {
				t.Errorf("got  %v\nwant %s", r.err, test.want)
			}
		})
	}
}

func TestFindInAnonymousMembers(t *testing.T) {
	inner := &btf.Struct{Size: 8, Members: []btf.Member{{Name: "a", Type: u32}, {Name: "b", Type: u32, Offset: 32}}}
	outer := structOf("outer",
		btf.Member{Name: "first", Type: u32},
		btf.Member{Offset: 64, Type: &btf.Union{Size: 8, Members: []btf.Member{{Type: &btf.Const{Type: inner}}}}},
	)
	outer.Size = 16
	r := newResolver(spec(t, outer), "k")
	if got := r.field("outer", 4, "b"); got != (Field{12, 4}) || r.err != nil {
		t.Errorf("got %v, %v", got, r.err)
	}
}

// TestTypesInCircles: what a damaged file says may not end, and twice in each type.
func TestTypesInCircles(t *testing.T) {
	circle := structOf("circle")
	other := &btf.Union{Size: 8}
	circle.Members = []btf.Member{{Type: circle}, {Type: other}, {Type: other}, {Name: "found", Offset: 32, Type: u32}}
	other.Members = []btf.Member{{Type: circle}, {Type: &btf.Const{Type: circle}}}
	r := newResolver(spec(t, circle), "k")
	if got := r.field("circle", 4, "found"); got != (Field{4, 4}) || r.err != nil {
		t.Errorf("got %v, %v", got, r.err)
	}
	if r.field("circle", 4, "missing"); r.err == nil {
		t.Error("a member that is not there was found")
	}
}

var u32 = &btf.Int{Name: "u32", Size: 4}

func structOf(name string, members ...btf.Member) *btf.Struct {
	return &btf.Struct{Name: name, Size: 4, Members: members}
}

func spec(t *testing.T, types ...btf.Type) *btf.Spec {
	t.Helper()
	b, err := btf.NewBuilder(append(types, u32), nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := b.Spec()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestLoadBTFErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "no.btf")
	if _, err := LoadBTF(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := os.WriteFile(file, []byte("not BTF at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadBTF(file); err == nil || !strings.Contains(err.Error(), "is not BTF") {
		t.Errorf("garbage: %v", err)
	}
}

// FuzzBTF: whatever is in a file of type information, it is read or refused, and resolved or
// not, without end neither.
func FuzzBTF(f *testing.F) {
	for _, kernel := range []string{"5.10-amd64", "7.3-amd64", "7.3-s390x"} {
		described, err := os.ReadFile(btfFile(kernel))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(described)
	}
	file := filepath.Join(f.TempDir(), "fuzz.btf")
	f.Fuzz(func(t *testing.T, described []byte) {
		if err := os.WriteFile(file, described, 0o600); err != nil {
			t.Fatal(err)
		}
		testrun.Bounded(t, len(described), func() {
			types, err := LoadBTF(file)
			if err != nil {
				return
			}
			for _, arch := range []string{"amd64", "arm64", "s390x"} {
				o, err := Resolve(types.Spec, "6.12", arch)
				if (o == nil) == (err == nil) {
					t.Errorf("%+v, %v", o, err)
				}
			}
		})
	})
}
