// Relay stands between clients and a server, hands on what they say to each other and
// writes it into a capture file: for programs whose protocol is wanted where no kernel
// can be traced, or that talk over TCP and UDP. docs/learn-truth.md tells of the captures that
// were made with it.
//
//	relay -w FILE --listen NETWORK:ADDRESS --to NETWORK:ADDRESS -- CMD ARG...
//
// NETWORK is unix, tcp or udp, or unixgram for datagrams between unix sockets. The relay
// listens, then runs CMD and ends with it. What it writes is what unixsnoop writes: each
// read of a stream is a message, which may be less or more than one send; the processes
// at both ends are those that hold the sockets which the relay is connected to. Descriptors that
// streams of unix sockets pass are passed on; their numbers in the capture are the relay's.
package main
