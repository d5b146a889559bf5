package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// What a reply to a request of Canna's extension holds, and to those that others do not resemble.
const (
	cannaExtension  = 1 << 8
	cannaQuery      = 0x0c
	cannaServerInfo = cannaExtension | 0x01
)

// frameCanna: a client's first message has a type of four bytes and the length of what is behind eight, and its reply four
// bytes; others have the length of what is behind four.
func frameCanna(data []byte, at int, fromClient bool) int {
	switch {
	case at == 0 && !fromClient:
		return 4
	case at == 0 && len(data) < 8, len(data) < 4:
		return 0
	case at == 0:
		if n := bigEndian(data[4:8]); n < 1<<16 {
			return 8 + n
		}
		return -1
	}
	return 4 + bigEndian(data[2:4])
}

// cannaFields are the fields of a message between a client and cannaserver, version 3 of its protocol, as Canna 3.7's
// wconvert.c of libRKC writes requests and that of cannaserver replies. Numbers are big-endian, and kana and kanji have two bytes each.
func cannaFields(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
	l := canna{structure{protocol: "canna", data: data}}
	switch {
	case at == 0 && fromClient:
		l.values("initialize_type:u32 name_length:u32 version_and_user:textz")
	case at == 0:
		l.values("minor_version:u16 context:i16")
	default:
		if !l.values("op_code:u8 extension:u8 length:u16") {
			return nil, false
		}
		code, table := int(data[0])|int(data[1])<<8, cannaReplies
		if fromClient {
			table = cannaRequests
		}
		words, known := table[code]
		switch {
		case !known:
			return nil, false
		case !fromClient && code == cannaServerInfo:
			l.serverInfo()
		case !fromClient && len(data) == 4+cannaStatusSize(words):
			words, _, _ = strings.Cut(words, " ") // nothing but what went wrong
			l.values(words)
		default:
			l.values(words)
		}
		if !fromClient && code == cannaQuery && l.at == len(data)-1 {
			l.one("pad", "FT_BYTES", 1)
		}
	}
	return l.leaves, !l.short && l.at == len(data)
}

// cannaStatusSize is the size of the first word of a reply.
func cannaStatusSize(words string) int {
	if strings.HasPrefix(words, "status:") {
		return 1
	}
	return 2
}

type canna struct{ structure }

func (l *canna) values(words string) bool { return l.each(words, l.value) }

// value adds a text that ends with a NUL of one or two bytes, a list of such up to so many bytes before the end, or what
// structure knows.
func (l *canna) value(name, kind string) bool {
	if l.short {
		return false
	}
	switch kind {
	case "textz":
		l.terminated(name)
	case "wide":
		l.wide(name)
	case "texts", "wides", "u16s", "words":
		for l.at < len(l.data) && !l.short {
			l.element(name, strings.TrimSuffix(kind, "s"))
		}
	case "paths": // up to a number of two bytes
		for l.at < len(l.data)-2 && !l.short {
			l.terminated(name)
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// element adds one of a list, whose end is an empty text; a byte behind that of a list of extensions is not used.
func (l *canna) element(name, kind string) {
	rest := l.data[l.at:]
	switch {
	case kind == "text" && rest[0] == 0 && l.leaves[len(l.leaves)-1].Label.Name == "canna.list_end":
		l.one("unused", "FT_BYTES", 1)
	case kind == "text" && rest[0] == 0:
		l.one("list_end", "FT_BYTES", 1)
	case kind == "text":
		l.terminated(name)
	case kind == "wide" && len(rest) == 2 && rest[0]|rest[1] == 0:
		l.one("list_end", "FT_BYTES", 2)
	case kind == "wide":
		l.wide(name)
	case kind == "word":
		l.values("reading_length:u32 written_length:u32 row_number:u32 column_number:u32 dictionary_number:u32")
	default:
		l.add(name + ":" + kind)
	}
}

// wide adds a text of two bytes each, which ends with two that are zero or where the message does.
func (l *canna) wide(name string) {
	n := 0
	for l.at+n+2 <= len(l.data) {
		n += 2
		if l.data[l.at+n-2]|l.data[l.at+n-1] == 0 {
			break
		}
	}
	if l.short = n == 0; !l.short {
		l.one(name, "FT_STRING", n)
	}
}

// serverInfo adds what a server tells of itself, and of its clients.
func (l *canna) serverInfo() {
	if !l.values("status:i8 major_version:u8 minor_version:u8 time:u32 protocols_count:u16 protocol_names_length:u16") {
		return
	}
	protocols := l.number("protocols_count")
	end := l.at + l.number("protocol_names_length")
	l.times(protocols, "protocol_name:textz")
	if n := end - l.at; n > 0 && !l.short {
		l.one("list_end", "FT_BYTES", n)
	}
	l.times(protocols, "protocol_uses:u32")
	if !l.values("clients_count:u16 contexts_count:u16") {
		return
	}
	contexts := l.number("contexts_count")
	for n := l.number("clients_count"); n > 0 && !l.short; n-- {
		l.values("client_info_length:u16 socket:u32 user_number:u32 used_time:u32 idle_time:u32 connect_time:u32")
		l.times(protocols, "protocol_uses:u32")
		for _, name := range []string{"user_name", "host_name", "client_name"} {
			l.values(name + "_length:u16")
			if l.short {
				return
			}
			if n := l.told(); n > 0 {
				l.one(name, "FT_STRINGZ", n)
			}
		}
		l.times(contexts, "context_flags:u8")
	}
}

// times adds a field so many times.
func (l *canna) times(n int, field string) {
	for ; n > 0 && l.values(field); n-- {
	}
}
