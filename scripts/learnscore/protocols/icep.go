package protocols

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// Types of Ice's messages.
const (
	icepRequest  = 0
	icepBatch    = 1
	icepReply    = 2
	icepValidate = 3
	icepClose    = 4
)

// icepCompressed is the status of messages that are compressed behind their headers. Those that are replied to are none.
const icepCompressed = 2

// What a slice of a value or of an exception has, by its flags.
const (
	icepTypeID    = 1
	icepTypeIndex = 2
	icepOptional  = 4
	icepIndirect  = 8
	icepSized     = 16
	icepLastSlice = 32
)

// frameICEP: the length of all behind ten bytes.
var frameICEP = headed(14, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[10:])) - 14 })

// icepReplies are what is behind the status of a reply. The first two depend on what was asked.
var icepReplies = map[byte]string{
	0: "=:result",
	1: "=:exception",
	2: "identity:Identity facets:[string operation:string",
	3: "identity:Identity facets:[string operation:string",
	4: "identity:Identity facets:[string operation:string",
	5: "unknown_exception:string",
	6: "unknown_exception:string",
	7: "unknown_exception:string",
}

// icepNumbers are the types and sizes of what always has as many bytes.
var icepNumbers = map[string]struct {
	kind string
	size int
}{
	"bool": {"FT_BOOLEAN", 1}, "byte": {"FT_UINT8", 1}, "short": {"FT_INT16", 2}, "int": {"FT_INT32", 4}, "long": {"FT_INT64", 8},
	"float": {"FT_FLOAT", 4}, "double": {"FT_DOUBLE", 8}, "flags": {"FLAGS", 1}, "magic": {"FT_STRING", 4},
}

// icepEndpoints are what is in endpoints, by their type.
var icepEndpoints = map[int]string{
	1: "host:string port:int timeout:int compress:bool",
	2: "host:string port:int timeout:int compress:bool",
	3: "host:string port:int compress:bool",
	4: "host:string port:int timeout:int compress:bool resource:string",
	5: "host:string port:int timeout:int compress:bool resource:string",
}

// icepFields are the fields of messages of a conversation by Ice 3.7, little-endian: its protocol 1.0, and what Slice declares in the
// encoding 1.1. A reply has the results of the operation that the other side's request with its id called.
func icepFields() (Layout, error) {
	asked := map[icepCall]string{}
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := icep{structure: structure{protocol: "icep", data: data}, asked: asked, fromClient: fromClient}
		ok := l.values("magic:magic protocol_major:byte protocol_minor:byte encoding_major:byte encoding_minor:byte message_type:byte"+
			" compression_status:byte message_size:int") && l.message()
		return l.leaves, ok && !l.short && l.at == len(data)
	}, nil
}

// icepCall is a request that awaits its reply, by who made it.
type icepCall struct {
	fromClient bool
	id         int
}

type icep struct {
	structure
	asked      map[icepCall]string // results of operations
	fromClient bool
	results    string // of what is replied to

	// What the encapsulation that is being read has: its end, the types of values that it named, and of the slice within it, its flags.
	end   int
	types []string
	slice byte
}

func (l *icep) message() bool {
	if l.bytesOf("compression_status")[0] == icepCompressed {
		ok := l.values("uncompressed_size:int")
		l.said("compressed", len(l.data)-l.at)
		return ok
	}
	switch int(l.bytesOf("message_type")[0]) {
	case icepRequest:
		if !l.values("request_id:int") {
			return false
		}
		id := l.number("request_id")
		results, ok := l.request()
		if ok && id != 0 {
			l.asked[icepCall{l.fromClient, id}] = results
		}
		return ok
	case icepBatch:
		if !l.values("requests_count:int") {
			return false
		}
		for n := l.number("requests_count"); n > 0; n-- {
			if _, ok := l.request(); !ok {
				return false
			}
		}
		return true
	case icepReply:
		if !l.values("request_id:int reply_status:byte") {
			return false
		}
		call := icepCall{!l.fromClient, l.number("request_id")}
		results, known := l.asked[call]
		delete(l.asked, call)
		l.results = results
		words, ok := icepReplies[l.bytesOf("reply_status")[0]]
		return known && ok && l.values(words)
	case icepValidate, icepClose:
		return true
	}
	return false
}

// request adds a request behind its id, and returns the results of its operation.
func (l *icep) request() (results string, ok bool) {
	if !l.values("identity:Identity facets:[string operation:string operation_mode:byte context:[Pair") {
		return "", false
	}
	// Two interfaces have an operation of the same name with other results: one is that of an object that is always called so.
	operation, name := string(l.bytesOf("operation")), string(l.bytesOf("identity_name"))
	words, known := icepOperations[name+"."+operation]
	if !known {
		words, known = icepOperations[operation]
	}
	return words[1], known && l.encapsulated(words[0])
}

// encapsulated adds an encapsulation and what is in it, which may be nothing.
func (l *icep) encapsulated(words string) bool {
	start := l.at
	if !l.values("encapsulation_size:int encoding_major:byte encoding_minor:byte") {
		return false
	}
	end := start + l.number("encapsulation_size")
	if l.short = end > len(l.data); l.short || end < l.at {
		return false
	}
	outside := *l
	l.end, l.types, l.slice = end, nil, icepOptional
	ok := l.values(words) && l.at == end
	l.end, l.types, l.slice = outside.end, outside.types, outside.slice
	return ok
}

func (l *icep) values(words string) bool { return l.each(words, l.value) }

