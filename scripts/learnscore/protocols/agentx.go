package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Flags of a message of AgentX.
const (
	agentxContext   = 0x08 // it has a context
	agentxBigEndian = 0x10
)

// Parts of messages of AgentX: what many have, and the region that one of them is about, which has an upper bound if one of its numbers has a range.
const (
	agentxHeader = "version:u8 type:u8 flags:u8 reserved:u8 session_id:u32 transaction_id:u32 packet_id:u32 payload_length:u32"
	agentxRegion = "priority:u8 range_subid:u8 reserved:u8 =:oid upper_bound:bound"
)

// agentxMessages are what is behind the header, and behind a context, by the types of messages.
var agentxMessages = map[byte]string{
	1:  "timeout:u8 reserved:reserved3 =:oid description:octets",
	2:  "reason:u8 reserved:reserved3",
	3:  "timeout:u8 " + agentxRegion,
	4:  "reserved:u8 " + agentxRegion,
	5:  "=:ranges",
	6:  "=:ranges",
	7:  "non_repeaters:u16 max_repetitions:u16 =:ranges",
	8:  "=:bindings",
	9:  "",
	10: "",
	11: "",
	12: "=:bindings",
	13: "",
	14: "=:bindings",
	15: "=:bindings",
	16: "=:oid description:octets",
	17: "=:oid",
	18: "sys_uptime:ticks error:u16 index:u16 =:bindings",
}

// agentxValues are what is behind the name of a variable, by its type.
var agentxValues = map[int]string{
	2:   "integer:i32",
	4:   "octets:octets",
	5:   "",
	6:   "=:oid",
	64:  "address:address",
	65:  "counter:u32",
	66:  "gauge:u32",
	67:  "time_ticks:ticks",
	68:  "opaque:octets",
	70:  "counter64:u64",
	128: "",
	129: "",
	130: "",
}

// agentxOrder is the byte order that a message says it has.
func agentxOrder(message []byte) binary.ByteOrder {
	if message[2]&agentxBigEndian != 0 {
		return binary.BigEndian
	}
	return binary.LittleEndian
}

// frameAgentX: 20 bytes, which end with the length of what is behind them.
var frameAgentX = headed(20, func(b []byte) int { return int(agentxOrder(b).Uint32(b[16:])) })

// agentxFields are the fields of a message between a master agent and a subagent of SNMP, version 1 of AgentX, as RFC 2741 declares it and
// net-snmp 5.9 writes it. Its byte order is what its flags say.
func agentxFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := agentx{structure: structure{protocol: "agentx", data: data}}
	if l.add(agentxHeader); l.short {
		return nil, false
	}
	l.order = agentxOrder(data)
	words, known := agentxMessages[data[1]]
	if data[2]&agentxContext != 0 {
		words = "context:octets " + words
	}
	ok := known && l.values(words)
	return l.leaves, ok && l.at == len(data)
}

type agentx struct {
	structure
	order binary.ByteOrder
}

func (l *agentx) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *agentx) value(name, kind string) bool {
	switch kind {
	case "oid":
		return l.oid()
	case "ranges": // from an identifier to another one
		return l.all("=:oid =:oid")
	case "bindings":
		return l.all("type:u16 reserved:u16 =:oid =:value")
	case "value":
		return l.binding()
	case "bound":
		if l.bytesOf("range_subid")[0] > 0 {
			l.add(name + ":u32")
		}
	case "octets", "address":
		return l.octets(name, kind)
	case "ticks": // hundredths of a second since something began
		l.one(name, "FT_RELATIVE_TIME", 4)
	case "reserved3":
		l.one(name, "FT_BYTES", 3)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// all adds the same up to the end of the message.
func (l *agentx) all(words string) bool {
	for l.at < len(l.data) {
		if !l.values(words) {
			return false
		}
	}
	return true
}

// oid adds an object's identifier: how many numbers it has, what stands for the first five if they are 1.3.6.1 and another one, whether
// a range includes it, and the numbers.
func (l *agentx) oid() bool {
	if l.add("n_subid:u8 prefix:u8 include:bool reserved:u8"); l.short {
		return false
	}
	return l.repeat(int(l.bytesOf("n_subid")[0]), "sub_identifier:u32", l.value)
}

// binding adds the value of a variable, behind its type and its name.
func (l *agentx) binding() bool {
	words, known := agentxValues[int(l.order.Uint16(l.bytesOf("type")))]
	return known && l.values(words)
}

// octets adds a text, an address, or what nobody knows, with its length before it and padding behind it.
func (l *agentx) octets(name, kind string) bool {
	if l.add(name + "_length:u32"); l.short {
		return false
	}
	n := int(l.order.Uint32(l.data[l.at-4:]))
	if kind == "address" && n == 4 {
		l.one(name, "FT_IPv4", n)
	} else {
		l.said(name, n)
	}
	l.alignTo(4, 0)
	return !l.short
}
