package kernel

import "github.com/cilium/ebpf/btf"

// Field is where a structure keeps a member.
type Field struct {
	Offset uint32 // bytes from the start of the structure
	Size   uint32 // bytes; 1, 2, 4 or 8 for a scalar
}

// Offsets are the facts about one kernel that the programs are built from. Apart
// from Pages, Cast and Absent they come from BTF; none depends on a version number.
type Offsets struct {
	Registers Registers
	Pages     Pages    // Host.Offsets finds them in kcore
	Cast      Cast     // Host.Offsets finds it, if it is of the running kernel
	Cache     Cache    // where files are that are in memory only, if that is known
	Absent    []string // functions to probe that this kernel lacks and capture can do without

	// NullReadable: the kernel can read at address 0. On s390x that is the lowcore of
	// the CPU (arch/s390/include/asm/lowcore.h).
	NullReadable bool

	// struct socket, and the inode that embeds it (struct socket_alloc).
	SocketSk   Field // the struct sock
	SocketType Field // SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET
	SocketIno  Field // inode number, counted from the struct socket

	// struct sock
	SockSocket   Field // the struct socket, NULL for a peer not yet accepted
	SockPeerPid  Field // struct pid of the peer, NULL for datagrams
	SockPeerCred Field // struct cred of the peer
	SockFamily   Field // AF_UNIX, if it is a struct unix_sock
	SockState    Field // TCP_*: TCP_CLOSE once it is closed
	SockType     Field // as SocketType
	SockQueue    Field // struct sk_buff_head of what waits to be received
	SockSendMax  Field // sk_sndbuf: bytes that may wait to be received, what holds them included

	// struct unix_sock, which starts with its struct sock
	UnixAddr Field // struct unix_address, NULL while unnamed
	UnixPeer Field // the connected struct sock
	UnixFile Field // struct dentry of the file it is bound to, NULL without one

	// QueuesItself: unix_stream_sendmsg puts its buffers into the receiver's queue itself.
	// It does since it counts what waits there (unix_sock.inq_len, Linux 6.17), before by
	// a call of QueueTail, as unix_dgram_sendmsg does to date.
	QueuesItself bool

	// struct sk_buff, a buffer that a send fills and a receive empties
	BufferSock    Field // the struct sock that sends
	BufferLen     Field // bytes in it
	BufferPaged   Field // data_len: of them, those in pages
	BufferData    Field // where the others begin
	BufferHead    Field // where its memory begins
	BufferEnd     Field // its struct skb_shared_info, counted from there
	BufferPages   Field // nr_frags of that: how many pieces of pages there are
	BufferVectors Field // frags of that: the pieces, each like a struct bio_vec

	// struct unix_address
	AddrLen  Field // length of the sockaddr_un, its 2 byte family included
	AddrPath Field // first byte of sun_path

	// struct msghdr and its iterator
	MsgFlags      Field
	MsgName       Field // the address, in kernel memory while sending
	MsgNameLen    Field // bytes of the address, 0 without one
	MsgControl    Field // ancillary data, in kernel memory while sending
	MsgControlLen Field // its bytes
	Iter          Iter

	// struct iovec; struct kvec has the same shape
	IovBase Field
	IovLen  Field
	IovSize uint32 // bytes from one segment to the next

	// struct bio_vec, a segment that lies in a page
	BvecPage   Field // struct page
	BvecLen    Field
	BvecOffset Field  // of the bytes in the page
	BvecSize   uint32 // bytes from one segment to the next
	PageSize   uint32 // bytes of a struct page, not of the page

	// struct pid and the task that sends
	PidNumber   Field // process id in the initial pid namespace
	PidTask     Field // TaskPidLink of its thread, NULL when that has gone
	CredUID     Field // real user id
	TaskProcess Field // tgid: the same of a task
	TaskThread  Field // pid: the number of a thread, its leader's is that of the process
	TaskFlags   Field // PF_*
	TaskPidLink Field
	TaskLeader  Field // group leader of a thread
	TaskCommand Field // comm, NUL padded
	TaskFiles   Field // struct files_struct

	// From a file descriptor to what it leads to
	FilesTable   Field // struct fdtable
	TableFiles   Field // array of struct file pointers
	TableSize    Field // its length
	FileInode    Field // struct inode
	FileDentry   Field // struct dentry
	InodeMode    Field
	InodeNumber  Field
	InodeSuper   Field // struct super_block
	SuperDevice  Field
	DentryName   Field // address of the last component of the path, NUL at the end
	DentryLength Field // its length without the NUL
	DentryInode  Field // struct inode, NULL for a removed directory
	DentryParent Field // struct dentry of the directory

	// struct cgroup, a control group, and the struct kernfs_node of its directory
	CgroupRoot      Field // struct cgroup_root
	CgroupHierarchy Field // hierarchy_id of that: 0 in version 2
	CgroupParent    Field // struct cgroup_subsys_state of the group that it is in
	CgroupOfState   Field // the struct cgroup of that
	CgroupNode      Field // the struct kernfs_node
	NodeID          Field // the group's id
	NodeName        Field // address of the last component of its path, NUL at the end
}

