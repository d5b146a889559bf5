package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameXSMP: what it is, and how many times eight bytes are behind a header.
var frameXSMP = headed(8, func(b []byte) int {
	if n := binary.LittleEndian.Uint32(b[4:]); n <= 1<<16 {
		return 8 * int(n)
	}
	return -9
})

const (
	iceStart    = "vendor:string release:string"
	iceAuth     = "pad:2 :length auth_data_length:u16 pad:6 :auth"
	iceNothing  = "pad:2 :length"
	iceVersions = ":names :versions"
)

// A wrong value, and the minor opcode of a message that has one which is an array.
const (
	xsmpBadValue = 0x8003
	xsmpRegister = 1
)

// iceMessages are those of ICE 1.0 by their minor opcodes, as ICEproto.h declares them, behind the opcodes.
var iceMessages = []string{
	"error_class:u16 :length offending_opcode:u8 severity:u8 pad:2 offending_sequence:u32 :values",
	"byte_order:u8 pad:1 :length",
	"version_count:u8 auth_count:u8 :length must_authenticate:bool pad:7 " + iceStart + " " + iceVersions,
	"auth_index:u8 pad:1 :length auth_data_length:u16 pad:6 :auth",
	iceAuth, // of a client
	iceAuth, // and the next one of a server
	"version_index:u8 pad:1 :length " + iceStart,
	"protocol_opcode:u8 must_authenticate:bool :length version_count:u8 auth_count:u8 pad:6 protocol_name:string " + iceStart + " " + iceVersions,
	"version_index:u8 protocol_opcode:u8 :length " + iceStart,
	iceNothing, // ping
	iceNothing,
	iceNothing, // wants to close
	iceNothing,
}

// xsmpMessages are those of XSMP 1.0, as SMproto.h declares them.
var xsmpMessages = []string{
	iceMessages[0],
	iceNothing + " previous_id:array",
	iceNothing + " client_id:array",
	iceNothing + " save_type:u8 shutdown:bool interact_style:u8 fast:bool pad:4",
	iceNothing + " save_type:u8 shutdown:bool interact_style:u8 fast:bool global:bool pad:3",
	"dialog_type:u8 pad:1 :length",
	iceNothing, // interact
	"cancel_shutdown:bool pad:1 :length",
	"success:bool pad:1 :length",
	iceNothing, // die
	iceNothing, // shutdown cancelled
	iceNothing + " reason:arrays",
	iceNothing + " :properties",
	iceNothing + " property_name:arrays",
	iceNothing, // get properties
	iceNothing + " :properties",
	iceNothing, // phase 2
	iceNothing,
	iceNothing, // save complete
}

// xsmpFields are the fields of a message between a session manager and its clients, little-endian: of ICE, or of
// XSMP, which is the only protocol over it.
func xsmpFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := xsmp{structure{protocol: "xsmp", data: data}}
	if l.add("major_opcode:u8 minor_opcode:u8"); l.short {
		return nil, false
	}
	table := xsmpMessages
	if data[0] == 0 {
		table = iceMessages
	}
	if int(data[1]) >= len(table) || !l.each(table[data[1]], l.value) {
		return nil, false
	}
	l.alignTo(8, 0)
	return l.leaves, !l.short && l.at == len(data)
}

type xsmp struct{ structure }

// value adds a value of a type: "pad" is of so many bytes.
func (l *xsmp) value(name, kind string) bool {
	switch {
	case name == "pad":
		l.one(name, "FT_BYTES", int(kind[0]-'0'))
	case kind == "length":
		l.add("length:u32")
	case kind == "string": // with its length, both up to four bytes
		if l.value(name+"_length", "u16") {
			l.said(name, l.number(2))
			l.alignTo(4, 0)
		}
	case kind == "auth":
		if n := int(binary.LittleEndian.Uint16(l.bytesOf("auth_data_length"))); n > 0 {
			l.one("auth_data", "FT_BYTES", n)
		}
	case kind == "names":
		for range l.bytesOf("auth_count")[0] {
			if !l.value("auth_name", "string") {
				return false
			}
		}
	case kind == "versions":
		for range l.bytesOf("version_count")[0] {
			l.add("version_major:u16 version_minor:u16")
		}
	case kind == "values":
		return l.wrong()
	case kind == "array": // with its length, both up to eight bytes
		return l.array(name, "")
	case kind == "arrays":
		return l.listed(name, func() bool { return l.array(name, "") })
	case kind == "properties":
		return l.listed("property", l.property)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// wrong adds what an error tells more of: of a wrong value where it is, its size, and itself.
func (l *xsmp) wrong() bool {
	if binary.LittleEndian.Uint16(l.bytesOf("error_class")) == xsmpBadValue {
		l.add("value_offset:u32 wrong_value_length:u32")
		if !l.short && l.data[0] != 0 && l.bytesOf("offending_opcode")[0] == xsmpRegister {
			return l.array("wrong_value", "")
		}
	}
	l.said("values", len(l.data)-l.at)
	return !l.short
}

// number is that of the last bytes.
func (l *xsmp) number(size int) int {
	if size == 2 {
		return int(binary.LittleEndian.Uint16(l.data[l.at-2:]))
	}
	return int(binary.LittleEndian.Uint32(l.data[l.at-size:]))
}

// array adds bytes of a type: a number of one byte, or what a program says.
func (l *xsmp) array(name, kind string) bool {
	if !l.value(name+"_length", "u32") {
		return false
	}
	if n := l.number(4); kind == "CARD8" && n == 1 {
		l.add(name + "_number:u8")
	} else {
		l.said(name, n)
	}
	l.alignTo(8, 0)
	return !l.short
}

// listed adds a count, and as many as it says.
func (l *xsmp) listed(name string, one func() bool) bool {
	if !l.each(name+"_count:u32 pad:4", l.value) {
		return false
	}
	for range binary.LittleEndian.Uint32(l.data[l.at-8:]) {
		if !one() {
			return false
		}
	}
	return true
}

// property adds a property, whose type is that of its values.
func (l *xsmp) property() bool {
	if !l.array("property_name", "") || !l.array("property_type", "") {
		return false
	}
	kind := string(l.bytesOf("property_type"))
	return l.listed("value", func() bool { return l.array("value", kind) })
}
