package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Types of values in messages of BIND's control channel.
const (
	rndcBinary = 1
	rndcTable  = 2
	rndcList   = 3
)

// rndcDeepest is how many tables and lists may be within each other.
const rndcDeepest = 10

// rndcDigest are the bytes of a digest of SHA, in base64 and filled up with NULs.
const rndcDigest = 88

// rndcFields are the fields of a message between rndc and named, as BIND 9.18 writes it, big-endian: a table of names and
// values, which may be tables, behind a length and a version.
func rndcFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := rndc{structure{protocol: "rndc", data: data}}
	if l.add("length:u32 version:u32"); l.short || l.told() != 1 {
		return nil, false
	}
	return l.leaves, l.table(len(data), 0)
}

type rndc struct{ structure }

// table adds names and values up to an end.
func (l *rndc) table(end, depth int) bool {
	for l.at < end {
		if l.add("name_length:u8"); l.short {
			return false
		}
		n := l.told()
		name := ""
		if n > 0 {
			start := l.at
			if l.one("name", "FT_STRING", n); l.short {
				return false
			}
			name = string(l.data[start:l.at])
		}
		if !l.value(name, end, depth+1) {
			return false
		}
	}
	return l.at == end
}

// list adds values up to an end.
func (l *rndc) list(end, depth int) bool {
	for l.at < end {
		if !l.value("element", end, depth+1) {
			return false
		}
	}
	return l.at == end
}

// value adds a value with its type and length.
func (l *rndc) value(name string, most, depth int) bool {
	if l.add("value_type:u8"); l.short {
		return false
	}
	kind := l.told()
	if l.add("value_length:u32"); l.short {
		return false
	}
	n := l.told()
	if n > most-l.at || depth > rndcDeepest {
		return false
	}
	switch kind {
	case rndcTable:
		return l.table(l.at+n, depth)
	case rndcList:
		return l.list(l.at+n, depth)
	case rndcBinary:
		return l.binary(name, n)
	}
	return false
}

// binary adds a value of so many bytes. Numbers are texts, too.
func (l *rndc) binary(name string, n int) bool {
	switch {
	case n == 0:
	case name == "hmd5":
		l.one("digest", "FT_STRING", n)
	case name == "hsha" && n == 1+rndcDigest:
		l.add("algorithm:u8")
		l.one("digest", "FT_STRINGZPAD", rndcDigest)
	default:
		l.said("said_"+strings.TrimLeft(name, "_"), n)
	}
	return !l.short
}
