package kernel

import "slices"

// Functions that more than the table names.
const (
	StreamSend = "unix_stream_sendmsg"
	DgramSend  = "unix_dgram_sendmsg" // seqpacket sockets send through it too

	// MaySend sees the receiver of every datagram before it is queued. It needs
	// CONFIG_SECURITY_NETWORK; without it, a datagram to an address is seen only then,
	// and without its ancillary data.
	MaySend = "security_unix_may_send"

	// Graft makes a connection the one of the socket that is accepted for it:
	// (struct sock *sk, struct socket *parent). It needs CONFIG_SECURITY_NETWORK.
	Graft = "security_sock_graft"

	// NewTask starts a new thread or process, in the one that made it:
	// (struct task_struct *new).
	NewTask = "wake_up_new_task"
)

// Function is a function of the kernel that capture probes.
type Function struct {
	Name     string
	Optional bool   // capture works on a kernel without it
	Limit    string // what is limited without it
	Help     string // what helps where it is missing; empty if Inspect does not look for it

	Entry  string // program to run where it is entered
	Return string // program to run where it returns: of those that send, else empty
	Learns bool   // Entry learns who is who, even where nothing is sent
	Queues bool   // Entry sees what is sent when it is put into a queue
	Steps  bool   // Entry follows the steps of sends whose bytes can't be read there
	For    Purpose
}

// Purpose is what the programs of a function are for.
type Purpose int

const (
	Everything Purpose = iota
	Messages           // to capture what is sent: not if sends are only counted
	Processes          // to choose by process

	// Of ConnectionFunctions only.
	Attempts // to tell of connections, and of what is refused
	Ends     // to tell of connections
)

const (
	inlined         = "boot a kernel where the compiler has not inlined it"
	receiversUnseen = "receivers are those that hold a socket, not those that are seen receiving"
	noUnixSockets   = "boot a kernel with unix domain sockets (CONFIG_UNIX), 5.10 or later"
)

// Functions are all of them, in the order in which a report tells of them. Kernels
// 5.10 to 7.3 have them, if nothing else is said.
var Functions = []Function{
	{
		Name: StreamSend, Help: noUnixSockets,
		Entry: "stream_entry", Return: "send_return",
	},
	{
		Name: DgramSend, Help: noUnixSockets,
		Entry: "dgram_entry", Return: "send_return",
	},
	{
		// How splice and sendfile send before Linux 6.5, a page at a time; since
		// then they send through StreamSend.
		Name: "unix_stream_sendpage", Optional: true,
		Entry: "page_entry", Return: "send_return",
	},
	{
		// It puts a buffer into a socket's queue: (struct sk_buff_head *list, struct
		// sk_buff *newsk). Streams go by it before Linux 6.17, datagrams ever. It is
		// for modules, too, so every kernel has it.
		Name:  "skb_queue_tail",
		Entry: "queued", Queues: true,
	},
	{
		Name: MaySend, Optional: true,
		Limit: "descriptors and credentials that datagrams to an address pass on may stay unknown",
		Help:  "boot a kernel with CONFIG_SECURITY_NETWORK",
		Entry: "may_send",
	},
	{
		// It makes a buffer for the next step of a stream send and waits for
		// room: what the send consumed until then is queued.
		Name: "sock_alloc_send_pskb", Optional: true,
		Limit: "a large send that blocks is shown only when it is done", Help: inlined,
		Entry: "checkpoint", Steps: true, For: Messages,
	},
	{
		// It takes the bytes of one step of a send, after any waiting for room
		// and before anybody can receive them.
		Name: "skb_copy_datagram_from_iter", Optional: true,
		Limit: "messages of senders that were blocked come late, and are counted", Help: inlined,
		Entry: "resumed", Steps: true, For: Messages,
	},
	{
		// The same for what is spliced, since Linux 6.5.
		Name: "skb_splice_from_iter", Optional: true,
		Entry: "resumed", Steps: true, For: Messages,
	},
	{
		// The same for unix_stream_sendpage.
		Name: "skb_append_pagefrags", Optional: true,
		Entry: "resumed", For: Messages,
	},
	{
		// It makes a socket: (..., struct socket *new, ...).
		Name: "unix_create", Optional: true,
		Entry: "socket_made", Learns: true,
	},
	{
		// It makes one for a connection that waits there, with the same arguments.
		Name: "unix_accept", Optional: true,
		Entry: "socket_made", Learns: true,
	},
	{
		// It is called while the kernel holds the lock of the connection, as is what
		// puts a buffer into its queue.
		Name: Graft, Optional: true,
		Limit: "what is sent before a connection is accepted counts as for who listens",
		Help:  "boot a kernel with CONFIG_SECURITY_NETWORK",
		Entry: "accepted", Learns: true,
	},
	{
		// It frees a socket that nobody can send to any more: (struct sock *sk).
		Name: "unix_sock_destructor", Optional: true,
		Entry: "freed", Learns: true,
	},
	{
		// The last descriptor of a socket is closed: (struct socket *sock).
		Name: "unix_release", Optional: true,
		Entry: "closed", Learns: true,
	},
	{
		// Who receives: (struct socket *sock, ...), as the two that follow.
		Name: "unix_stream_recvmsg", Optional: true,
		Limit: receiversUnseen, Help: inlined,
		Entry: "socket_used", Learns: true,
	},
	{
		Name: "unix_dgram_recvmsg", Optional: true,
		Limit: receiversUnseen, Help: inlined,
		Entry: "socket_used", Learns: true,
	},
	{
		Name: "unix_seqpacket_recvmsg", Optional: true,
		Entry: "socket_used", Learns: true,
	},
	{
		// The same for splice: (struct socket *sock, ...).
		Name: "unix_stream_splice_read", Optional: true,
		Entry: "socket_used", Learns: true,
	},
	{
		// It sees to ancillary data, by which sockets are passed, and is called only for
		// what has any: (struct socket *sock, ...).
		Name: "__scm_send", Optional: true,
		Entry: "ancillary_sent", Learns: true,
	},
	{
		Name: NewTask, Optional: true,
		Limit: "what a followed process starts is not followed (-f, -- CMD)", Help: inlined,
		Entry: "new_task", Learns: true, For: Processes,
	},
	{
		// It forgets a thread, or with the last of its threads a process:
		// (struct task_struct *gone).
		Name: "release_task", Optional: true,
		Entry: "task_gone", Learns: true, For: Processes,
	},
}

// Serves reports whether the function is to be probed on a kernel that has it.
func (f *Function) Serves(o *Offsets) bool { return !f.Steps || !o.ReadsQueued() }

// namesOf are the names of the functions that are wanted.
func namesOf(wanted func(*Function) bool) []string {
	var names []string
	for i := range Functions {
		if wanted(&Functions[i]) {
			names = append(names, Functions[i].Name)
		}
	}
	return names
}

func (f *Function) isOptional() bool { return f.Optional }

// isChecked reports whether a report tells of the function.
func (f *Function) isChecked() bool { return f.Help != "" }

// check tells whether the function is among those that a kernel lacks, which err says why
// they are not known.
func (f *Function) check(lacks []string, err error) Check {
	c := Check{Name: "function", Status: Works, Optional: f.Optional, Detail: f.Name}
	switch {
	case err != nil:
		c.Status, c.Detail = Unknown, f.Name+": "+err.Error()
	case slices.Contains(lacks, f.Name):
		c.Status, c.Help = Missing, f.Help
		c.Detail = "it has no function " + f.Name
		if f.Limit != "" {
			c.Detail += ": " + f.Limit
		}
	}
	return c
}