// value adds what Slice declares: numbers, structures and what has a size before it. [TYPE is a sequence, and ?NTYPE what may be
// missing and has a tag. A dictionary is a sequence of structures.
func (l *icep) value(name, kind string) bool {
	if number, ok := icepNumbers[kind]; ok {
		l.one(name, number.kind, number.size)
		return !l.short
	}
	if words, ok := icepStructs[kind]; ok {
		return l.values(words)
	}
	if element, ok := strings.CutPrefix(kind, "["); ok {
		n, ok := l.size(name + "_count")
		return ok && l.repeat(n, name+":"+element, l.value)
	}
	if optional, ok := strings.CutPrefix(kind, "?"); ok {
		return l.optional(name, int(optional[0]-'0'), optional[1:])
	}
	switch kind {
	case "Identity":
		return l.sized(name+"_name", "FT_STRING") && l.sized(name+"_category", "FT_STRING")
	case "string":
		return l.sized(name, "FT_STRING")
	case "digest":
		return l.sized(name, "FT_BYTES")
	case "said": // what nobody knows
		n, ok := l.size(name + "_length")
		if ok {
			l.said(name, n)
		}
		return ok && !l.short
	case "enum":
		_, ok := l.size(name)
		return ok
	case "proxy":
		return l.proxy(name)
	case "endpoint":
		return l.values("endpoint_type:short") && l.encapsulated(icepEndpoints[l.number("endpoint_type")])
	case "value":
		index, ok := l.size(name + "_index")
		return ok && (index != 1 || l.slice&icepIndirect != 0 || l.slices(false))
	case "result":
		return l.encapsulated(l.results)
	case "exception":
		return l.encapsulated("=:thrown")
	case "thrown":
		return l.slices(true)
	case "event": // an encapsulation of what an operation takes
		if _, ok := l.size(name + "_length"); !ok {
			return false
		}
		words, known := icepOperations[string(l.bytesOf("event_operation"))]
		return known && l.encapsulated(words[0])
	}
	return false
}

// number is the last one of that name.
func (l *icep) number(name string) int {
	b := l.bytesOf(name)
	if len(b) == 2 {
		return int(binary.LittleEndian.Uint16(b))
	}
	return int(int32(binary.LittleEndian.Uint32(b)))
}

// size adds a number of one byte, or of five of which the first has all bits.
func (l *icep) size(name string) (n int, ok bool) {
	if l.short = l.at >= len(l.data); l.short {
		return 0, false
	}
	if l.data[l.at] < math.MaxUint8 {
		n = int(l.data[l.at])
		l.one(name, "FT_UINT8", 1)
		return n, true
	}
	if l.one(name, "FT_UINT32", 5); l.short {
		return 0, false
	}
	n = int(int32(binary.LittleEndian.Uint32(l.data[l.at-4:])))
	return n, n >= 0
}

// sized adds as many bytes as the size before them says.
func (l *icep) sized(name, kind string) bool {
	n, ok := l.size(name + "_length")
	if ok && n > 0 {
		l.one(name, kind, n)
	}
	return ok && !l.short
}

// proxy adds the identity of an object, and where it is, unless there is none.
func (l *icep) proxy(name string) bool {
	start := len(l.leaves)
	switch {
	case !l.values(name + ":Identity"):
		return false
	case len(l.leaves) == start+2: // both are empty
		return true
	case !l.values("facets:[string proxy_mode:byte secure:bool protocol_major:byte protocol_minor:byte encoding_major:byte encoding_minor:byte"):
		return false
	}
	n, ok := l.size("endpoints_count")
	if n == 0 {
		return ok && l.values("adapter_id:string")
	}
	return l.repeat(n, "endpoint:endpoint", l.value)
}

// optional adds what has a tag before it, if it is there.
func (l *icep) optional(name string, tag int, kind string) bool {
	if l.slice&icepOptional == 0 || l.at >= l.end || int(l.data[l.at])>>3 != tag {
		return true
	}
	return l.values("optional_tag:byte " + name + ":" + kind)
}

// slices adds those of a value, or of an exception, up to the last one.
func (l *icep) slices(exception bool) bool {
	outside := l.slice
	defer func() { l.slice = outside }()
	for what := ""; ; what = icepBases[what] {
		if !l.values("slice_flags:flags") {
			return false
		}
		l.slice = l.bytesOf("slice_flags")[0]
		ok := true
		if what, ok = l.typeOf(what, exception); !ok || l.slice&icepSized != 0 && !l.values("slice_size:int") {
			return false
		}
		flags := l.slice
		members, known := icepClasses[what]
		if !known || !l.values(members) || flags&icepOptional != 0 && !l.values("optional_end:byte") || flags&icepIndirect != 0 && !l.indirections() {
			return false
		}
		if flags&icepLastSlice != 0 {
			return true
		}
	}
}

// typeOf adds what a slice is one of, if that is there. Those behind the first one may leave it out: they are of its bases.
func (l *icep) typeOf(what string, exception bool) (string, bool) {
	switch kind := l.slice & (icepTypeID | icepTypeIndex); {
	case exception || kind == icepTypeID:
		if !l.values("type_id:string") {
			return "", false
		}
		id := string(l.bytesOf("type_id"))
		what = id[strings.LastIndex(id, ":")+1:]
		l.types = append(l.types, what)
		return what, true
	case kind == icepTypeIndex:
		n, ok := l.size("type_index")
		if !ok || n < 1 || n > len(l.types) {
			return "", false
		}
		return l.types[n-1], true
	default:
		return what, kind == 0
	}
}

// indirections add the table of values that a slice refers to.
func (l *icep) indirections() bool {
	n, ok := l.size("indirections_count")
	for ; ok && n > 0; n-- {
		var index int
		if index, ok = l.size("value_index"); ok && index == 1 {
			ok = l.slices(false)
		}
	}
	return ok
}
