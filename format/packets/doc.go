// Package packets turns messages into the packets of a pcapng file that Wireshark
// dissects without any plug-in, and back, without loss.
//
// # What Wireshark sees
//
// Every packet has a PKTAP header (pktap.go), which names both processes. Below it is,
// for a stream, a TCP segment between made-up IPv6 addresses (address.go, segment.go),
// so that reassembly, Follow Stream and the dissectors of TCP work; for a datagram or
// a seqpacket, an exported PDU (exported.go), which names its dissector; for D-Bus,
// where sends hold whole messages, each of those (dbus.go). dissectors.go knows what is
// spoken over which socket.
//
// # What we read back
//
// A packet's comment (comment.go) holds all of a message but its time and bytes, as
// words that people can read. A message may take several packets: these have the same
// packet id, and each says which bytes of the message it holds. Reader (reader.go)
// needs nothing else, whatever the packets look like below.
package packets
