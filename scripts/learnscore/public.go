package main

import (
	"bytes"
	"encoding/binary"
)

// The parts of public traces.
const (
	openTrace   part = "public, then worked on"
	sealedTrace part = "public, sealed to the end" // scored before and after that
)

// trace is a capture that others published, which is not in testdata.
type trace struct {
	protocol
	repository, file string // where it is on GitHub

	filter string // tshark's, of the packets with messages
	port   int    // the server's; 0 if whoever begins is the client
	midway bool   // streams of which the capture lacks the beginning begin with a message,
	begins string // or where this is for the first time
}

// Where they are.
const (
	nDPI     = "ntop/nDPI"
	ics      = "ITI/ICS-Security-Tools"
	zeek     = "zeek/zeek"
	suricata = "OISF/suricata-verify"
	tcpdump  = "the-tcpdump-group/tcpdump"
)

var traces = []trace{
	{protocol: protocol{name: "ams", part: openTrace, frame: frameAMS, decode: "ams"},
		repository: ics, file: "pcaps/beckoff/beckoffiplinktc3.pcapng", filter: "tcp.port==48898", port: 48898, midway: true},
	{protocol: protocol{name: "babel", part: sealedTrace, decode: "babel"},
		repository: tcpdump, file: "tests/babel_rfc6126bis.pcap", filter: "udp.port==6696"},
	{protocol: protocol{name: "bitcoin", part: openTrace, frame: frameBitcoin, aside: isBitcoinGreeting, decode: "bitcoin"},
		repository: nDPI, file: "tests/cfgs/default/pcap/bitcoin.pcap", filter: "tcp.port==8333", port: 8333, midway: true, begins: "\xf9\xbe\xb4\xd9"},
	{protocol: protocol{name: "bittorrent", part: openTrace, frame: frameBitTorrent, decode: "bittorrent"},
		repository: nDPI, file: "tests/cfgs/default/pcap/bittorrent.pcap", filter: "tcp", midway: true, begins: "\x13BitTorrent protocol"},
	{protocol: protocol{name: "dcerpc", part: openTrace, frame: frameDCERPC, decode: "dcerpc"},
		repository: suricata, file: "tests/dcerpc/dcerpc-ctxids/input.pcap", filter: "tcp.port==49724", port: 49724},
	{protocol: protocol{name: "drda", part: sealedTrace, frame: frameDRDA, decode: ""},
		repository: nDPI, file: "tests/cfgs/default/pcap/drda_db2.pcap", filter: "tcp.port==50000", port: 50000},
	{protocol: protocol{name: "enip", part: openTrace, frame: frameENIP, decode: "enip"},
		repository: suricata, file: "tests/enip-keywords/enip_cip_example.pcap", filter: "tcp.port==44818", port: 44818, midway: true},
	{protocol: protocol{name: "fins", part: sealedTrace, decode: "omron"},
		repository: nDPI, file: "tests/cfgs/default/pcap/fins.pcap", filter: "udp.port==9600", port: 9600},
	{protocol: protocol{name: "hislip", part: openTrace, frame: frameHiSLIP, decode: "hislip"},
		repository: nDPI, file: "tests/cfgs/default/pcap/hislip.pcap", filter: "tcp.port==4880", port: 4880, midway: true},
	{protocol: protocol{name: "iec104", part: sealedTrace, frame: frameIEC104, decode: "iec60870_104"},
		repository: ics, file: "pcaps/IEC60870-5-104/090813_diverse.pcap", filter: "tcp.port==2404", port: 2404, midway: true},
	{protocol: protocol{name: "kerberos", part: openTrace, decode: "kerberos"},
		repository: zeek, file: "testing/btest/Traces/krb/kinit.pcap", filter: "udp.port==88", port: 88},
	{protocol: protocol{name: "mms", part: openTrace, frame: frameTPKT, decode: "tpkt"},
		repository: ics, file: "pcaps/IEC61850/8d7c7db0-9804-012b-b2a6-0016cb8cea27.pcap", filter: "tcp.port==102", port: 102},
	{protocol: protocol{name: "mojito", part: openTrace, decode: "mojito"},
		repository: nDPI, file: "tests/cfgs/default/pcap/gnutella.pcap", filter: "mojito"},
	{protocol: protocol{name: "nbns", part: sealedTrace, decode: "nbns"},
		repository: nDPI, file: "tests/cfgs/default/pcap/netbios.pcap", filter: "udp.port==137"},
	{protocol: protocol{name: "ncp", part: openTrace, frame: frameNCP, decode: "ncp"},
		repository: zeek, file: "testing/btest/Traces/ncp.pcap", filter: "tcp.port==524", port: 524, midway: true},
	{protocol: protocol{name: "s7comm", part: sealedTrace, frame: frameTPKT, decode: "tpkt", opaque: []string{"cotp.segment_data"}},
		repository: ics, file: "pcaps/s7/s7comm_reading_plc_status.pcap", filter: "tcp.port==102", port: 102, midway: true},
	{protocol: protocol{name: "skinny", part: openTrace, frame: frameSkinny, decode: "skinny"},
		repository: nDPI, file: "tests/cfgs/default/pcap/skinny.pcap", filter: "tcp.port==2000", port: 2000, midway: true},
	{protocol: protocol{name: "srvloc", part: sealedTrace, decode: "srvloc"},
		repository: nDPI, file: "tests/cfgs/default/pcap/srvloc.pcap", filter: "udp.port==427", port: 427},
	{protocol: protocol{name: "synphasor", part: openTrace, frame: frameSynchrophasor, decode: "synphasor"},
		repository: nDPI, file: "tests/cfgs/default/pcap/ieee_c37118.pcap", filter: "tcp.port==4712", port: 4712, midway: true},
	{protocol: protocol{name: "uftp", part: sealedTrace, decode: "uftp"},
		repository: nDPI, file: "tests/cfgs/default/pcap/uftp_v4_v5.pcap", filter: "uftp4 || uftp5"},
}

