package protocols

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// quasselMagic is what a client begins with, before a byte of flags.
const quasselMagic = "\x42\xb3\x3f"

// quasselLegacy is the older one of the two protocols, of which a core chooses one.
const quasselLegacy = 1

// Types of variants, as Qt 4.2 numbers them, that others do not resemble.
const (
	quasselList  = 9
	quasselBytes = 12
	quasselUser  = 127
)

// quasselMeanings are types of numbers that are more than that, by the keys that they are called by.
var quasselMeanings = map[string]string{
	"Activities":         "FLAGS",
	"CoreFeatures":       "FLAGS",
	"Features":           "FLAGS",
	"allowedBufferTypes": "FLAGS",
	"features":           "FLAGS",
	"lastAwayMessage":    "FT_ABSOLUTE_TIME",
}

// quasselOthers are maps whose keys are somebody else's: nicks, letters of modes, and what a server of IRC supports.
var quasselOthers = []string{"A", "B", "C", "ChanModes", "D", "Supports", "UserModes"}

// quasselNone is the length of a text that is none.
const quasselNone = 0xffffffff

// quasselTypes are what variants hold, by their types.
var quasselTypes = map[int]string{
	0:            "nothing",
	1:            "bool",
	2:            "i32",
	3:            "u32",
	4:            "i64",
	5:            "u64",
	6:            "double",
	7:            "letter",
	8:            "map",
	quasselList:  "list",
	10:           "string",
	11:           "strings",
	quasselBytes: "octets",
	14:           "date",
	15:           "time",
	16:           "datetime",
	quasselUser:  "user",
	129:          "i64",
	130:          "i16",
	131:          "i8",
	132:          "u64",
	133:          "u16",
	134:          "u8",
	138:          "variant",
}

const quasselBuffer = "buffer_id:i32 network_id:i32 buffer_type:i16 group_id:u32 buffer_name:name"

// quasselUserTypes are what those of Quassel hold, by their names.
var quasselUserTypes = map[string]string{
	"BufferId":   "buffer_id:i32",
	"BufferInfo": quasselBuffer,
	"Identity":   "identity:map",
	"IdentityId": "identity_id:i32",
	"Message": "msg_id:msgid timestamp:msgtime message_type:u32 message_flags:u8 " + quasselBuffer +
		" sender:name sender_prefixes:prefixes real_name:rich avatar_url:rich contents:name",
	"MsgId":           "msg_id:msgid",
	"Network::Server": "server:map",
	"NetworkId":       "network_id:i32",
	"NetworkInfo":     "network:map",
	"PeerPtr":         "peer:u64",
}

// quasselCalls are the first items of what is said by types of requests; those behind them are parameters.
var quasselCalls = map[int]string{
	1: "class_name object_name slot_name",
	2: "signal_name",
	3: "class_name object_name",
	4: "class_name object_name",
	5: "timestamp",
	6: "timestamp",
}

// quasselInitData is the type of the request whose other items are names and values.
const quasselInitData = 4

// frameQuassel: words up to one whose upper bit is set, and one that answers these; then the length of what is behind it.
func frameQuassel(data []byte, at int, fromClient bool) int {
	if at > 0 {
		return headed(4, func(b []byte) int { return bigEndian(b[:4]) })(data, at, fromClient)
	}
	if !fromClient {
		return 4
	}
	if len(data) >= 4 && string(data[:3]) != quasselMagic {
		return -1
	}
	for end := 8; end <= len(data); end += 4 {
		if data[end-4]&0x80 != 0 {
			return end
		}
	}
	return 0
}

