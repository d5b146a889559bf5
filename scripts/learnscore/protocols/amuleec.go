package protocols

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Flags of a packet: it is compressed, or its numbers are as long as they need to be.
const (
	amuleECZlib = 1
	amuleECUTF8 = 2
)

// Types of tags; numbers of one byte to eight are those from amuleECUInt8 to amuleECUInt64.
const (
	amuleECCustom  = 1
	amuleECUInt8   = 2
	amuleECUInt64  = 5
	amuleECString  = 6
	amuleECDouble  = 7
	amuleECIPv4    = 8
	amuleECHash    = 9
	amuleECUInt128 = 10
)

// amuleECTagHeader is how many bytes the name, the type and the length of a tag count in lengths, however they are written.
const amuleECTagHeader = 7

// Tags whose numbers are more than these.
var (
	amuleECFlagTags    = []string{"connstate", "select_prefs"}
	amuleECTimeTags    = []string{"partfile_last_recv", "partfile_last_seen_comp"}
	amuleECAddressTags = []string{"bootstrap_ip", "stats_kad_ip_adress", "stats_buddy_ip", "server_ip", "client_user_ip", "client_server_ip", "friend_ip"}
	amuleECObjects     = []string{"partfile", "knownfile", "server", "client", "searchfile", "friend", "client_upload_file", "client_request_file", "friend_client",
		"partfile_source_names"}
)

// frameAmuleEC: flags, and the length of what is behind these eight bytes.
var frameAmuleEC = headed(8, func(b []byte) int { return int(binary.BigEndian.Uint32(b[4:])) })

// amuleECFields are the fields of packets of aMule's external connections, version 0x204 of them, big-endian, as aMule 2.3.3 writes
// them: flags and a length, an operation, and tags that have a name, a type and a length, tags within them, and a value.
func amuleECFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := amuleEC{structure{protocol: "amuleec", data: data}, 0}
	if l.add("flags:u32"); !l.short {
		l.flags = l.told()
	}
	if l.add("length:u32"); l.short {
		return nil, false
	}
	if l.flags&amuleECZlib != 0 {
		if n := len(data) - l.at; n > 0 {
			l.one("compressed", "FT_NONE", n)
		}
		return l.leaves, true
	}
	if _, ok := l.number("opcode", 1); !ok {
		return l.leaves, false
	}
	_, ok := l.tags()
	return l.leaves, ok && l.at == len(data)
}

type amuleEC struct {
	structure
	flags int
}

// number adds a number of so many bytes, or of as many as UTF-8 has for it, if the flags say so.
func (l *amuleEC) number(name string, size int) (n int, ok bool) {
	kind, rest := fmt.Sprintf("FT_UINT%d", 8*size), l.data[l.at:]
	if l.flags&amuleECUTF8 == 0 {
		l.one(name, kind, size)
		if l.short {
			return 0, false
		}
		return l.told(), true
	}
	if len(rest) == 0 {
		return 0, false
	}
	ones := bits.LeadingZeros8(^rest[0])
	wide := max(1, ones)
	if ones == 1 || wide > 6 || wide > len(rest) {
		return 0, false
	}
	n = int(rest[0] << ones >> ones)
	for _, b := range rest[1:wide] {
		if b>>6 != 2 {
			return 0, false
		}
		n = n<<6 | int(b&0x3f)
	}
	l.one(name, kind, wide)
	return n, true
}

// tags adds the number of tags and these. The size is what they count in the length of a tag that they are in.
func (l *amuleEC) tags() (size int, ok bool) {
	n, ok := l.number("tags_count", 2)
	for ; n > 0 && ok; n-- {
		var one int
		one, ok = l.tag()
		size += one
	}
	return size, ok
}

// tag adds a tag, whose name has a bit that says whether there are tags within it.
func (l *amuleEC) tag() (size int, ok bool) {
	named, ok1 := l.number("tag", 2)
	kind, ok2 := l.number("tag_type", 1)
	length, ok3 := l.number("tag_length", 4)
	name := amuleECTag(named >> 1)
	if !ok1 || !ok2 || !ok3 || name == "" {
		return 0, false
	}
	size = amuleECTagHeader + length
	if named&1 != 0 {
		within, ok := l.tags()
		if !ok {
			return 0, false
		}
		length -= within
		size += 2
	}
	if length < 0 || length > len(l.data)-l.at {
		return 0, false
	}
	return size, length == 0 || l.value(name, kind, length)
}

// value adds the value of a tag.
func (l *amuleEC) value(name string, kind, size int) bool {
	ok := true
	switch {
	case kind >= amuleECUInt8 && kind <= amuleECUInt64:
		ok = size == 1<<(kind-amuleECUInt8) && l.integer(name, size)
	case kind == amuleECString, kind == amuleECDouble: // which is written as a text
		ok = bytes.IndexByte(l.data[l.at:l.at+size], 0) == size-1
		l.one(name, "FT_STRINGZ", size)
	case kind == amuleECIPv4:
		ok = size == 6
		l.one(name, "FT_IPv4", 4)
		l.add(name + "_port:u16")
	case kind == amuleECHash, kind == amuleECUInt128:
		ok = size == 16
		l.one(name, "FT_BYTES", size)
	case kind != amuleECCustom:
		ok = false
	case name == "statsgraph_data":
		for end := l.at + size; l.at < end && !l.short; {
			l.add("download_rate:u32 upload_rate:u32 connections:u32 kad_nodes:u32")
		}
		ok = size%16 == 0
	case name == "client_part_status", name == "client_upload_part_status": // a bit for each part
		l.one(name, "FT_BYTES", size)
	default: // what is run-length encoded
		l.one(name, "FT_NONE", size)
	}
	return ok && !l.short
}

// integer adds a number that has as many bytes as it needs, of one, two, four and eight.
func (l *amuleEC) integer(name string, size int) bool {
	kind := fmt.Sprintf("FT_UINT%d", 8*size)
	switch {
	case slices.Contains(amuleECFlagTags, name):
		kind = "FLAGS"
	case slices.Contains(amuleECTimeTags, name) && size == 4:
		kind = "FT_ABSOLUTE_TIME"
	case slices.Contains(amuleECAddressTags, name) && size == 4:
		kind = "FT_IPv4"
	case slices.Contains(amuleECObjects, name):
		name += "_id"
	case name == "category":
		name += "_index"
	}
	l.one(name, kind, size)
	return true
}
