// Package frame makes frames, which are messages of the protocol, of sends.
//
// Datagrams and seqpackets are frames as they are. The bytes of each direction of a
// stream (stream.go) are cut by a rule (rule.go); a message that fills a buffer goes on in the next
// one (buffer.go). Rules are not guessed one by one: every
// number at the start of a send votes for those that would make the send, or it and the next one,
// frames (vote.go), and those with the most votes are tried on all streams (find.go). A rule is
// taken if all streams parse to their end with it; only the last frame of a stream may be
// cut short, as a capture ends at any time. What a conversation begins with may follow
// another rule (preamble.go), programs that send each field by itself are found by where messages end (spread.go),
// and bytes that only carry descriptors are left out (carriers.go). Where no rule holds, each send is a frame, and Framing says that nothing
// proves it.
package frame