// publicProtocols are those of all traces.
func publicProtocols() (list []protocol) {
	for _, t := range traces {
		list = append(list, t.protocol)
	}
	return list
}

// frameAMS: two bytes that are not used, and the length of what is behind.
var frameAMS = headed(6, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[2:])) })

// frameBitcoin: a magic, a name, a length, and a checksum but for the greeting of old, which
// tshark dissects as if it had one too.
func frameBitcoin(data []byte, _ int, _ bool) int {
	switch {
	case len(data) < 20:
		return 0
	case isBitcoinGreeting(data):
		return 20 + int(binary.LittleEndian.Uint32(data[16:]))
	}
	return 24 + int(binary.LittleEndian.Uint32(data[16:]))
}

func isBitcoinGreeting(data []byte) bool { return bytes.HasPrefix(data[4:], []byte("ver")) }

// frameBitTorrent: a handshake, then the length of what is behind it.
func frameBitTorrent(data []byte, at int, fromClient bool) int {
	if at == 0 {
		return 68
	}
	return frameLength32(data, at, fromClient)
}

// frameDCERPC: the length of all in a header whose fifth byte tells the byte order.
var frameDCERPC = headed(16, func(b []byte) int {
	if b[4]&0x10 == 0 {
		return int(binary.BigEndian.Uint16(b[8:])) - 16
	}
	return int(binary.LittleEndian.Uint16(b[8:])) - 16
})

// frameDRDA: the length of all.
var frameDRDA = headed(6, func(b []byte) int { return int(binary.BigEndian.Uint16(b)) - 6 })

// frameENIP: a header with the length of what is behind it.
var frameENIP = headed(24, func(b []byte) int { return int(binary.LittleEndian.Uint16(b[2:])) })

// frameHiSLIP: a header with the length of what is behind it.
var frameHiSLIP = headed(16, func(b []byte) int { return int(min(binary.BigEndian.Uint64(b[8:]), 1<<32)) })

// frameIEC104: a start byte and the length of what is behind.
var frameIEC104 = headed(2, func(b []byte) int { return int(b[1]) })

// frameTPKT: a version, and the length of all.
var frameTPKT = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint16(b[2:])) - 4 })

// frameNCP: a signature and the length of all.
var frameNCP = headed(8, func(b []byte) int { return int(binary.BigEndian.Uint32(b[4:])) - 8 })

// frameSkinny: the length of what is behind it and four more bytes.
var frameSkinny = headed(8, func(b []byte) int { return int(binary.LittleEndian.Uint32(b)) })

// frameSynchrophasor: two bytes and the length of all.
var frameSynchrophasor = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint16(b[2:])) - 4 })
