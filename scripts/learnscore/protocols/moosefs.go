package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameMooseFS: a type and the length of what is behind.
var frameMooseFS = headed(8, func(b []byte) int { return bigEndian(b[4:8]) })

// moosefsFields are the fields of messages of a conversation with mfsmaster of MooseFS 3.0.117, as its MFSCommunication.h declares them, big-endian. Of what
// a type can have, the first one that fills a message is what it has. What some answers hold is told by what was asked.
func moosefsFields() (Layout, error) {
	asked := map[int]string{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		if len(data) < 8 {
			return nil, false
		}
		kind := bigEndian(data[:4])
		words, known := moosefsAnswers[kind]
		if fromClient {
			words, known = moosefsRequests[kind]
			moosefsAsk(asked, kind, data[8:])
		} else if by, ok := moosefsBy[kind]; ok {
			words = by[moosefsAsked(asked, kind, data[8:])]
		}
		if fromClient && kind == moosefsRegister && len(data) > 72 {
			words = "blob:text64 " + strings.ReplaceAll(moosefsRegisters[int(data[72])], "|", "| blob:text64 ")
		}
		for _, one := range strings.Split(words, "|") {
			l := moosefs{structure{protocol: "moosefs", data: data}}
			if known && l.values("message_type:u32 message_length:u32") && l.values(one) && l.at == len(data) {
				return l.leaves, true
			}
		}
		return nil, false
	}, nil
}

// moosefsAsk keeps what the answer depends on: the byte that tells how much is wanted, or whether all are.
func moosefsAsk(asked map[int]string, kind int, body []byte) {
	switch {
	case kind == moosefsReaddir && len(body) > 13:
		key := bigEndian(body[:4])
		asked[-key-1] = map[bool]string{true: "attributes"}[body[len(body)-13]&moosefsWithAttributes != 0]
	case kind == moosefsClasses && len(body) == 5:
		asked[kind+1] = map[bool]string{true: "described"}[body[4] != 0]
	case kind == moosefsOpenFiles || kind == moosefsLocks:
		asked[kind+1] = map[bool]string{true: "all"}[len(body) >= 4 && bigEndian(body[len(body)-4:]) == 0]
	case len(body) == 1:
		asked[kind+1] = string('0' + rune(body[0]%10))
	default:
		asked[kind+1] = ""
	}
}

func moosefsAsked(asked map[int]string, kind int, body []byte) string {
	if kind == moosefsReaddir+1 && len(body) > 4 {
		return asked[-bigEndian(body[:4])-1]
	}
	return asked[kind]
}

type moosefs struct{ structure }

func (l *moosefs) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *moosefs) value(name, kind string) bool {
	var n int
	switch {
	case kind == "ip4":
		l.one(name, "FT_IPv4", 4)
	case kind == "time":
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case kind == "name", kind == "path": // a text with its length
		if l.add(name + "_length:" + map[string]string{"name": "u8", "path": "u32"}[kind]); l.short {
			return false
		}
		l.add(name + ":text")
	case kind == "said": // as many bytes as a number of that name says
		l.said(name, l.number(name+"_length"))
	case kind == "rest":
		l.said(name, len(l.data)-l.at)
	case kind == "attr":
		return l.attributes()
	case kind == "until": // so many as there are
		for l.at < len(l.data) && !l.short {
			l.values(moosefsGroups[name])
		}
	case kind == "within": // as many as fill the bytes before which their number is
		for end := l.at + l.told(); l.at < end && !l.short; {
			l.values(moosefsGroups[name])
		}
	case kind == "other": // a name, if there is no goal
		return l.told() != moosefsNamed || l.value(name, "name")
	case strings.HasPrefix(kind, "by="): // as many as a number says
		return l.repeat(l.number(kind[3:]), moosefsGroups[name], l.value)
	case scan(kind, "times%d", &n):
		return l.repeat(n, moosefsGroups[name], l.value)
	case scan(kind, "text%d", &n):
		l.one(name, "FT_STRING", n)
	case scan(kind, "octets%d", &n):
		l.one(name, "FT_BYTES", n)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// attributes adds the attributes of a node: a device has its numbers where others have a length.
func (l *moosefs) attributes() bool {
	if !l.values("attr_flags:u8 type_mode:u16") {
		return false
	}
	node := l.told() >> 12
	if !l.values("uid:u32 gid:u32 atime:time mtime:time ctime:time nlink:u32") {
		return false
	}
	if node == moosefsBlock || node == moosefsCharacter {
		return l.values("rdev:u32 pad:u32 winattr:u8")
	}
	return l.values("length:u64 winattr:u8")
}
