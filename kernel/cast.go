package kernel

import "github.com/cilium/ebpf/btf"

// Cast is how programs read a kernel's memory by an instruction, and not by the call of a
// helper: bpf_rdonly_cast (kernel/bpf/helpers.c, Linux 6.2) makes an address a pointer to
// a struct, by which the verifier lets programs read. What can't be read reads as 0, as by
// the helper. It takes the compiler, so those that are interpreted have to do without.
type Cast struct {
	Function int32 // id of bpf_rdonly_cast in the BTF of the running kernel; 0 if it has none
	Word     int32 // id of a struct that begins with 8 bytes of a number
}

const castFunction = "bpf_rdonly_cast"

// Known reports whether the kernel has it.
func (c Cast) Known() bool { return c.Function != 0 }

// castOf finds the ids in the BTF of the running kernel.
func castOf(running *Types) Cast {
	var (
		function *btf.Func
		word     *btf.Struct
	)
	if running.TypeByName(castFunction, &function) != nil || running.TypeByName("timespec64", &word) != nil {
		return Cast{}
	}
	f, err := running.id(function)
	if err != nil {
		return Cast{}
	}
	w, err := running.id(word)
	if err != nil {
		return Cast{}
	}
	return Cast{Function: int32(f), Word: int32(w)}
}
