package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameCTDB: the length of all.
var frameCTDB = headed(4, func(b []byte) int {
	if n := binary.LittleEndian.Uint32(b); n >= 32 && n < 1<<27 {
		return int(n) - 4
	}
	return -5
})

// The operations that the socket of ctdbd has.
const (
	ctdbCall         = 0
	ctdbCallAnswer   = 1
	ctdbError        = 4
	ctdbMessage      = 5
	ctdbControl      = 7
	ctdbAnswer       = 8
	ctdbTraverse     = 20 // the controls that name a server id to which records are sent
	ctdbTraverseMore = 131
)

// ctdbFields are the fields of messages of a conversation with ctdbd of Samba 4.17, version 1 of its protocol, as
// protocol.h declares them, in the byte order of the machine.
func ctdbFields() (Layout, error) {
	asked, records := map[uint32]uint32{}, map[uint64]bool{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := ctdb{structure: structure{protocol: "ctdb", data: data}, asked: asked, records: records}
		if !l.values("length:u32 magic:u32 protocol_version:u32 generation:u32 operation:u32 destination_node:u32 source_node:u32 request_id:u32") {
			return nil, false
		}
		ok := l.operation(l.number("operation"), fromClient)
		if n := len(data) - l.at; n > 0 && n <= 8 {
			l.one("pad", "FT_BYTES", n) // a packet has at least the size of its structure, and is aligned
		}
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

type ctdb struct {
	structure
	asked   map[uint32]uint32 // controls, by the id of their request
	records map[uint64]bool   // server ids to which records are sent
	end     int               // of what a number of bytes is told of
}

// number is the one of that name.
func (l *ctdb) number(name string) uint32 { return binary.LittleEndian.Uint32(l.bytesOf(name)) }

// last is the number before.
func (l *ctdb) last() int { return int(binary.LittleEndian.Uint32(l.data[l.at-4:])) }

// operation adds what is behind the header.
func (l *ctdb) operation(operation uint32, fromClient bool) bool {
	switch operation {
	case ctdbCall:
		return l.values("call_flags:u32 db_id:u32 call_id:u32 hop_count:u32 key_length:u32 data_length:u32") &&
			l.bytes("key", int(l.number("key_length"))) && l.bytes("data", int(l.number("data_length")))
	case ctdbCallAnswer, ctdbError:
		return l.values("call_status:i32 data:counted")
	case ctdbMessage:
		if !l.values("srvid:u64 data_length:u32") {
			return false
		}
		srvid := binary.LittleEndian.Uint64(l.bytesOf("srvid"))
		words, known := ctdbMessages[srvid]
		switch n := l.last(); {
		case known:
		case l.records[srvid]:
			words = "=:=record"
		case n == 4: // of who did what was wanted
			words = "result:i32"
		default:
			words = "data:rest"
		}
		return l.within(l.last(), words)
	case ctdbControl:
		if !fromClient || !l.values("opcode:u32 pad:u32 srvid:u64 client_id:u32 control_flags:u32 data_length:u32") {
			return false
		}
		opcode := l.number("opcode")
		l.asked[l.number("request_id")] = opcode
		words, known := ctdbControls[opcode]
		ok := known && l.within(l.last(), words)
		if ok && (opcode == ctdbTraverse || opcode == ctdbTraverseMore) {
			l.records[binary.LittleEndian.Uint64(l.bytesOf("traverse_srvid"))] = true
		}
		return ok
	case ctdbAnswer:
		opcode, known := l.asked[l.number("request_id")]
		if !known || !l.values("control_status:i32 data_length:u32 error_length:u32") {
			return false
		}
		n, failed := int(l.number("data_length")), int(l.number("error_length"))
		return l.within(n, ctdbAnswers[opcode]) && l.within(failed, "error_message:rest")
	}
	return false
}
