package kernel

// Functions of the kernel that capture probes. Kernels 5.10 to 7.3 have them.
const (
	StreamSend = "unix_stream_sendmsg"
	DgramSend  = "unix_dgram_sendmsg" // seqpacket sockets send through it too

	// MaySend sees the receiver of every datagram. It needs
	// CONFIG_SECURITY_NETWORK; without it only connected receivers are known.
	MaySend = "security_unix_may_send"
)
