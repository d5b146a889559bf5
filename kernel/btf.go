package kernel

import (
	"bytes"
	"debug/elf"
	"fmt"
	"os"

	"github.com/cilium/ebpf/btf"
)

// RunningBTF is where a kernel with CONFIG_DEBUG_INFO_BTF describes itself.
const RunningBTF = "/sys/kernel/btf/vmlinux"

// Types are those that a kernel describes.
type Types struct {
	*btf.Spec
	ids []btf.TypeID // what they are in the kernel, by what they are here; nil: the same
}

// id is the kernel's own for one of the types.
func (t *Types) id(typ btf.Type) (btf.TypeID, error) {
	id, err := t.TypeID(typ)
	if err == nil && t.ids != nil {
		id = t.ids[id]
	}
	return id, err
}

// LoadBTF reads the type information in file, which is raw BTF or an ELF
// object with a .BTF section. An empty file means the running kernel. Of raw BTF, it has
// what Resolve looks at and the functions of probes, but not everything, and no pointer leads
// anywhere.
func LoadBTF(file string) (*Types, error) {
	if file == "" {
		if _, err := os.Stat(RunningBTF); err == nil {
			return LoadBTF(RunningBTF)
		}
		// A private copy: the library caches the running kernel's types, and
		// resolving must not depend on who else looked at them.
		spec, err := btf.LoadKernelSpec() // it knows where else they may be
		if err != nil {
			return nil, fmt.Errorf("reading the running kernel's type information from %s: %w", RunningBTF, err)
		}
		return &Types{Spec: spec.Copy()}, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading type information: %w", err)
	}
	defer f.Close()
	types := &Types{}
	if types.Spec, types.ids, err = loadFrom(f); err != nil {
		return nil, fmt.Errorf("reading type information: %s is not BTF: %w", file, err)
	}
	return types, nil
}

func loadFrom(f *os.File) (_ *btf.Spec, ids []btf.TypeID, err error) {
	magic := make([]byte, len(elf.ELFMAG))
	if _, err := f.ReadAt(magic, 0); err == nil && string(magic) == elf.ELFMAG {
		spec, err := btf.LoadSpecFromReader(f) // it may be large, so it is not all read
		return spec, nil, err
	}
	raw, err := os.ReadFile(f.Name()) // at once, by its size
	if err != nil {
		return nil, nil, err
	}
	// Of what is damaged, or newer than this, the library reads what it can, or says why not.
	if small, numbers, err := extract(raw, named()); err == nil {
		raw, ids = small, numbers
	}
	spec, err := btf.LoadSpecFromReader(bytes.NewReader(raw))
	return spec, ids, err
}

// MissingError says that a kernel's BTF lacks something capture needs.
type MissingError struct {
	Kernel string // release, or the name of the BTF file
	Type   string // struct or enum
	Member string // member path, empty when the type itself is missing
	Reason string // why a member that exists does not serve, may be empty
}

func (e *MissingError) Error() string {
	what := e.Type
	if e.Member != "" {
		what += "." + e.Member
	}
	if e.Reason != "" {
		return fmt.Sprintf("kernel %s: %s %s", e.Kernel, what, e.Reason)
	}
	return fmt.Sprintf("kernel %s: BTF has no %s", e.Kernel, what)
}
