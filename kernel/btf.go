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

// LoadBTF reads the type information in file, which is raw BTF or an ELF
// object with a .BTF section. An empty file means the running kernel. Of raw BTF, it has the
// names of what Resolve looks at, but not of everything, and no pointer leads anywhere.
func LoadBTF(file string) (*btf.Spec, error) {
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
		return spec.Copy(), nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading type information: %w", err)
	}
	defer f.Close()
	spec, err := loadFrom(f)
	if err != nil {
		return nil, fmt.Errorf("reading type information: %s is not BTF: %w", file, err)
	}
	return spec, nil
}

func loadFrom(f *os.File) (*btf.Spec, error) {
	magic := make([]byte, len(elf.ELFMAG))
	if _, err := f.ReadAt(magic, 0); err == nil && string(magic) == elf.ELFMAG {
		return btf.LoadSpecFromReader(f) // it may be large, so it is not all read
	}
	raw, err := os.ReadFile(f.Name()) // at once, by its size
	if err != nil {
		return nil, err
	}
	reduce(raw, named())
	return btf.LoadSpecFromReader(bytes.NewReader(raw))
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
