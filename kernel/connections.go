package kernel

// StreamConnect lets a connection of a stream or of seqpackets be made, when all else that
// could refuse it is behind it, and before whoever accepts can see it: (struct sock *sock,
// struct sock *other, struct sock *newsk). It needs CONFIG_SECURITY_NETWORK.
const StreamConnect = "security_unix_stream_connect"

// ConnectionFunctions are those that tell what happens besides what is sent. They are probed
// only if somebody asks for that. Kernels 5.10 to 7.3 have them wherever Graft is.
var ConnectionFunctions = []Function{
	{
		// Who connects: (struct socket *sock, struct sockaddr *address, int length, ...),
		// as the next one.
		Name:  "unix_stream_connect",
		Entry: "connect_entry", Return: "connect_return", For: Attempts,
	},
	{
		Name:  "unix_dgram_connect",
		Entry: "connect_entry", Return: "connect_return", For: Attempts,
	},
	{
		Name:  StreamConnect,
		Entry: "connect_found", Return: "connected", For: Ends,
	},
	{
		Name:  Graft,
		Entry: "accept_told", For: Ends,
	},
	{
		// It ends one direction of a connection, or both: (struct socket *sock, int mode).
		// A mode that there is succeeds.
		Name:  "unix_shutdown",
		Entry: "shut_down", For: Ends,
	},
	{
		Name:  "unix_release",
		Entry: "close_told", For: Ends,
	},
}
