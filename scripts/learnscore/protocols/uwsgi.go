package protocols

import (
	"bytes"
	"encoding/binary"
	"strconv"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// The types of uWSGI's packets that are there for more than a request of a web server.
const (
	uwsgiPing   = 100
	uwsgiSignal = 110
	uwsgiCache  = 111
	uwsgiCall   = 173
	uwsgiDone   = 255
)

// frameUwsgi: four bytes with the size of what is behind them, and a body whose size is told by
// name in there. What answers a web server is HTTP, which ends with the conversation.
func frameUwsgi(data []byte, _ int, fromClient bool) int {
	switch {
	case !fromClient && isHTTP(data):
		return len(data)
	case len(data) < 4:
		return 0
	}
	end := 4 + int(binary.LittleEndian.Uint16(data[1:]))
	if end > len(data) {
		return end
	}
	l := uwsgi{structure: structure{data: data[:end]}}
	if l.packet(fromClient); l.short {
		return -1
	}
	return end + l.body
}

func isHTTP(data []byte) bool { return bytes.HasPrefix(data, []byte("HTTP/")) }

// uwsgiFields are the fields of a message to or from uWSGI 2.0, as its documentation of the protocol and the
// plugins ping, signal, cache and rpc have them. Little-endian.
func uwsgiFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := uwsgi{structure: structure{protocol: "uwsgi", data: data}}
	if !fromClient && isHTTP(data) {
		l.http()
		return l.leaves, true
	}
	if l.packet(fromClient); l.short {
		return nil, false
	}
	l.said("body", l.body)
	return l.leaves, !l.short && l.at == len(data)
}

type uwsgi struct {
	structure
	body int // how many bytes are behind a packet
}

// packet adds a header and what it is about.
func (l *uwsgi) packet(fromClient bool) {
	if l.add("packet_type:u8 data_size:u16 packet_code:u8"); l.short {
		return
	}
	end := 4 + int(binary.LittleEndian.Uint16(l.data[1:]))
	if l.short = end > len(l.data); l.short {
		return
	}
	switch kind := l.data[0]; {
	case kind == uwsgiCall && !fromClient:
		l.said("result", end-l.at)
	case kind == uwsgiCall:
		for l.at < end && !l.short {
			l.counted("argument", end)
		}
	case kind == uwsgiPing || kind == uwsgiSignal || kind == uwsgiDone:
		l.said("warning", end-l.at)
	case kind == uwsgiCache || fromClient:
		l.variables(end)
	default:
		l.short = true
	}
}

// variables adds names and values up to an end, of which one may tell the size of a body.
func (l *uwsgi) variables(end int) {
	size := "CONTENT_LENGTH"
	if l.data[0] == uwsgiCache {
		size = "size"
	}
	for l.at < end && !l.short {
		name, value := l.counted("key", end), l.counted("value", end)
		if string(name) == size && len(value) > 0 {
			n, err := strconv.Atoi(string(value))
			l.short = l.short || err != nil || n < 0 || n > 1<<30
			l.body = n
		}
	}
}

// counted adds a length and as many bytes, which are an argument or a text, and returns them.
func (l *uwsgi) counted(name string, end int) []byte {
	if l.short = l.short || l.at+2 > end; l.short {
		return nil
	}
	l.add(name + "_length:u16")
	start, n := l.at, int(binary.LittleEndian.Uint16(l.data[l.at-2:]))
	switch {
	case n > end-l.at:
		l.short = true
		return nil
	case name == "argument":
		l.said(name, n)
	case n > 0:
		l.one(name, "FT_STRING", n)
	}
	return l.data[start : start+n]
}

// http adds a response: a line with the status, those of headers, an empty line, and a body.
func (l *uwsgi) http() {
	for name := "http_status_line"; l.at < len(l.data); name = "http_header" {
		n := bytes.Index(l.data[l.at:], []byte("\r\n")) + 2
		switch n {
		case 1: // the line has no end
			n = len(l.data) - l.at
		case 2:
			l.one("http_end", "FT_STRING", 2)
			l.said("http_body", len(l.data)-l.at)
			return
		}
		l.one(name, "FT_STRING", n)
	}
}
