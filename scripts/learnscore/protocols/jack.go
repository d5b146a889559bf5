package protocols

import (
	"encoding/binary"
	"strconv"
)

// The requests of JACK's clients that are more than their structure, or have another answer.
const (
	jackNotification   = 32
	jackSessionNotify  = 33
	jackPropertyChange = 40
)

// jackUUID is how many bytes the text of a UUID has room for.
const jackUUID = 37

// jackRequests are what is behind the type and the size of a request, as jackd2 1.9.21's JackRequest.h declares it.
// Texts have as many bytes as there are behind "text".
var jackRequests = map[uint32]string{
	1:                  "ref_number:i32 port_name:text257 port_type:text33 port_flags:u32 buffer_size:u32",
	2:                  "ref_number:i32 port_id:u32",
	3:                  "ref_number:i32 source_port_id:u32 destination_port_id:u32",
	4:                  "ref_number:i32 source_port_id:u32 destination_port_id:u32",
	6:                  "ref_number:i32 real_time:i32",
	7:                  "ref_number:i32",
	12:                 "ref_number:i32",
	13:                 "ref_number:i32 conditional:i32",
	20:                 "buffer_size:u32",
	21:                 "freewheel_on:i32",
	22:                 "client_name:text65 protocol_version:i32 client_options:u32 uuid:u64 open_follows:i32",
	23:                 "pid:i32 uuid:u64 client_name:text65",
	24:                 "ref_number:i32",
	25:                 "ref_number:i32 source_port:text321 destination_port:text321",
	26:                 "ref_number:i32 source_port:text321 destination_port:text321",
	27:                 "ref_number:i32 internal_ref_number:i32",
	28:                 "ref_number:i32 client_name:text65",
	29:                 "ref_number:i32 client_name:text65 library:text257 initialization:text1025 uuid:u64 client_options:u32",
	30:                 "ref_number:i32 internal_ref_number:i32",
	31:                 "ref_number:i32 port_id:u32 port_name:text257",
	jackNotification:   "ref_number:i32 notification_type:i32 notification_value:i32",
	jackSessionNotify:  "ref_number:i32 session_path:text257 client_name:text65 event_type:u32",
	34:                 "ref_number:i32",
	35:                 "uuid:text37",
	36:                 "uuid:text37 client_name:text65 ref_number:i32",
	37:                 "client_name:text65",
	38:                 "client_name:text65",
	39:                 "",
	jackPropertyChange: "uuid:u64 property_key:text257 change_type:u32",
}

// jackAnswers are what is behind the result of an answer; others have no more than that.
var jackAnswers = map[uint32]string{
	1:  "port_id:u32",
	22: "client_name:text65 status_flags:u32",
	23: "shared_engine_index:i32 shared_client_index:i32 shared_graph_index:i32",
	27: "client_name:text65",
	28: "status_flags:u32 internal_ref_number:i32",
	29: "status_flags:u32 internal_ref_number:i32",
	30: "status_flags:u32",
	35: "client_name:text65",
	37: "uuid:text37",
}

// frameJACK frames messages by their fields, as answers have no length.
func frameJACK() framer { return framedBy(&jackTurn{}) }

// jackFields are the fields of messages of a conversation with jackd, version 9 of its protocol, little-endian.
func jackFields() (Layout, error) { return laidBy(&jackTurn{}), nil }

// jackTurn are the requests that have no answer yet: they are answered in their order.
type jackTurn struct{ asked []uint32 }

// lay lays fields over the message that data begins with.
func (t *jackTurn) lay(data []byte, fromClient bool) (_ *structure, ok bool) {
	l := &jack{structure{protocol: "jack", data: data}}
	if !fromClient {
		if len(t.asked) == 0 {
			return &l.structure, false
		}
		kind := t.asked[0]
		t.asked = t.asked[1:]
		ok = l.each("result_code:i32 "+jackAnswers[kind], l.value)
		if kind == jackSessionNotify {
			ok = ok && l.commands()
		}
		return &l.structure, ok
	}
	if l.add("request_type:u32 size:i32"); l.short {
		return &l.structure, false
	}
	kind := binary.LittleEndian.Uint32(l.bytesOf("request_type"))
	words, known := jackRequests[kind]
	if known && kind != jackNotification && kind != jackPropertyChange {
		t.asked = append(t.asked, kind)
	}
	ok = known && l.each(words, l.value)
	return &l.structure, ok && int(binary.LittleEndian.Uint32(l.bytesOf("size"))) == l.at-8
}

// jack lays fields over a message.
type jack struct{ structure }

// value adds a text of a fixed size, which ends with NULs, or what structure knows.
func (l *jack) value(name, kind string) bool {
	if len(kind) > 4 && kind[:4] == "text" {
		size, _ := strconv.Atoi(kind[4:])
		l.one(name, "FT_STRINGZPAD", size)
	} else {
		l.add(name + ":" + kind)
	}
	return !l.short
}

// commands adds what brings clients back, up to a UUID without a letter.
func (l *jack) commands() bool {
	for l.value("uuid", "text"+strconv.Itoa(jackUUID)) {
		if l.data[l.at-jackUUID] == 0 {
			return true
		}
		if !l.each("client_name:text65 command:text257 session_flags:u32", l.value) {
			return false
		}
	}
	return false
}
