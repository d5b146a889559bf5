// Package pcapng writes and reads capture files in the pcapng format, as far as a
// program that records packets of its own needs it: section headers (section.go),
// interface descriptions (interface.go), enhanced packets (packet.go), names of
// addresses (names.go) and interface statistics (statistics.go). It knows nothing of
// what the packets hold.
//
// A Writer writes each block with one Write, in nanoseconds and in the byte order of the
// machine: dumpcap refuses others from a pipe. A Reader takes files of other programs
// too: either byte order, several sections, any resolution of time. It skips kinds of
// blocks and options that it does not know, and is safe to use on files from strangers.
package pcapng
