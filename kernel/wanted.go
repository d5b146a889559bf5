package kernel

import "strings"

// Wanted says in a line which kernels can be captured on, and by what of them: the functions
// without which nothing is captured.
func Wanted() string {
	var functions []string
	for _, f := range Functions {
		if !f.Optional {
			functions = append(functions, f.Name)
		}
	}
	return "Linux 5.10 to 7.3 with BTF, kprobes and kretprobes, BPF and perf events; it needs the functions " +
		strings.Join(functions, ", ")
}
