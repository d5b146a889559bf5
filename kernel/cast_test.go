package kernel

import (
	"path/filepath"
	"testing"

	"github.com/cilium/ebpf/btf"
)

// TestCastOf: the ids are those of the running kernel's function and struct, if it has them.
func TestCastOf(t *testing.T) {
	running, err := LoadBTF("")
	if err != nil {
		t.Skip(err)
	}
	_, missing := running.AnyTypesByName("bpf_rdonly_cast")
	cast := castOf(running)
	if cast.Known() != (missing == nil) {
		t.Fatalf("%+v, and looking for the function: %v", cast, missing)
	}
	whole, err := btf.LoadKernelSpec()
	if err != nil {
		t.Fatal(err)
	}
	for id, name := range map[int32]string{cast.Function: "bpf_rdonly_cast", cast.Word: "timespec64"} {
		if !cast.Known() {
			break
		}
		typ, err := whole.TypeByID(btf.TypeID(id))
		if err != nil || typ.TypeName() != name {
			t.Errorf("%d is %v, want %s: %v", id, typ, name, err)
		}
	}
	pruned, err := LoadBTF(filepath.Join("..", "testdata", "btf", "6.12-amd64.btf"))
	if err != nil {
		t.Fatal(err)
	}
	if cast := castOf(pruned); cast.Known() {
		t.Errorf("%+v of types that are not the running kernel's", cast)
	}
}
