package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

const (
	tpmHeader   = 10
	tpmSessions = 0x8002 // the tag of messages with authorizations
)

// tpmFields are the fields of messages of a conversation with a TPM 2.0: what an answer holds
// depends on the command before it.
func tpmFields() (Layout, error) {
	var asked uint32
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := tpm{structure{protocol: "tpm", data: data}}
		code := map[bool]string{true: "command_code", false: "response_code"}[fromClient]
		if l.add("tag_type:u16 size:u32 " + code + ":u32"); l.short {
			return nil, false
		}
		word := binary.BigEndian.Uint32(data[6:])
		if fromClient {
			asked = word
		}
		is, known := tpmCommands[asked]
		sessions := binary.BigEndian.Uint16(data) == tpmSessions
		switch {
		case !known:
			return nil, false
		case fromClient:
			known = l.handles(is.handles) && (!sessions || l.authorizations()) && l.values(is.parameters)
		case word == 0:
			known = l.handles(is.answerHandles) && l.answer(is.answerParameters, sessions)
		}
		return l.leaves, known && !l.short && l.at == len(data)
	}, nil
}

// tpm lays values over a message.
type tpm struct{ structure }

func (l *tpm) handles(names string) bool {
	for _, name := range strings.Fields(names) {
		l.add(name + "_handle:u32")
	}
	return !l.short
}

// authorizations adds a command's, after how many bytes they have.
func (l *tpm) authorizations() bool {
	if l.add("authorization_size:u32"); l.short {
		return false
	}
	for end := l.at + l.told(); l.at < end; {
		if !l.values("session_handle:u32 nonce:sized session_flags:u8 hmac:sized") || l.at > end {
			return false
		}
	}
	return true
}

// answer adds parameters, and authorizations behind them.
func (l *tpm) answer(parameters string, sessions bool) bool {
	if !sessions {
		return l.values(parameters)
	}
	if l.add("parameter_size:u32"); l.short {
		return false
	}
	if end := l.at + l.told(); !l.values(parameters) || l.at != end {
		return false
	}
	for l.at < len(l.data) {
		if !l.values("nonce:sized session_flags:u8 hmac:sized") {
			return false
		}
	}
	return true
}

func (l *tpm) values(words string) bool { return l.each(words, l.value) }

// value adds a value: a number, a record or a union of tables, sized bytes, which may be those of a
// record, or *RECORD, which is a list with its number.
func (l *tpm) value(name, kind string) bool {
	record, sized := strings.CutPrefix(kind, "sized")
	switch {
	case sized:
		return l.sized(name, strings.TrimPrefix(record, "_"))
	case kind[0] == '*':
		if l.add(name + "_count:u32"); l.short {
			return false
		}
		for range l.told() {
			if !l.values(tpmRecords[kind[1:]]) {
				return false
			}
		}
	case kind == "cipher" || kind == "scheme":
		if l.add(name + "_alg:u16"); l.short {
			return false
		}
		return l.union(map[string]string{"cipher": "cipher", "scheme": "hashed"}[kind])
	case kind == "parameters":
		return l.by(kind, l.number("object_type"))
	case kind == "attested": // its selector is not right before it either
		return l.by(kind, l.number("attest_type"))
	case tpmSwitches[kind] != nil:
		return l.union(kind)
	case tpmRecords[kind] != "":
		return l.values(tpmRecords[kind])
	case kind == "hash":
		size, known := tpmHashes[l.told()]
		l.one(name, "FT_BYTES", size)
		return known
	case kind == "selected":
		if l.add(name + "_size:u8"); !l.short && l.told() > 0 {
			l.one(name, "FLAGS", l.told())
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// sized adds a size and as many bytes, or the record that these are.
func (l *tpm) sized(name, record string) bool {
	if l.add(name + "_size:u16"); l.short {
		return false
	}
	n := l.told()
	if record == "" || n == 0 {
		if n > 0 {
			l.one(name, "FT_BYTES", n)
		}
		return !l.short
	}
	end := l.at + n
	return l.values(tpmRecords[record]) && l.at == end
}

// union adds what the number before tells.
func (l *tpm) union(kind string) bool { return l.by(kind, l.told()) }

func (l *tpm) by(kind string, selector int) bool {
	words, known := tpmSwitches[kind][selector]
	return known && l.values(words)
}
