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
)

// optionalFunctions are those that capture can do without.
var optionalFunctions = []string{MaySend, AllocSkb, CopyFromIter, SpliceFromIter, AppendPage, StreamSendPage}
