package program

import "github.com/cilium/ebpf/asm"

// reached are the instructions that the first one leads to. The kernel refuses a program
// with any other ("unreachable insn"), and which steps of a program lead nowhere is the
// filter's choice: behind a pattern for all of a directory, those for its names have
// nothing left to say. All references are labels of instructions.
func reached(insns asm.Instructions) asm.Instructions {
	at := map[string]int{} // where a label is
	for i, ins := range insns {
		if label := ins.Symbol(); label != "" {
			at[label] = i
		}
	}
	seen := make([]bool, len(insns))
	for next := []int{0}; len(next) > 0; {
		i := next[len(next)-1]
		next = next[:len(next)-1]
		for ; i < len(insns) && !seen[i]; i++ {
			seen[i] = true
			ins := insns[i]
			op := ins.OpCode.JumpOp()
			if ins.OpCode.Class().IsJump() && op != asm.Call && op != asm.Exit {
				next = append(next, at[ins.Reference()])
			}
			if op == asm.Ja || op == asm.Exit {
				break
			}
		}
	}
	var kept asm.Instructions
	for i, ins := range insns {
		if seen[i] {
			kept = append(kept, ins)
		}
	}
	return kept
}
