package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

const (
	sanlockMagic = 0x04282010
	sanlockState = 80 // bytes of a state before its text
)

// sanlockStructs are the structures that commands hold, as sanlock.h and sanlock_sock.h of sanlock 3.8 declare them.
var sanlockStructs = map[string]string{
	"disk":      "path:text1024 disk_offset:u64 pad1:u32 pad2:u32",
	"lockspace": "lockspace_name:text48 host_id:u64 lockspace_flags:u32 pad:u32 :disk",
	"resource":  "lockspace_name:text48 resource_name:text48 lver:u64 data64:u64 data32:u32 unused:u32 resource_flags:u32 disk_count:u32",
	"resources": ":resource :disks",
	"options":   "owner_name:text48 option_flags:u32 option_length:u32",
	"host":      "host_id:u64 generation:u64 timestamp:u64 io_timeout:u32 host_flags:u32",
	"event":     "host_id:u64 generation:u64 event:u64 event_data:u64",
	"state":     "state_type:u32 state_flags:u32 state_data32:u32 pad:u32 state_data64:u64 state_name:text48 state_length:u32 pad:u32 :text",
}

// sanlockCalls are what commands hold behind their header, and their answers.
var sanlockCalls = map[uint32][2]string{
	1:  {"", ""}, // registers, without an answer
	2:  {":lockspace", ""},
	3:  {":lockspace", ""},
	4:  {"", ""},
	5:  {"", ""}, // status: states follow
	7:  {":acquired :options", ""},
	8:  {":released", ""},
	9:  {"", "resources:z"},
	10: {"", ""},
	11: {":resources", ""},
	12: {":disk", ""},
	13: {":lockspace", ""},
	14: {":resource", ""},
	15: {":lockspace", ""}, // hosts: states follow
	16: {":lockspace", ""},
	17: {"kill_path:text128 kill_arguments:text128", ""},
	18: {":lockspace", ""},
	19: {":resources", ""},
	20: {":lockspace", ":lockspace"},
	21: {":resources", ":resource"},
	22: {"", ":lockspaces"},
	23: {":lockspace", ":hosts"},
	24: {":resources", ":resource :hosts"},
	25: {":resource lvb:rest", ""},
	26: {":resource", "lvb:rest"},
	27: {":resource", ""},
	28: {"", ""},
	30: {":lockspace :event", ""},
	31: {":lockspace", ""},
	32: {":lockspace :event", ""},
	34: {":lockspace", ""}, // renewals: states follow
}

// frameSanlock: a header with the length of all, which a lockspace behind a question for hosts is not part of; or a state,
// which has a text of some length and what it is of.
func frameSanlock(data []byte, _ int, fromClient bool) int {
	if len(data) < 32 {
		return 0
	}
	word := func(at int) int { return int(binary.LittleEndian.Uint32(data[at:])) }
	if word(0) == sanlockMagic {
		n := word(16)
		if command := word(8); fromClient && (command == 15 || command == 34) {
			n += sanlockSize(":lockspace")
		}
		if n < 32 || n > 1<<20 {
			return -1
		}
		return n
	}
	switch {
	case fromClient || word(0) > 6 || len(data) >= sanlockState && word(72) > 1<<16:
		return -1
	case len(data) < sanlockState:
		return 0
	}
	n := sanlockState + word(72)
	switch word(0) {
	case 3:
		n += sanlockSize(":lockspace")
	case 4:
		n += sanlockSize(":resource")
		if len(data) < n {
			return 0
		}
		disks := word(n - 4)
		if disks > 4 {
			return -1
		}
		n += disks * sanlockSize(":disk")
	}
	return n
}

// sanlockSize is how many bytes fields have that are always of one size.
func sanlockSize(words string) int {
	l := sanlock{structure: structure{data: make([]byte, 2048)}}
	l.each(words, l.value)
	return l.at
}

// sanlockFields are the fields of messages of a conversation with sanlock, little-endian and as a compiler for x86-64 lays
// them out. What an answer holds is told by its command, which is repeated.
func sanlockFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := sanlock{structure: structure{protocol: "sanlock", data: data}}
	if len(data) < 32 {
		return nil, false
	}
	if binary.LittleEndian.Uint32(data) != sanlockMagic {
		words := ":state " + map[uint32]string{3: ":lockspace", 4: ":resources"}[binary.LittleEndian.Uint32(data)]
		ok := l.each(words, l.value)
		return l.leaves, ok && l.at == len(data)
	}
	l.add("magic:u32 version:u32 command:u32 command_flags:u32 length:u32 sequence:u32 data:u32 data2:u32")
	call, known := sanlockCalls[binary.LittleEndian.Uint32(data[8:])]
	words := call[1]
	switch {
	case fromClient:
		words = call[0]
	case call == sanlockCalls[1]:
		words = ":event from_host_id:u64 from_generation:u64"
	}
	ok := known && (!fromClient && len(data) == 32 || l.each(words, l.value))
	return l.leaves, ok && !l.short && l.at == len(data)
}

type sanlock struct{ structure }

// number is the last one of that name.
func (l *sanlock) number(name string) int { return int(binary.LittleEndian.Uint32(l.bytesOf(name))) }

// many adds as many as there are, and at most so many.
func (l *sanlock) many(most int, words string) bool {
	for ; most > 0 && l.at < len(l.data); most-- {
		if !l.each(words, l.value) {
			return false
		}
	}
	return true
}

func (l *sanlock) value(name, kind string) bool {
	switch {
	case sanlockStructs[kind] != "":
		return l.each(sanlockStructs[kind], l.value)
	case kind == "disks":
		return l.many(l.number("disk_count"), ":disk")
	case kind == "lockspaces", kind == "hosts":
		return l.many(len(l.data), ":"+kind[:len(kind)-1])
	case kind == "acquired", kind == "released":
		one := map[string]string{"acquired": ":resources", "released": ":resource"}[kind]
		return l.many(l.number("data"), one)
	case kind == "z":
		l.terminated(name)
	case kind == "rest":
		l.said(name, len(l.data)-l.at)
	case kind == "text":
		l.said("state", l.number("state_length"))
	case kind == "text48", kind == "text128", kind == "text1024":
		l.one(name, "FT_STRINGZPAD", map[string]int{"text48": 48, "text128": 128, "text1024": 1024}[kind])
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
