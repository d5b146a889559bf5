package kernel

// Functions of the kernel that capture probes. Kernels 5.10 to 7.3 have them, if
// nothing else is said.
const (
	StreamSend = "unix_stream_sendmsg"
	DgramSend  = "unix_dgram_sendmsg" // seqpacket sockets send through it too

	// MaySend sees the receiver of every datagram. It needs
	// CONFIG_SECURITY_NETWORK; without it only connected receivers are known.
	MaySend = "security_unix_may_send"

	// AllocSkb makes a buffer for the next step of a stream send and waits for
	// room: what the send consumed until then is queued.
	AllocSkb = "sock_alloc_send_pskb"

	// CopyFromIter and SpliceFromIter (since 6.5) take the bytes of one step of a
	// send, after any waiting for room and before anybody can receive them.
	CopyFromIter   = "skb_copy_datagram_from_iter"
	SpliceFromIter = "skb_splice_from_iter"

	// AppendPage does the same for StreamSendPage.
	AppendPage = "skb_append_pagefrags"

	// StreamSendPage is how splice and sendfile send before Linux 6.5, a page at
	// a time; since then they send through StreamSend.
	StreamSendPage = "unix_stream_sendpage"

	// A socket is made by Create, or by Accept for a connection that waits there:
	// (..., struct socket *new, ...) both.
	Create = "unix_create"
	Accept = "unix_accept"

	// Who receives: (struct socket *sock, ...).
	StreamReceive    = "unix_stream_recvmsg"
	DgramReceive     = "unix_dgram_recvmsg"
	SeqpacketReceive = "unix_seqpacket_recvmsg"

	// NewTask starts a new thread or process, in the one that made it:
	// (struct task_struct *new).
	NewTask = "wake_up_new_task"

	// ReleaseTask forgets a thread, or with the last of its threads a process:
	// (struct task_struct *gone).
	ReleaseTask = "release_task"
)

// optionalFunctions are those that capture can do without.
var optionalFunctions = []string{
	MaySend, AllocSkb, CopyFromIter, SpliceFromIter, AppendPage, StreamSendPage,
	Create, Accept, StreamReceive, DgramReceive, SeqpacketReceive, NewTask, ReleaseTask,
}