// ReadsQueued reports whether all that is sent can be read when it is queued: the kernel
// calls a function for that, and it is known where pages are.
func (o *Offsets) ReadsQueued() bool { return !o.QueuesItself && o.Pages.Known() }

// Iter describes msghdr.msg_iter. Member offsets count from the msghdr.
type Iter struct {
	Type   Field // which union member below holds the data
	Mask   int32 // bits of Type that name the kind; the rest is the direction
	Skip   Field // iov_offset: bytes of the first segment already consumed
	Count  Field // bytes left in the iterator
	Vector Field // the segments of Iovec, Kvec and Bvec
	Buffer Field // the user address of Ubuf
	Segs   Field // number of segments

	Ubuf  Kind // one user buffer, since 6.0
	Iovec Kind
	Kvec  Kind
	Bvec  Kind
}

// Kind is a value of enum iter_type. The values differ between kernels.
type Kind struct {
	Value int32
	Known bool // false where the kernel does not have this kind
}

// Resolve finds every offset in spec. The release names the kernel in errors,
// arch is in GOARCH's spelling. It fails with a *MissingError when the kernel
// has no member that serves.
func Resolve(spec *btf.Spec, release, arch string) (*Offsets, error) {
	convention, err := conventionOf(arch)
	if err != nil {
		return nil, err
	}
	r := newResolver(spec, release)
	o := r.offsets(convention)
	if r.err != nil {
		return nil, r.err
	}
	o.NullReadable = arch == "s390x"
	return o, nil
}

func (r *resolver) offsets(convention func(*resolver) Registers) *Offsets {
	o := &Offsets{
		Registers:     convention(r),
		SocketSk:      r.field("socket", 8, "sk"),
		SocketType:    r.field("socket", 2, "type"),
		SockSocket:    r.field("sock", 8, "sk_socket"),
		SockPeerPid:   r.field("sock", 8, "sk_peer_pid"),
		SockPeerCred:  r.field("sock", 8, "sk_peer_cred"),
		SockFamily:    r.path("sock", 2, "__sk_common", "skc_family"),
		SockState:     r.path("sock", 1, "__sk_common", "skc_state"),
		SockType:      r.field("sock", 2, "sk_type"),
		SockQueue:     r.field("sock", anySize, "sk_receive_queue"),
		SockSendMax:   r.field("sock", 4, "sk_sndbuf"),
		UnixAddr:      r.field("unix_sock", 8, "addr"),
		UnixPeer:      r.field("unix_sock", 8, "peer"),
		UnixFile:      r.path("unix_sock", 8, "path", "dentry"),
		QueuesItself:  r.has("unix_sock", "inq_len"),
		BufferSock:    r.field("sk_buff", 8, "sk"),
		BufferLen:     r.field("sk_buff", 4, "len"),
		BufferPaged:   r.field("sk_buff", 4, "data_len"),
		BufferData:    r.field("sk_buff", 8, "data"),
		BufferHead:    r.field("sk_buff", 8, "head"),
		BufferEnd:     r.field("sk_buff", 4, "end"),
		BufferPages:   r.field("skb_shared_info", 1, "nr_frags"),
		BufferVectors: r.field("skb_shared_info", anySize, "frags"),
		AddrLen:       r.field("unix_address", 4, "len"),
		MsgFlags:      r.field("msghdr", 4, "msg_flags"),
		MsgName:       r.field("msghdr", 8, "msg_name"),
		MsgNameLen:    r.field("msghdr", 4, "msg_namelen"),
		MsgControl:    r.field("msghdr", 8, "msg_control"),
		MsgControlLen: r.field("msghdr", 8, "msg_controllen"),
		IovBase:       r.field("iovec", 8, "iov_base"),
		IovLen:        r.field("iovec", 8, "iov_len"),
		IovSize:       r.size("iovec"),
		BvecPage:      r.field("bio_vec", 8, "bv_page"),
		BvecLen:       r.field("bio_vec", 4, "bv_len"),
		BvecOffset:    r.field("bio_vec", 4, "bv_offset"),
		BvecSize:      r.size("bio_vec"),
		PageSize:      r.size("page"),
		PidNumber:     r.path("pid", 4, "numbers", "nr"),
		PidTask:       r.path("pid", 8, "tasks", "first"),
		CredUID:       r.path("cred", 4, "uid", "val"),
		TaskPidLink:   r.field("task_struct", anySize, "pid_links"),
		TaskProcess:   r.field("task_struct", 4, "tgid"),
		TaskThread:    r.field("task_struct", 4, "pid"),
		TaskFlags:     r.field("task_struct", 4, "flags"),
		TaskLeader:    r.field("task_struct", 8, "group_leader"),
		TaskCommand:   r.field("task_struct", 16, "comm"),
		TaskFiles:     r.field("task_struct", 8, "files"),
		FilesTable:    r.field("files_struct", 8, "fdt"),
		TableFiles:    r.field("fdtable", 8, "fd"),
		TableSize:     r.field("fdtable", 4, "max_fds"),
		FileInode:     r.field("file", 8, "f_inode"),
		FileDentry:    r.path("file", 8, "f_path", "dentry"),
		InodeMode:     r.field("inode", 2, "i_mode"),
		InodeNumber:   r.field("inode", 8, "i_ino"),
		InodeSuper:    r.field("inode", 8, "i_sb"),
		SuperDevice:   r.field("super_block", 4, "s_dev"),
		DentryName:    r.path("dentry", 8, "d_name", "name"),
		DentryLength:  r.path("dentry", 4, "d_name", "len"),
		DentryInode:   r.field("dentry", 8, "d_inode"),
		DentryParent:  r.field("dentry", 8, "d_parent"),

		CgroupRoot:      r.field("cgroup", 8, "root"),
		CgroupHierarchy: r.field("cgroup_root", 4, "hierarchy_id"),
		CgroupParent:    r.path("cgroup", 8, "self", "parent"),
		CgroupOfState:   r.field("cgroup_subsys_state", 8, "cgroup"),
		CgroupNode:      r.field("cgroup", 8, "kn"),
		NodeID:          r.field("kernfs_node", 8, "id"),
		NodeName:        r.field("kernfs_node", 8, "name"),
	}

	// The inode follows its socket inside struct socket_alloc (SOCK_INODE).
	socket := r.field("socket_alloc", anySize, "socket")
	o.SocketIno = r.path("socket_alloc", 8, "vfs_inode", "i_ino")
	o.SocketIno.Offset -= socket.Offset

	name := r.field("unix_address", anySize, "name")
	path := r.field("sockaddr_un", 108, "sun_path")
	o.AddrPath = Field{name.Offset + path.Offset, path.Size}

	o.Iter = r.iter()
	r.vectors(o)
	o.Cache = r.cache()
	return o
}

