package kernel

import "fmt"

// Registers are the members of struct pt_regs that carry a call.
type Registers struct {
	Arg1, Arg2, Arg3, Arg4, Arg5 Field // first arguments of a function
	Return                       Field // its return value
}

// conventions find the registers of each architecture's C calling convention. Their
// keys are in GOARCH's spelling.
var conventions = map[string]func(*resolver) Registers{
	"amd64": func(r *resolver) Registers {
		named := func(name string) Field { return r.field("pt_regs", 8, name) }
		return Registers{named("di"), named("si"), named("dx"), named("cx"), named("r8"), named("ax")}
	},
	"arm64": func(r *resolver) Registers {
		x := r.numbered(31, "regs")
		return Registers{x(0), x(1), x(2), x(3), x(4), x(0)}
	},
	"s390x": func(r *resolver) Registers {
		x := r.numbered(16, "gprs")
		return Registers{x(2), x(3), x(4), x(5), x(6), x(2)}
	},
}

// numbered finds registers that pt_regs has as an array of count.
func (r *resolver) numbered(count uint32, array string) func(n uint32) Field {
	all := r.field("pt_regs", 8*count, array)
	return func(n uint32) Field { return Field{all.Offset + 8*n, 8} }
}

// conventionOf finds the calling convention of an architecture.
func conventionOf(arch string) (func(*resolver) Registers, error) {
	convention, ok := conventions[arch]
	if !ok {
		return nil, fmt.Errorf("the calling convention of %s is not known yet", arch)
	}
	return convention, nil
}
