package main

import "path/filepath"

// part is what a protocol was used for.
type part string

// The parts there are.
const (
	worked part = "worked on"
	held   part = "held back"     // looked at only for the score, but that again and again
	first  part = "unseen before" // captured when the work was done for the first time, and scored once then
	after  part = "looked at after its score"
	unseen part = "unseen"        // captured when the work was done for the second time, and scored once
	third  part = "unseen, third" // captured before the work was done for the third time, and scored before and behind
	last   part = "unseen, last"  // captured then too, and scored when the work was done
)

// protocol is one that is judged.
type protocol struct {
	name string
	part part

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
	{name: "chrony", part: worked},
	{name: "dbus", part: worked, frame: frameDBus, aside: isHandshake, decode: "dbus", opaque: []string{"dbus.body"}},
	{name: "dns", part: worked, decode: "dns"},
	{name: "modbus", part: worked, frame: frameModbus, decode: "mbtcp", prefer: []string{"mbtcp.tcp.port:61000"}},
	{name: "postgresql", part: worked, frame: framePostgreSQL, decode: "pgsql"},
	{name: "ptp", part: worked, decode: "ptp", opaque: []string{"ptp.v2.mm.data"}},

	{name: "9p", part: held, frame: frame9P, decode: "9p"},
	{name: "amqp", part: held, frame: frameAMQP, decode: "amqp"},
	{name: "mqtt", part: held, frame: frameMQTT, decode: "mqtt"},
	{name: "ntp", part: held, decode: "ntp"},
	{name: "x11", part: held, frame: frameX11, decode: "x11"},

	{name: "coap", part: first, decode: "coap"},
	{name: "radius", part: first, decode: "radius"},
	{name: "stun", part: first, decode: "stun"},

	{name: "ldap", part: unseen, frame: frameBER, decode: "ldap"},
	{name: "memcached", part: after, frame: frameMemcached, decode: "memcache"},
	{name: "mysql", part: after, frame: frameMySQL, decode: "mysql"},
	{name: "snmp", part: unseen, decode: "snmp"},

	{name: "agentx", part: third, frame: frameAgentX, decode: "agentx"},
	{name: "iscsi", part: third, frame: frameISCSI, decode: "iscsi"},
	{name: "openflow", part: third, frame: frameOpenFlow, decode: "openflow"},

	{name: "gearman", part: last, frame: frameGearman, decode: "gearman"},
	{name: "giop", part: last, frame: frameGIOP, decode: "giop"},
}

func (p *protocol) capturePath(dir string) string { return filepath.Join(dir, p.name+".pcapng") }
func (p *protocol) truthPath(dir string) string   { return filepath.Join(dir, p.name+".truth") }