// vectors makes sure that the pieces of pages of a buffer are laid out as a struct bio_vec.
// They are of that type from Linux 5.4 on, and since 6.7 of a struct skb_frag with other
// names in the same places.
func (r *resolver) vectors(o *Offsets) {
	const of = "skb_shared_info"
	page := r.path(of, 8, "frags", r.either(of, "frags", "netmem", "bv_page"))
	length := r.path(of, 4, "frags", r.either(of, "frags", "len", "bv_len"))
	offset := r.path(of, 4, "frags", r.either(of, "frags", "offset", "bv_offset"))
	if r.err != nil {
		return
	}
	for _, of := range []*Field{&page, &length, &offset} {
		of.Offset -= o.BufferVectors.Offset
	}
	if page != o.BvecPage || length != o.BvecLen || offset != o.BvecOffset {
		r.err = &MissingError{
			Kernel: r.release, Type: "struct " + of, Member: "frags",
			Reason: "is laid out otherwise than struct bio_vec",
		}
	}
}

// iter resolves struct iov_iter, the structure that changed most: the kind was
// "type" with the direction in bit 0 before 5.14 and is "iter_type" since; the
// segments were "iov" before 6.4 and are "__iov" since.
func (r *resolver) iter() Iter {
	at := r.field("msghdr", anySize, "msg_iter").Offset
	in := func(size uint32, aliases ...string) Field {
		f := r.field("iov_iter", size, aliases...)
		f.Offset += at
		return f
	}
	it := Iter{
		Type:   in(anySize, "iter_type", "type"),
		Mask:   -1,
		Skip:   in(8, "iov_offset"),
		Count:  in(8, "count"),
		Vector: in(8, "__iov", "iov"),
		Segs:   in(8, "nr_segs"),
		Ubuf:   r.enum("iter_type", "ITER_UBUF"),
		Iovec:  r.enum("iter_type", "ITER_IOVEC"),
		Kvec:   r.enum("iter_type", "ITER_KVEC"),
		Bvec:   r.enum("iter_type", "ITER_BVEC"),
	}
	if !r.has("iov_iter", "iter_type") {
		it.Mask = ^1
	}
	if it.Ubuf.Known {
		it.Buffer = in(8, "ubuf")
	}
	if !it.Iovec.Known && r.err == nil {
		r.err = &MissingError{Kernel: r.release, Type: "enum iter_type", Member: "ITER_IOVEC"}
	}
	return it
}