// quasselFields are the fields of messages of a conversation with quasselcore 0.14 that is neither encrypted nor compressed, big-endian, in
// the legacy protocol or that of data streams, as it writes them by Qt's QDataStream in its version 4.2. A value of a map is called by its key.
func quasselFields() (Layout, error) {
	s := &quasselSession{features: map[string]bool{}}
	return func(data []byte, at int, fromClient bool) ([]truth.Leaf, bool) {
		l := quassel{structure: structure{protocol: "quassel", data: data}, session: s}
		var ok bool
		switch {
		case at > 0:
			l.add("length:u32")
			ok = !l.short && l.told() == len(data)-4 && l.message()
		case fromClient:
			ok = l.offer()
		default:
			l.add("connection_flags:u8 protocol_flags:u16 protocol_type:u8")
			s.legacy = !l.short && l.told() == quasselLegacy
			ok = true
		}
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

// quasselSession is what was agreed on: the protocol, and features of the client, which say how long ids and times are.
type quasselSession struct {
	legacy   bool
	features map[string]bool
}

type quassel struct {
	structure
	session *quasselSession
	depth   int // of variants in others
}

// offer adds which protocols a client knows.
func (l *quassel) offer() bool {
	l.one("magic", "FT_BYTES", 3)
	l.add("connection_flags:u8")
	for l.at < len(l.data) && !l.short {
		l.add("last_flags:u8 protocol_flags:u16 protocol_type:u8")
	}
	return !l.short
}

// message adds a variant that is a map or a list, or a list alone.
func (l *quassel) message() bool {
	if !l.session.legacy {
		return l.items()
	}
	if kind, ok := l.head(); !ok || kind != quasselList {
		return ok && l.typed("message", kind)
	}
	return l.items()
}

// items adds the list that a message is: a request with its parameters, or, before somebody has logged in, names and values.
func (l *quassel) items() bool {
	n, ok := l.count("items")
	if !ok || n == 0 {
		return ok
	}
	if l.next() == quasselBytes {
		return l.pairs(n)
	}
	start := l.at
	if !l.variant("request_type") {
		return false
	}
	request := bigEndian(l.data[start+5 : l.at])
	names, known := quasselCalls[request]
	n--
	for _, name := range strings.Fields(names) {
		if n--; n < 0 || !l.variant(name) {
			return false
		}
	}
	if known && request == quasselInitData && !l.session.legacy {
		return l.pairs(n)
	}
	for ; known && n > 0; n-- {
		if !l.variant("parameter") {
			return false
		}
	}
	return known
}

// pairs adds names and values, each of which is a variant.
func (l *quassel) pairs(n int) bool {
	for ; n > 1; n -= 2 {
		if !l.variant("key") || !l.variant(l.called("message")) {
			return false
		}
	}
	return n == 0
}

// next is the type of the variant that comes next.
func (l *quassel) next() int {
	if len(l.data) < l.at+4 {
		return -1
	}
	return bigEndian(l.data[l.at : l.at+4])
}

// head adds the type of a variant, and whether it is null.
func (l *quassel) head() (kind int, ok bool) {
	kind = l.next()
	l.add("variant_type:u32 null:bool")
	return kind, !l.short
}

// variant adds a variant, which holds something of that name.
func (l *quassel) variant(name string) bool {
	kind, ok := l.head()
	return ok && l.typed(name, kind)
}

// typed adds what a variant of that type holds.
func (l *quassel) typed(name string, kind int) bool {
	if l.depth++; l.depth > 32 {
		return false
	}
	defer func() { l.depth-- }()
	of, known := quasselTypes[kind]
	return known && l.value(name, of)
}

// value adds what structure does not know.
func (l *quassel) value(name, kind string) bool {
	switch kind {
	case "nothing", "string": // letters of two bytes
		return l.counted(name, "FT_STRING")
	case "octets":
		return l.octets(name)
	case "name": // which is UTF-8
		return l.counted(name, "FT_STRING")
	case "prefixes":
		return !l.session.features["SenderPrefixes"] || l.value(name, "name")
	case "rich":
		return !l.session.features["RichMessages"] || l.value(name, "name")
	case "strings":
		return l.list(name, func() bool { return l.value(name, "string") })
	case "list":
		return l.list(name, func() bool { return l.variant(name) })
	case "map":
		return l.list(name, func() bool { return l.value("key", "string") && l.variant(l.called(name)) })
	case "variant":
		return l.variant(name)
	case "user":
		return l.user()
	default:
		l.number(name, kind)
	}
	return !l.short
}

// number adds a number or a time.
func (l *quassel) number(name, kind string) {
	switch kind {
	case "double":
		l.one(name, "FT_DOUBLE", 8)
	case "letter":
		l.one(name, "FT_CHAR", 2)
	case "date", "time": // a Julian day, and milliseconds since midnight
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case "datetime":
		l.one(name+"_date", "FT_ABSOLUTE_TIME", 4)
		l.one(name, "FT_ABSOLUTE_TIME", 4)
		l.add(name + "_spec:u8")
	case "msgid":
		l.one(name, map[int]string{4: "FT_INT32", 8: "FT_INT64"}[l.wide("LongMessageId")], l.wide("LongMessageId"))
	case "msgtime":
		l.one(name, "FT_ABSOLUTE_TIME", l.wide("LongTime"))
	default:
		at := len(l.leaves)
		if l.add(name + ":" + kind); !l.short && quasselMeanings[name] != "" {
			l.leaves[at].Label.Type = quasselMeanings[name]
		}
	}
}

// wide is how many bytes a number has that is longer by a feature.
func (l *quassel) wide(feature string) int {
	if l.session.features[feature] {
		return 8
	}
	return 4
}

// user adds the name of a type of Quassel's, and what it holds.
func (l *quassel) user() bool {
	if l.add("type_name_length:u32"); l.short || l.told() == 0 {
		return false
	}
	l.one("type_name", "FT_STRINGZ", l.told())
	words, known := quasselUserTypes[string(bytes.TrimRight(l.last("type_name"), "\x00"))]
	return known && l.each(words, l.value)
}

// list adds a count, and as many as it says.
func (l *quassel) list(name string, one func() bool) bool {
	n, ok := l.count(name)
	for ; ok && n > 0; n-- {
		if ok = one(); ok && name == "FeatureList" {
			l.session.features[quasselText(l.last(name))] = true
		}
	}
	return ok
}

func (l *quassel) count(name string) (n int, ok bool) {
	l.add(name + "_count:u32")
	if l.short {
		return 0, false
	}
	return l.told(), true
}

// counted adds a length, and as many bytes.
func (l *quassel) counted(name, kind string) bool {
	l.add(name + "_length:u32")
	if !l.short && l.told() > 0 && l.told() != quasselNone {
		l.one(name, kind, l.told())
	}
	return !l.short
}

// octets adds bytes with their length, which are a text if they name something.
func (l *quassel) octets(name string) bool {
	if name == "key" || strings.HasSuffix(name, "_name") {
		return l.counted(name, "FT_STRING")
	}
	l.add(name + "_length:u32")
	if !l.short && l.told() != quasselNone {
		l.said(name, l.told())
	}
	return !l.short
}

// last are the bytes of the last field, if it has that name.
func (l *quassel) last(name string) []byte {
	f := l.leaves[len(l.leaves)-1]
	if f.Label.Name != l.protocol+"."+name {
		return nil
	}
	return l.data[f.Offset : f.Offset+f.Size]
}

var quasselWord = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9]*$`)

// called is what a value of a map is called: its key, of which it stands behind, if that is a word of the protocol.
func (l *quassel) called(outer string) string {
	key := quasselText(l.last("key"))
	if slices.Contains(quasselOthers, outer) && !slices.Contains(quasselOthers, key) || !quasselWord.MatchString(key) {
		return "value"
	}
	return key
}

// quasselText is a text in letters of one byte or, if the upper ones are zeros, of two.
func quasselText(text []byte) string {
	if len(text)%2 != 0 || len(text) == 0 || text[0] != 0 {
		return string(text)
	}
	var letters []uint16
	for i := 0; i < len(text); i += 2 {
		letters = append(letters, uint16(bigEndian(text[i:i+2])))
	}
	return string(utf16.Decode(letters))
}
