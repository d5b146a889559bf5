package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Programs of libvirt's RPC.
const (
	libvirtRemote    = 0x20008086
	libvirtKeepAlive = 0x6b656570
)

// libvirtFields are the fields of a message of libvirt's RPC, version 1, as libvirt 9.0 declares them
// (virnetprotocol.x, remote_protocol.x): what is behind the header depends on its procedure, type
// and status.
func libvirtFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := xdr{structure: structure{protocol: "libvirt", data: data}, records: libvirtRecords, unions: libvirtUnions}
	if l.add("length:u32 program:u32 version:u32 procedure_code:i32 type:i32 serial:u32 status:i32"); l.short {
		return nil, false
	}
	word := func(at int) uint32 { return binary.BigEndian.Uint32(data[at:]) }
	kind, failed := word(16), word(24) == 1
	body, known := libvirtProcedures[word(12)]
	words := ""
	switch {
	case word(4) == libvirtKeepAlive:
		known = true
	case word(4) != libvirtRemote || kind > 2:
		return nil, false
	case failed:
		known, words = true, "error:error"
	case kind == 2:
		words, known = libvirtEvents[word(12)]
	default:
		words = body[kind]
	}
	known = known && l.values("", words) && l.at == len(data)
	return l.leaves, known
}
