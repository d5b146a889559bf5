package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameFdholder: the length of what is behind six bytes, which have the number of descriptors, too.
var frameFdholder = headed(6, func(b []byte) int { return int(binary.BigEndian.Uint32(b)) })

// fdholderEntry is a descriptor: until when it is held, and its name.
const fdholderEntry = "limit:tain id_length:u8 id:named"

// fdholderRequests are what is behind a command.
var fdholderRequests = map[byte]string{
	'S': fdholderEntry,
	'D': "id_length:u8 id:named",
	'R': "deleted:bool id_length:u8 id:named",
	'L': "",
	'?': "",
	'!': "ids_count:u32",
	'.': "=:entries",
}

// fdholderAnswers are what is behind the error of an answer, if there is none. Others have no more.
var fdholderAnswers = map[byte]string{
	'L': "ids_count:u32 =:ids",
	'?': "messages_count:u32 ids_count:u32",
	'!': "messages_count:u32",
}

// fdholderFields are the fields of messages of a conversation with s6-fdholderd, as libs6 2.11 writes and reads them, big-endian.
// An answer is that of the first request that has none, but behind that to "?" are messages of what it said there is.
func fdholderFields() (Layout, error) {
	var asked []byte
	dumped := 0
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := fdholder{structure{protocol: "fdholder", data: data}}
		if l.add("length:u32 descriptors_count:u16"); len(data) < 7 {
			return nil, false
		}
		ok := false
		switch {
		case fromClient:
			words, known := fdholderRequests[data[6]]
			asked = append(asked, data[6])
			ok = known && l.values("command:char "+words)
		case dumped > 0:
			dumped--
			ok = l.values("=:entries")
		case len(asked) > 0:
			command := asked[0]
			asked = asked[1:]
			words := "error_code:u8 "
			if data[6] == 0 {
				words += fdholderAnswers[command]
			}
			if ok = l.values(words); ok && command == '?' && data[6] == 0 {
				dumped = l.number("messages_count")
			}
		}
		return l.leaves, ok && l.at == len(data)
	}, nil
}

type fdholder struct{ structure }

func (l *fdholder) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *fdholder) value(name, kind string) bool {
	switch kind {
	case "tain": // a second of TAI, and what is behind it
		l.one(name, "FT_ABSOLUTE_TIME", 8)
		l.one(name+"_nanos", "FT_ABSOLUTE_TIME", 4)
	case "named": // of as many bytes as the number before it says, and a NUL
		l.one(name, "FT_STRINGZ", l.told()+1)
	case "ids":
		for l.at < len(l.data) && !l.short {
			l.terminated("id")
		}
	case "entries":
		for l.at < len(l.data) && l.values(fdholderEntry) {
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
