package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// What messages between nodes begin with, behind their length.
const (
	erlPassed  = 112 // terms with their version
	erlVersion = 131 // a header with atoms, and terms without
)

// frameErlang frames messages of a conversation of two nodes: lengths of two bytes until each side has shown that it knows
// the secret, and of four behind that.
func frameErlang() framer {
	known := map[bool]bool{}
	return func(data []byte, at int, fromClient bool) int {
		if known[fromClient] {
			return frameLength32(data, at, fromClient)
		}
		if len(data) < 3 {
			return 0
		}
		n := 2 + bigEndian(data[:2])
		if n <= len(data) && data[2] == map[bool]byte{true: 'r', false: 'a'}[fromClient] {
			known[fromClient] = true
		}
		return n
	}
}

// erlHandshakes are what is behind the tag of messages before that, by that and whether the client says them.
var erlHandshakes = map[bool]map[byte]string{
	true: {
		'N': "capability_flags:u64 creation:u32 name_length:u16 name:told",
		's': "status:left",
		'c': "high_flags:u32 creation:u32",
		'r': "challenge:u32 digest:digest",
	},
	false: {
		'N': "capability_flags:u64 challenge:u32 creation:u32 name_length:u16 name:told",
		's': "status:left",
		'a': "digest:digest",
	},
}

// erlangFields are the fields of messages of a conversation of two nodes of Erlang/OTP 25, big-endian: the handshake of its
// distribution protocol, and then control messages and what they carry, in the external term format.
func erlangFields() (Layout, error) {
	known := map[bool]bool{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := erlang{structure{protocol: "erldp", data: data}}
		if known[fromClient] {
			ok := l.control()
			return l.leaves, ok && !l.short && l.at == len(data)
		}
		if l.add("length:u16 tag:char"); l.short {
			return nil, false
		}
		words, ok := erlHandshakes[fromClient][data[2]]
		ok = ok && l.values(words)
		known[fromClient] = data[2] == 'r' || data[2] == 'a'
		return l.leaves, ok && l.at == len(data)
	}, nil
}

type erlang struct{ structure }

func (l *erlang) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *erlang) value(name, kind string) bool {
	switch kind {
	case "digest":
		l.one(name, "FT_BYTES", 16)
	case "left":
		l.text(name)
	case "told": // a text or bytes of as many as the number before it says
		l.said(name, l.told())
	case "signed": // the sign of a number, and as many bytes as the number before it says
		n := l.told()
		if l.add("sign:u8"); n > 0 {
			l.one(name, "FT_BYTES", n)
		}
	case "bits":
		n := l.told()
		if l.add("last_bits:u8"); !l.short {
			l.said(name, n)
		}
	case "float":
		l.one(name, "FT_DOUBLE", 8)
	case "term":
		return l.term()
	case "terms":
		return l.times(l.told(), 1)
	case "pairs":
		return l.times(l.told(), 2)
	case "list": // and its end
		return l.times(l.told(), 1) && l.term()
	case "ids":
		n := l.told()
		if !l.values("node:term creation:u32") {
			return false
		}
		for ; n > 0 && !l.short; n-- {
			l.add("reference_id:u32")
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// times adds n groups of terms.
func (l *erlang) times(n, of int) bool {
	for ; n > 0; n-- {
		for range of {
			if !l.term() {
				return false
			}
		}
	}
	return !l.short
}

// erlTerms are what is behind the tag of a term.
var erlTerms = map[byte]string{
	70:  "value:float",
	77:  "bits_length:u32 bits:bits",
	82:  "atom_index:u8",
	88:  "node:term process_id:u32 serial:u32 creation:u32",
	89:  "node:term port_id:u32 creation:u32",
	90:  "ids_count:u16 =:ids",
	97:  "value:u8",
	98:  "value:i32",
	100: "atom_length:u16 atom:told",
	104: "arity_count:u8 =:terms",
	105: "arity_count:u32 =:terms",
	106: "",
	107: "text_length:u16 text:told",
	108: "elements_count:u32 =:list",
	109: "binary_length:u32 binary:told",
	110: "digits_length:u8 digits:signed",
	111: "digits_length:u32 digits:signed",
	113: "module:term function:term arity:term",
	115: "atom_length:u8 atom:told",
	116: "pairs_count:u32 =:pairs",
	118: "atom_length:u16 atom:told",
	119: "atom_length:u8 atom:told",
	120: "node:term port_id:u64 creation:u32",
}

// term adds a term with its tag.
func (l *erlang) term() bool {
	if l.add("term_tag:u8"); l.short {
		return false
	}
	words, known := erlTerms[l.data[l.at-1]]
	return known && l.values(words)
}

// control adds the length of a message, which is 0 to show that the node is there, and otherwise a control message, and what
// it carries, if it does.
func (l *erlang) control() bool {
	if l.add("length:u32"); l.short || l.at == len(l.data) {
		return !l.short
	}
	switch l.data[l.at] {
	case erlPassed:
		l.add("message_type:u8")
		for l.at < len(l.data) {
			if l.add("version:u8"); l.short || !l.term() {
				return false
			}
		}
		return true
	case erlVersion:
		if l.add("version:u8 header_tag:u8"); l.short || l.told() != 'D' || !l.atoms() {
			return false
		}
		for l.at < len(l.data) {
			if !l.term() {
				return false
			}
		}
		return true
	}
	return false
}

// atoms adds those that a message refers to: of a cache of both sides, and new ones, which flags of four bits each tell, and
// others behind them, by which lengths have two bytes.
func (l *erlang) atoms() bool {
	if l.add("atoms_count:u8"); l.short {
		return false
	}
	count := l.told()
	if count == 0 {
		return true
	}
	at := l.at
	for range count/2 + 1 {
		l.one("atom_flags", "FLAGS", 1)
	}
	if l.short {
		return false
	}
	flag := func(i int) byte { return l.data[at+i/2] >> (4 * (i % 2)) & 0xf }
	for i := range count {
		words := "cache_index:u8"
		switch {
		case flag(i)&8 == 0:
		case flag(count)&1 != 0:
			words += " atom_length:u16 atom:told"
		default:
			words += " atom_length:u8 atom:told"
		}
		if !l.values(words) {
			return false
		}
	}
	return true
}
