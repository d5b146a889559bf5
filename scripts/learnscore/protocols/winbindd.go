package protocols

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// The sizes of winbindd's requests and responses, without what is behind them, and of what they hold by command.
const (
	winbinddRequest     = 2136
	winbinddRequestData = 1800
	winbinddAnswer      = 4008
	winbinddAnswerData  = 3992
)

// frameWinbindd: a structure, and behind it as much as the request says, or as the length of the response has more.
func frameWinbindd(data []byte, _ int, fromClient bool) int {
	size := winbinddAnswer
	if fromClient {
		size = winbinddRequest
	}
	if len(data) < size {
		return 0
	}
	n := int(binary.LittleEndian.Uint32(data))
	if fromClient && n == size {
		n += int(binary.LittleEndian.Uint32(data[size-8:]))
	}
	if n < size || n > size+1<<17 {
		return -1
	}
	return n
}

// winbinddFields are the fields of messages of a conversation with winbindd, version 32 of its interface, as
// winbind_struct_protocol.h of Samba 4.17 declares them for x86-64, and what is behind them, as winbindd makes it: a request,
// and a response, which holds what the command of that request asks for.
func winbinddFields() (Layout, error) {
	asked := uint32(0)
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := winbindd{structure{protocol: "winbindd", data: data}}
		if fromClient {
			asked = l.request()
		} else {
			l.answer(asked)
		}
		return l.leaves, !l.short && l.at == len(data)
	}, nil
}

type winbindd struct{ structure }

// request adds a request and returns its command.
func (l *winbindd) request() uint32 {
	if !l.values("length:u32 command:u32 original_command:u32 pid:u32 wb_flags:u32 flags:u32 domain_name:text256 client_name:text32 trace_id:u64") {
		return 0
	}
	command := l.number("command")
	held, known := winbinddRequests[command]
	l.held(held, winbinddRequestData)
	if !known || !l.values("extra_data:u64 extra_length:u32 terminator:u8") {
		l.short = true
		return command
	}
	l.one("pad", "FT_BYTES", 3)
	if command == winbinddNTLMAuth {
		l.said("initial_blob", int(l.number("initial_blob_length")))
		l.said("challenge_blob", int(l.number("challenge_blob_length")))
		return command
	}
	l.behind(len(l.data) - l.at)
	return command
}

// answer adds the response to a command.
func (l *winbindd) answer(command uint32) {
	if !l.values("length:u32 result:u32") {
		return
	}
	held, known := winbinddAnswers[command]
	if ok := l.number("result") == 2; !ok && !strings.HasPrefix(held, "nt_status:") {
		held = "" // only what tells of an error is there then
	}
	l.held(held, winbinddAnswerData)
	if l.short = l.short || !known || l.at+8 > len(l.data); l.short {
		return
	}
	l.add("extra_data:u64")
	switch {
	case l.at == len(l.data):
	case command == winbinddGetUsers:
		for n := l.number("entries_count"); n > 0 && l.values(winbinddUser); n-- {
		}
	case command == winbinddGetGroups:
		l.groups()
	case command == winbinddGroupsOf:
		for l.at < len(l.data) && l.values("gid:u32") {
		}
	default:
		l.behind(len(l.data) - l.at)
	}
}

// groups adds structures of groups, and the members of each at the offset that it has behind them all.
func (l *winbindd) groups() {
	var offsets []int
	for n := l.number("entries_count"); n > 0 && l.values(winbinddGroup); n-- {
		offsets = append(offsets, int(l.number("members_offset")))
	}
	start := l.at
	for i, offset := range offsets {
		end := len(l.data) - start
		if i+1 < len(offsets) {
			end = offsets[i+1]
		}
		if l.short = l.short || l.at != start+offset || end < offset || start+end > len(l.data); l.short {
			return
		}
		l.behind(end - offset)
	}
}

// held adds what a structure holds by command, and the rest of the room that all of them have.
func (l *winbindd) held(words string, room int) {
	end := l.at + room
	l.values(words)
	if l.short = l.short || l.at > end || end > len(l.data); !l.short && l.at < end {
		l.one("unused", "FT_BYTES", end-l.at)
	}
}

// behind adds so many bytes behind a structure: most often a text, or lines of it, with a NUL.
func (l *winbindd) behind(n int) {
	if n > 1 && l.at+n <= len(l.data) && bytes.IndexByte(l.data[l.at:l.at+n], 0) == n-1 {
		l.one("extra", "FT_STRINGZ", n)
		return
	}
	l.said("extra", n)
}

// number is the last of a name, of four bytes.
func (l *winbindd) number(name string) uint32 {
	if b := l.bytesOf(name); len(b) == 4 {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (l *winbindd) values(words string) bool { return l.each(words, l.value) }

// value adds a text of a fixed size, so many bytes, a truth, a time in seconds, or what structure knows.
func (l *winbindd) value(name, kind string) bool {
	switch size := winbinddSizes[kind]; {
	case strings.HasPrefix(kind, "text"):
		l.one(name, "FT_STRINGZPAD", size)
	case strings.HasPrefix(kind, "bytes"):
		l.one(name, "FT_BYTES", size)
	case kind == "time":
		l.one(name, "FT_ABSOLUTE_TIME", 8)
	case kind == "seconds":
		l.one(name, "FT_RELATIVE_TIME", 8)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
