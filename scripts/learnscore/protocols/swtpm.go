package protocols

import (
	"bytes"
	"encoding/binary"
)

// What is asked of swtpm that other commands do not resemble.
const (
	swtpmGetState  = 12
	swtpmSetDataFD = 16
)

// swtpmRequests are what is behind a command, as swtpm 0.7.1's tpm_ioctl.h declares it.
var swtpmRequests = map[uint32]string{
	1: "", 2: "init_flags:u32", 3: "", 4: "", 5: "locality:locality", 6: "", 7: "length:u32 data:data", 8: "", 9: "", 10: "", 11: "locality:locality",
	swtpmGetState: "state_flags:u32 blob_type:u32 offset:u32", 13: "state_flags:u32 blob_type:u32 length:u32 blob:blob", 14: "", 15: "",
	swtpmSetDataFD: "", 17: "buffer_size:u32", 18: "info_flags:u64 offset:u32 pad:u32",
}

// swtpmAnswers are what is behind the result of an answer, if that is 0. Others have no more.
var swtpmAnswers = map[uint32]string{
	4: "established:u8 pad:three", swtpmGetState: "state_flags:u32 total_length:u32 length:u32 blob:blob", 15: "config_flags:u32",
	17: "buffer_size:u32 minimum_size:u32 maximum_size:u32", 18: "total_length:u32 length:u32 info:info",
}

// frameSwtpm frames messages by their fields, as they have no length.
func frameSwtpm() framer { return framedBy(&swtpmTurn{}) }

// swtpmFields are the fields of messages of a conversation over swtpm's control channel, big-endian.
func swtpmFields() (Layout, error) { return laidBy(&swtpmTurn{}), nil }

// swtpmTurn are the commands that have no answer yet.
type swtpmTurn struct {
	asked  []uint32
	filled bool // the client is QEMU, whose localities are filled up to four bytes
}

func (t *swtpmTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &swtpm{structure{protocol: "swtpm", data: data}, t.filled}
	if !fromClient {
		if len(t.asked) == 0 {
			return &l.structure, false
		}
		command := t.asked[0]
		t.asked = t.asked[1:]
		if command == 1 {
			l.add("capability_flags:u64")
			return &l.structure, !l.short
		}
		if l.add("result_code:u32"); l.short {
			return &l.structure, false
		}
		if l.told() == 0 || command == swtpmGetState {
			return &l.structure, l.each(swtpmAnswers[command], l.value)
		}
		return &l.structure, true
	}
	if l.add("command:u32"); l.short {
		return &l.structure, false
	}
	command := binary.BigEndian.Uint32(data)
	words, known := swtpmRequests[command]
	t.asked = append(t.asked, command)
	t.filled = t.filled || command == swtpmSetDataFD
	return &l.structure, known && l.each(words, l.value)
}

// swtpm lays fields over a message.
type swtpm struct {
	structure
	filled bool
}

func (l *swtpm) value(name, kind string) bool {
	switch kind {
	case "locality":
		if l.add(name + ":u8"); l.filled {
			l.one("pad", "FT_BYTES", 3)
		}
	case "three":
		l.one(name, "FT_BYTES", 3)
	case "data":
		l.said(name, l.told())
	case "info":
		if n := l.told(); n > 0 {
			l.one(name, "FT_STRINGZPAD", n)
		}
	case "blob":
		return l.blob(l.told())
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// blob adds a state of so many bytes: the header of swtpm, and elements that have a tag and a length, in one of which others may
// be. What the state of a TPM is, is libtpms's own; one that is encrypted is bytes.
func (l *swtpm) blob(n int) bool {
	if n > len(l.data)-l.at {
		l.short = true
		return false
	}
	if n == 0 {
		return true
	}
	end := l.at + n
	if !bytes.HasPrefix(l.data[l.at:], []byte{2, 1, 0, 10}) || n < 10 || int(binary.BigEndian.Uint32(l.data[l.at+6:])) != n {
		l.said("state", n)
		return !l.short
	}
	l.add("version:u8 minimum_version:u8 header_size:u16 blob_flags:u16 blob_length:u32")
	return l.elements(end)
}

// swtpmMigration is the tag of an element that has elements.
const swtpmMigration = 4

// elements adds elements up to an end.
func (l *swtpm) elements(end int) bool {
	for l.at < end && !l.short {
		if l.add("tag:u16 element_length:u32"); l.short {
			return false
		}
		size, tag := l.told(), l.number("tag")
		switch {
		case size > end-l.at:
			return false
		case tag == swtpmMigration:
			if !l.elements(l.at + size) {
				return false
			}
		default:
			l.said("element", size)
		}
	}
	return !l.short && l.at == end
}
