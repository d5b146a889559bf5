package program

import (
	"github.com/cilium/ebpf/asm"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// What programs find out of a socket, from its struct sock.

// boundName fills in the bound name of the unix socket sk. The label keeps its jumps
// apart from other uses in the same program.
func (a *assembler) boundName(to place, sk asm.Register, label string) {
	const addr = asm.R0 // struct unix_address
	named := label + "_named"

	a.step("name of " + label + ": NUL padding, so that equal names are equal keys")
	a.clear(to)
	a.set(to.in("PrefixLen"), nameBits, asm.R0)

	a.step("addr = unix_sk(sk)->addr, NULL while unnamed")
	a.readKernel(addr, sk, a.UnixAddr)
	a.emit(asm.JEq.Imm(addr, 0, named))
	a.store(slotAddress.in("Addr"), addr)
	a.step("its first byte: NUL for an abstract name")
	a.readKernel(asm.R0, addr, kernel.Field{Offset: a.AddrPath.Offset, Size: 1})
	a.step("path = (first + 255) >> 8: 1 for a path, 0 for an abstract name")
	a.emit(
		asm.Add.Imm(asm.R0, 255),
		asm.RSh.Imm(asm.R0, 8),
	)
	a.store(slotAddress.in("Path"), asm.R0)
	a.emit(
		asm.Mov.Imm(asm.R1, int32(nameAbstract)),
		asm.Sub.Reg(asm.R1, asm.R0),
	)
	a.store(to.in("Kind"), asm.R1)
	a.load(addr, slotAddress.in("Addr"))
	a.step("len = addr->len - sizeof(sun_family) - the NUL that ends a path")
	a.readKernel(asm.R2, addr, a.AddrLen)
	a.emit(asm.Sub.Imm(asm.R2, 2))
	a.load(asm.R1, slotAddress.in("Path"))
	a.emit(
		asm.Sub.Reg(asm.R2, asm.R1),
		asm.JGT.Imm(asm.R2, nameSize, named), // no such name: leave it empty
	)
	a.store(to.in("Len"), asm.R2)
	a.load(asm.R3, slotAddress.in("Addr"))
	a.emit(asm.Add.Imm(asm.R3, int32(a.AddrPath.Offset)))
	a.address(asm.R1, to.in("Bytes"))
	a.emit(asm.FnProbeReadKernel.Call())
	a.label(named)
}

// inode stores the inode number of the socket that sk belongs to: 0 for a peer that
// nobody has accepted yet.
func (a *assembler) inode(to place, sk asm.Register) {
	a.readKernel(asm.R0, sk, a.SockSocket)
	a.readKernel(asm.R0, asm.R0, a.SocketIno)
	a.store(to, asm.R0)
}
