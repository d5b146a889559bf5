package main

import "path/filepath"

// protocol is one that is judged.
type protocol struct {
	name string
	held bool // looked at only for the score

	frame  framer            // nil of datagrams
	aside  func([]byte) bool // what is framed, but is no message; may be nil
	decode string            // tshark's name of the dissector, "" if there is none
	prefer []string

	// Of captures that say it wrong: what carries messages, tcp or udp, and what stands
	// before one of that size.
	over   string
	before func(size int) []byte

	// opaque are fields of bytes that have more fields within, which tshark does not know.
	opaque []string
}

// The port that captures are dissected at is not that of the protocol.
var protocols = []protocol{
	{name: "chrony"},
	{name: "dbus", frame: frameDBus, aside: isHandshake, decode: "dbus", opaque: []string{"dbus.body"}},
	{name: "dns", decode: "dns"},
	{name: "modbus", frame: frameModbus, decode: "mbtcp", prefer: []string{"mbtcp.tcp.port:61000"}},
	{name: "postgresql", frame: framePostgreSQL, decode: "pgsql"},
	{name: "ptp", decode: "ptp", opaque: []string{"ptp.v2.mm.data"}},

	{name: "9p", held: true, frame: frame9P, decode: "9p"},
	{name: "amqp", held: true, frame: frameAMQP, decode: "amqp"},
	{name: "mqtt", held: true, frame: frameMQTT, decode: "mqtt"},
	{name: "ntp", held: true, decode: "ntp"},
	{name: "x11", held: true, frame: frameX11, decode: "x11"},
}

func (p *protocol) capturePath(dir string) string { return filepath.Join(dir, p.name+".pcapng") }
func (p *protocol) truthPath(dir string) string   { return filepath.Join(dir, p.name+".truth") }
