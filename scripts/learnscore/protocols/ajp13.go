package protocols

import (
	"bytes"
	"encoding/binary"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Types of packets that are more than their fields, and what tells that a header or an attribute is of some kind.
const (
	ajp13Forward = 2
	ajp13GetBody = 6

	ajp13Code          = 0xa000 // and the number of a header, instead of its name
	ajp13ContentLength = 0xa008
	ajp13Null          = 0xffff // instead of the length of a text
	ajp13Done          = 0xff   // behind the attributes
)

// ajp13Requests are packets of a web server, by their type, and ajp13Answers those of a container.
var (
	ajp13Requests = map[int]string{
		ajp13Forward: "method:u8 protocol:counted request_uri:counted remote_address:counted remote_host:counted server_name:counted server_port:u16" +
			" is_ssl:bool headers_count:u16 =:headers =:attributes",
		7:  "",
		8:  "",
		10: "",
	}
	ajp13Answers = map[int]string{
		3:            "chunk_length:u16 chunk:terminated",
		4:            "status:u16 status_message:counted headers_count:u16 =:headers",
		5:            "reuse:bool",
		ajp13GetBody: "requested_length:u16",
		9:            "",
	}
)

// ajp13Attributes are what attributes of a request are, by their codes.
var ajp13Attributes = map[int]string{
	1:         "context:counted",
	2:         "servlet_path:counted",
	3:         "remote_user:counted",
	4:         "auth_type:counted",
	5:         "query_string:counted",
	6:         "jvm_route:counted",
	7:         "ssl_cert:counted",
	8:         "ssl_cipher:counted",
	9:         "ssl_session:counted",
	10:        "attribute_name:counted attribute_value:counted",
	11:        "ssl_key_size:u16",
	12:        "secret:counted",
	13:        "stored_method:counted",
	ajp13Done: "",
}

// frameAJP13: two bytes that tell who says it, and the length of what is behind these and itself.
var frameAJP13 = headed(4, func(b []byte) int { return int(binary.BigEndian.Uint16(b[2:])) })

// ajp13Fields are the fields of packets of a conversation between a web server and a container, as AJP 1.3 is described and Tomcat 10.1,
// Apache's mod_proxy_ajp and mod_jk write it, big-endian. A part of a request's body has no type: it is what comes next behind a request
// whose length is said, and behind each time that the container asks for it.
func ajp13Fields() (Layout, error) {
	bodies := 0
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := &ajp13{structure{protocol: "ajp13", data: data}, 0}
		if l.add("magic:u16 length:u16"); l.short || string(data[:2]) != map[bool]string{true: "\x12\x34", false: "AB"}[fromClient] {
			return nil, false
		}
		if fromClient && bodies > 0 {
			bodies--
			ok := len(data) == 4 || l.values("data_length:u16 data:rest")
			return l.leaves, ok
		}
		if l.add("packet_type:u8"); l.short {
			return nil, false
		}
		kind := l.told()
		words, known := ajp13Answers[kind]
		if fromClient {
			words, known = ajp13Requests[kind]
		}
		ok := known && l.values(words) && l.at == len(data)
		if ok && (kind == ajp13GetBody || fromClient && l.body > 0) {
			bodies++
		}
		return l.leaves, ok
	}, nil
}

type ajp13 struct {
	structure
	body int // how long the request's body is said to be
}

func (l *ajp13) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *ajp13) value(name, kind string) bool {
	switch kind {
	case "counted": // a text with its length and a NUL, or no text
		if l.add(name + "_length:u16"); l.short || l.told() == ajp13Null {
			return !l.short
		}
		return l.text(name, l.told()+1)
	case "terminated": // bytes of as many as the number before says, and a NUL
		return l.text(name, l.told()+1)
	case "rest":
		n := l.told()
		return l.at+n == len(l.data) && (n == 0 || l.bytes(name, n, "FT_STRING"))
	case "headers":
		return l.repeat(l.number("headers_count"), "=:header", l.value)
	case "header":
		return l.header()
	case "attributes":
		for {
			if l.add("attribute_code:u8"); l.short {
				return false
			}
			code := l.told()
			words, known := ajp13Attributes[code]
			if !known || !l.values(words) {
				return false
			}
			if code == ajp13Done {
				return true
			}
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// header adds a header, which has a number or a name.
func (l *ajp13) header() bool {
	rest := l.data[l.at:]
	if len(rest) < 2 {
		return false
	}
	code := bigEndian(rest[:2])
	if code&0xff00 == ajp13Code {
		l.add("header_code:u16")
	} else if !l.values("header_name:counted") {
		return false
	}
	named := strings.EqualFold(string(l.bytesOf("header_name")), "Content-Length\x00") && code&0xff00 != ajp13Code
	if !l.values("header_value:counted") {
		return false
	}
	if (code == ajp13ContentLength || named) && l.told() != ajp13Null {
		l.body, _ = strconv.Atoi(string(bytes.TrimRight(l.bytesOf("header_value"), "\x00")))
	}
	return true
}

// text adds so many bytes, the last of which is a NUL.
func (l *ajp13) text(name string, n int) bool {
	if l.at+n > len(l.data) || l.data[l.at+n-1] != 0 {
		return false
	}
	return l.bytes(name, n, "FT_STRINGZ")
}

// bytes adds so many bytes: a text of that type, perhaps with a NUL behind it, or what nobody knows.
func (l *ajp13) bytes(name string, n int, text string) bool {
	if l.at+n > len(l.data) {
		return false
	}
	if !isUTF8(bytes.TrimSuffix(l.data[l.at:l.at+n], []byte{0})) {
		text = "FT_NONE"
	}
	l.one(name, text, n)
	return true
}

// isUTF8 reports whether bytes are a text, or none.
func isUTF8(b []byte) bool {
	return utf8.Valid(b) && !strings.ContainsFunc(string(b), func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) })
}
