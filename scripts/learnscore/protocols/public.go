package protocols

import (
	"bytes"
	"encoding/binary"
)

// The parts of public traces.
const (
	OpenTrace   Part = "public, then worked on"
	SealedTrace Part = "public, sealed to the end" // scored before and after that
)

// Trace is a capture that others published, which is not in testdata.
type Trace struct {
	Protocol
	repository, file string // where it is on GitHub

	Filter string // tshark's, of the packets with messages
	Port   int    // the server's; 0 if whoever begins is the client
	Midway bool   // streams of which the capture lacks the beginning begin with a message,
	Begins string // or where this is for the first time
}

// Where they are.
const (
	nDPI     = "ntop/nDPI"
	ics      = "ITI/ICS-Security-Tools"
	zeek     = "zeek/zeek"
	suricata = "OISF/suricata-verify"
	tcpdump  = "the-tcpdump-group/tcpdump"
)

// Traces are all that are judged.
var Traces = []Trace{
	{Protocol: Protocol{Name: "ams", Part: OpenTrace, frame: frameAMS, Decode: "ams"},
		repository: ics, file: "pcaps/beckoff/beckoffiplinktc3.pcapng", Filter: "tcp.port==48898", Port: 48898, Midway: true},
	{Protocol: Protocol{Name: "babel", Part: SealedTrace, Decode: "babel"},
		repository: tcpdump, file: "tests/babel_rfc6126bis.pcap", Filter: "udp.port==6696"},
	{Protocol: Protocol{Name: "bitcoin", Part: OpenTrace, frame: frameBitcoin, aside: isBitcoinGreeting, Decode: "bitcoin"},
		repository: nDPI, file: "tests/cfgs/default/pcap/bitcoin.pcap", Filter: "tcp.port==8333", Port: 8333, Midway: true, Begins: "\xf9\xbe\xb4\xd9"},
	{Protocol: Protocol{Name: "bittorrent", Part: OpenTrace, frame: frameBitTorrent, Decode: "bittorrent"},
		repository: nDPI, file: "tests/cfgs/default/pcap/bittorrent.pcap", Filter: "tcp", Midway: true, Begins: "\x13BitTorrent protocol"},
	{Protocol: Protocol{Name: "dcerpc", Part: OpenTrace, frame: frameDCERPC, Decode: "dcerpc"},
		repository: suricata, file: "tests/dcerpc/dcerpc-ctxids/input.pcap", Filter: "tcp.port==49724", Port: 49724},
	{Protocol: Protocol{Name: "drda", Part: SealedTrace, frame: frameDRDA, Decode: ""},
		repository: nDPI, file: "tests/cfgs/default/pcap/drda_db2.pcap", Filter: "tcp.port==50000", Port: 50000},
	{Protocol: Protocol{Name: "enip", Part: OpenTrace, frame: frameENIP, Decode: "enip"},
		repository: suricata, file: "tests/enip-keywords/enip_cip_example.pcap", Filter: "tcp.port==44818", Port: 44818, Midway: true},
	{Protocol: Protocol{Name: "fins", Part: OpenTrace, Decode: "omron"},
		repository: nDPI, file: "tests/cfgs/default/pcap/fins.pcap", Filter: "udp.port==9600", Port: 9600},
	{Protocol: Protocol{Name: "hislip", Part: OpenTrace, frame: frameHiSLIP, Decode: "hislip"},
		repository: nDPI, file: "tests/cfgs/default/pcap/hislip.pcap", Filter: "tcp.port==4880", Port: 4880, Midway: true},
	{Protocol: Protocol{Name: "iec104", Part: OpenTrace, frame: frameIEC104, Decode: "iec60870_104"},
		repository: ics, file: "pcaps/IEC60870-5-104/090813_diverse.pcap", Filter: "tcp.port==2404", Port: 2404, Midway: true},
	{Protocol: Protocol{Name: "kerberos", Part: OpenTrace, Decode: "kerberos"},
		repository: zeek, file: "testing/btest/Traces/krb/kinit.pcap", Filter: "udp.port==88", Port: 88},
	{Protocol: Protocol{Name: "mms", Part: OpenTrace, frame: frameTPKT, Decode: "tpkt"},
		repository: ics, file: "pcaps/IEC61850/8d7c7db0-9804-012b-b2a6-0016cb8cea27.pcap", Filter: "tcp.port==102", Port: 102},
	{Protocol: Protocol{Name: "mojito", Part: OpenTrace, Decode: "mojito"},
		repository: nDPI, file: "tests/cfgs/default/pcap/gnutella.pcap", Filter: "mojito"},
	{Protocol: Protocol{Name: "nbns", Part: SealedTrace, Decode: "nbns"},
		repository: nDPI, file: "tests/cfgs/default/pcap/netbios.pcap", Filter: "udp.port==137"},
	{Protocol: Protocol{Name: "ncp", Part: OpenTrace, frame: frameNCP, Decode: "ncp"},
		repository: zeek, file: "testing/btest/Traces/ncp.pcap", Filter: "tcp.port==524", Port: 524, Midway: true},
	{Protocol: Protocol{Name: "s7comm", Part: SealedTrace, frame: frameTPKT, Decode: "tpkt", Opaque: []string{"cotp.segment_data"}},
		repository: ics, file: "pcaps/s7/s7comm_reading_plc_status.pcap", Filter: "tcp.port==102", Port: 102, Midway: true},
	{Protocol: Protocol{Name: "skinny", Part: OpenTrace, frame: frameSkinny, Decode: "skinny"},
		repository: nDPI, file: "tests/cfgs/default/pcap/skinny.pcap", Filter: "tcp.port==2000", Port: 2000, Midway: true},
	{Protocol: Protocol{Name: "srvloc", Part: SealedTrace, Decode: "srvloc"},
		repository: nDPI, file: "tests/cfgs/default/pcap/srvloc.pcap", Filter: "udp.port==427", Port: 427},
	{Protocol: Protocol{Name: "synphasor", Part: OpenTrace, frame: frameSynchrophasor, Decode: "synphasor"},
		repository: nDPI, file: "tests/cfgs/default/pcap/ieee_c37118.pcap", Filter: "tcp.port==4712", Port: 4712, Midway: true},
	{Protocol: Protocol{Name: "uftp", Part: SealedTrace, Decode: "uftp"},
		repository: nDPI, file: "tests/cfgs/default/pcap/uftp_v4_v5.pcap", Filter: "uftp4 || uftp5"},
}

// Public are those of all traces.
func Public() (list []Protocol) {
	for _, t := range Traces {
		list = append(list, t.Protocol)
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
