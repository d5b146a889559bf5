package program

// The stack, the same in every program. It starts at the frame pointer and grows down.
var (
	slotScalar  = slot[uint64](-8)  // what readKernel read last
	slotThread  = slot[uint64](-16) // pid and tid: key of the in-flight map
	slotCPU     = slot[uint32](-24) // key of the work map
	slotContext = slot[uint64](-32) // struct pt_regs

	// At -48 one of these, each for a short while.
	slotSegment    = slot[segment](-48)
	slotHeader     = slot[controlHeader](-48)
	slotAddress    = slot[address](-48)
	slotFile       = slot[dentry](-48)
	slotPeerPid    = slot[uint64](-48) // struct pid
	slotTasks      = slot[tasks](-48)
	slotPid        = slot[uint32](-48) // key of the map of processes
	slotLength     = slot[uint32](-48) // of the address that siftName looks at
	slotDoubt      = slot[doubt](-48)
	slotDescriptor = slot[int32](-48)

	slotInode   = slot[uint64](-56)   // key of the owners map
	slotVerdict = slot[Verdict](-56)  // value of the map of processes
	slotSock    = slot[uint64](-56)   // struct sock: key of the receivers map
	slotHanded  = slot[handed](-64)   // value of the handed map
	slotOwner   = slot[Owner](-112)   // value of the owners map
	slotFlow    = slot[FlowKey](-112) // key of the flows map

	slotConnect = slot[connecting](-96) // value of the connects map
	slotGone    = slot[goneEnd](-96)    // value of the gone map

	slotGroups    = slot[groupKeys](-48)
	slotGroupName = slot[groupName](-192)

	slotMembers = slot[members](-192) // what readMembers read last
)

// deepest is where the stack ends.
var deepest = slot[uint64](-192)

// members are those of a structure of the kernel's that are read at once.
type members [96]byte

// segment is a struct iovec, or a struct bio_vec made to look like one.
type segment struct{ Base, Len uint64 }

// controlHeader is a struct cmsghdr.
type controlHeader struct {
	Len         uint64
	Level, Type uint32
}

// address is what boundName knows of a name before it copies that.
type address struct {
	Addr uint64 // struct unix_address
	Path uint64 // 1 for a path, 0 for an abstract name
}

// dentry is the one that judgeFile looks at.
type dentry struct{ Dentry, Inode uint64 }

// tasks are the processes that newTask deals with: keys of the map of processes.
type tasks struct{ Parent, Child uint32 }
