package program

import (
	"fmt"

	"github.com/cilium/ebpf/asm"
)

// sift holds what goes over a socket against the sieve: first the socket that sends,
// then its peer. What the filter may want continues at asked, the rest at unlisted.
func (e *entry) sift(asked, unlisted string) {
	sk, spare := e.peer, e.work.base // they get their own meaning later
	e.step("may the filter want it? sk = sock->sk")
	e.readKernel(sk, e.sock, e.SocketSk)
	e.siftInode(sk, "from", asked)
	e.step("addr = unix_sk(sk)->addr, NULL while it has neither a name nor a file; sk = unix_sk(sk)->peer")
	own := e.readMembers(sk, e.UnixAddr, e.UnixFile, e.UnixPeer)
	e.load(sk, own[2])
	e.siftBound(own[0], own[1], spare, "from", asked)
	e.siftInode(sk, "to", asked)
	e.step("addr = unix_sk(sk)->addr")
	other := e.readMembers(sk, e.UnixAddr, e.UnixFile)
	e.siftBound(other[0], other[1], spare, "to", asked)
	e.jump(unlisted)
}

// siftInode jumps to asked if the filter asks for the inode of the socket sk.
func (e *entry) siftInode(sk asm.Register, label, asked string) {
	if len(e.sieve.inodes) == 0 {
		return
	}
	e.step("the inode of " + label)
	e.readKernel(asm.R0, sk, e.SockSocket)
	e.readKernel(asm.R0, asm.R0, e.SocketIno)
	e.ifAmong(e.sieve.inodes, asked)
}

// siftBound jumps to asked if the filter may ask for what a socket is bound to: the struct
// unix_address and the struct dentry that are at two places.
func (e *entry) siftBound(address, file place, spare asm.Register, label, asked string) {
	if len(e.sieve.names) == 0 && !e.sieve.bound {
		return
	}
	not := label + "_not_asked"
	addr := spare
	e.load(addr, address)
	e.emit(asm.JEq.Imm(addr, 0, not))
	e.siftName(addr, label, asked)
	if e.sieve.paths {
		dentry := spare // nobody needs the other any more
		e.load(dentry, file)
		e.siftFile(dentry, label, asked, not)
	}
	e.label(not)
}

// siftName jumps to asked if the filter may ask for the name at addr.
func (e *entry) siftName(addr asm.Register, label, asked string) {
	if e.sieve.bound {
		e.jump(asked)
		return
	}
	e.step("the name of " + label + ": if it is as long, by what is at its end")
	e.readKernel(asm.R0, addr, e.AddrLen)
	e.store(slotLength, asm.R0)
	for i, name := range e.sieve.names {
		other := fmt.Sprintf("%s_no_name_%d", label, i)
		e.load(asm.R0, slotLength)
		if name.longer {
			e.emit(asm.JLT.Imm(asm.R0, name.length, other))
		} else {
			e.emit(asm.JNE.Imm(asm.R0, name.length, other))
		}
		e.ifMarked(addr, e.AddrPath.Offset, name.mark, asked)
		e.label(other)
	}
}

// siftFile jumps to asked if the filter may ask for the file of a struct dentry, or for
// its place, else to not. What it asks for is on one device, or few, so numbers of
// inodes tell enough.
func (e *entry) siftFile(dentry asm.Register, label, asked, not string) {
	e.step("the file of " + label + ", if it is bound to one")
	e.emit(asm.JEq.Imm(dentry, 0, not))
	e.step("names were added, that the sieve does not know")
	e.emit(asm.LoadMapValue(asm.R1, 0, 0).WithReference(MapFurther))
	e.load(asm.R0, at[uint64](asm.R1))
	e.emit(asm.JNE.Imm(asm.R0, 0, asked))
	if len(e.sieve.files)+len(e.sieve.dirs) == 0 {
		return
	}
	members := e.readMembers(dentry, e.DentryInode, e.DentryParent, e.DentryName, e.DentryLength)
	if len(e.sieve.files) > 0 {
		e.load(asm.R0, members[0])
		e.readKernel(asm.R0, asm.R0, e.InodeNumber)
		e.ifAmong(e.sieve.files, asked)
	}
	if len(e.sieve.dirs) == 0 {
		return
	}
	inDir := func(i int) string { return fmt.Sprintf("%s_in_dir_%d", label, i) }
	e.siftLength(members[3], label+"_as_long", not)
	e.step("its directory")
	e.load(asm.R0, members[1])
	e.readKernel(asm.R0, asm.R0, e.DentryInode)
	e.readKernel(asm.R0, asm.R0, e.InodeNumber)
	for i, dir := range e.sieve.dirs {
		e.ifAmong([]uint64{dir}, inDir(i))
	}
	for i, dir := range e.sieve.dirs {
		e.jump(not)
		e.label(inDir(i))
		e.step("its name there, by how that begins")
		name := dentry // nobody needs the other any more
		e.load(name, members[2])
		for _, m := range e.sieve.inDirs[dir] {
			e.ifMarked(name, 0, m, asked)
		}
	}
}

// siftLength jumps to not if no name that is asked for in a directory is as long. The label
// is that of what follows.
func (e *entry) siftLength(length place, label, not string) {
	if e.sieve.shortest == 0 {
		return
	}
	e.step("is a name asked for in a directory that is as long?")
	e.load(asm.R0, length)
	for _, n := range e.sieve.lengths {
		e.emit(asm.JEq.Imm(asm.R0, n, label))
	}
	if e.sieve.shortest == noShortest {
		e.jump(not)
	} else {
		e.emit(asm.JLT.Imm(asm.R0, e.sieve.shortest, not))
	}
	e.label(label)
}

// ifAmong jumps to the label if R0 is one of the numbers. It clobbers R1.
func (a *assembler) ifAmong(numbers []uint64, label string) {
	for _, n := range numbers {
		a.emit(
			asm.LoadImm(asm.R1, int64(n), asm.DWord),
			asm.JEq.Reg(asm.R0, asm.R1, label),
		)
	}
}

// ifMarked jumps to the label if the kernel has the bytes of a mark in a name, which
// begins at an offset from base.
func (a *assembler) ifMarked(base asm.Register, offset uint32, m mark, label string) {
	if m.bytes == "" {
		a.jump(label)
		return
	}
	a.clear(slotScalar)
	a.emit(asm.Mov.Reg(asm.R3, base))
	a.guard(asm.R3, int32(offset+m.at))
	a.probeRead(asm.FnProbeReadKernel, slotScalar.start(len(m.bytes)))
	a.load(asm.R0, slotScalar)
	a.emit(asm.HostTo(asm.BE, asm.R0, asm.DWord))
	a.ifAmong([]uint64{m.number()}, label)
}
