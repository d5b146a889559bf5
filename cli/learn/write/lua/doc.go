// Package lua writes a protocol that was learned as a dissector in Lua for Wireshark,
// which names and shows the fields of each message.
//
// The layouts are tables, which follow in the script what package model says of them, and
// dissector.lua, which is the same in each script, reads them.
//
// How it comes to the messages of a capture: a stream is TCP with the port 61000 there,
// unless its name says otherwise, and the dissector stands in the table of TCP ports, and
// in that of UDP for --dgram udp. Else a datagram is bytes for which Wireshark has no
// dissector, however it is wrapped: what is called as the last one for each packet takes
// the field data.data. In both, only what
// goes to the socket, or comes from where such went, is looked at.
package lua
