package protocols

import "bytes"

// hgRequests are what is behind the line of a request: a block with its length, of this kind, or none.
var hgRequests = map[string]string{
	"runcommand\n":  "words",
	"getencoding\n": "",
	"attachio\n":    "",
	"chdir\n":       "path",
	"setenv\n":      "variables",
	"setumask2\n":   "umask",
	"setprocname\n": "name",
	"validate\n":    "words",
	"\n":            "", // the pager runs
}

// hgResults are what requests result in; others have no result.
var hgResults = map[string]string{
	"runcommand\n":  "exit_code:i32",
	"getencoding\n": "encoding:rest",
	"attachio\n":    "descriptors_count:i32",
	"validate\n":    "instruction:words",
}

// frameHgCommand frames messages by their fields, as a request has a length only if something is behind its line.
func frameHgCommand() framer { return framedBy(&hgTurn{}) }

// hgFields are the fields of messages of a conversation with Mercurial 6.3's command server, with what chg adds, as its
// commandserver.py and chgserver.py write and read them, big-endian.
func hgFields() (Layout, error) { return laidBy(&hgTurn{}), nil }

// hgTurn are requests that have no result yet, of which the last one gets it first, and what the server waits for.
type hgTurn struct {
	asked   []string
	greeted bool
	wanted  string // input, exit_code or descriptors; nothing if it is a request
}

func (t *hgTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &hg{structure{protocol: "hgcmd", data: data}}
	if fromClient {
		return &l.structure, t.fromClient(l)
	}
	return &l.structure, t.fromServer(l)
}

func (t *hgTurn) fromClient(l *hg) bool {
	wanted := t.wanted
	t.wanted = ""
	switch wanted {
	case "descriptors": // which are passed beside a byte
		l.one("descriptors", "FT_BYTES", 1)
		return !l.short
	case "input":
		return l.block(func() bool { return l.rest("input", "said") })
	case "exit_code":
		return l.block(func() bool { l.add("exit_code:i32"); return !l.short })
	}
	n := bytes.IndexByte(l.data, '\n') + 1
	if l.short = n == 0; l.short {
		return false
	}
	request := string(l.data[:n])
	kind, known := hgRequests[request]
	if !known {
		return false
	}
	if hgResults[request] != "" {
		t.asked = append(t.asked, request)
	}
	if l.one("request", "FT_STRING", n); kind == "" {
		return true
	}
	return l.block(func() bool {
		switch kind {
		case "words":
			return l.words("argument")
		case "variables":
			return l.words("variable")
		case "umask":
			l.add("umask:u32")
			return !l.short
		default:
			return l.rest(kind, "text")
		}
	})
}

func (t *hgTurn) fromServer(l *hg) bool {
	if l.add("channel:char"); l.short {
		return false
	}
	switch channel := l.data[0]; channel {
	case 'I', 'L':
		if t.wanted = "input"; channel == 'I' && len(t.asked) > 0 && t.asked[len(t.asked)-1] == "attachio\n" {
			t.wanted = "descriptors"
		}
		l.add("max_size:u32")
		return !l.short
	case 'S':
		return l.block(func() bool { return l.system(t) })
	case 'r':
		return l.block(func() bool { return l.result(t) })
	case 'm':
		return l.block(func() bool { return l.messages() })
	case 'o':
		if !t.greeted {
			t.greeted = true
			return l.block(l.lines)
		}
		return l.block(func() bool { return l.rest("output", "said") })
	case 'e':
		return l.block(func() bool { return l.rest("error", "said") })
	case 'd':
		return l.block(func() bool { return l.rest("debug", "said") })
	}
	return false
}

type hg struct{ structure }

// block adds a length and what fills as many bytes.
func (l *hg) block(add func() bool) bool {
	if l.add("length:u32"); l.short {
		return false
	}
	return l.within(l.told(), add)
}

// rest adds what is left of a block, if there is something.
func (l *hg) rest(name, kind string) bool {
	switch n := len(l.data) - l.at; {
	case n == 0:
	case kind == "text":
		l.one(name, "FT_STRING", n)
	default:
		l.said(name, n)
	}
	return !l.short
}

// word adds a text up to the NUL that is between it and the next one, or up to the end.
func (l *hg) word(name string) {
	if n := bytes.IndexByte(l.data[l.at:], 0); n >= 0 {
		l.one(name, "FT_STRINGZ", n+1)
		return
	}
	l.rest(name, "text")
}

// words adds texts with NULs between them up to the end of a block.
func (l *hg) words(name string) bool {
	for l.at < len(l.data) {
		l.word(name)
	}
	return true
}

// lines adds those of a greeting.
func (l *hg) lines() bool {
	for l.at < len(l.data) {
		n := bytes.IndexByte(l.data[l.at:], '\n') + 1
		if n == 0 {
			n = len(l.data) - l.at
		}
		l.one("hello", "FT_STRING", n)
	}
	return true
}

// system adds a command that the client is to run, where, and with which variables.
func (l *hg) system(t *hgTurn) bool {
	start := l.at
	for _, name := range []string{"run_type", "command", "directory"} {
		l.word(name)
	}
	if bytes.HasPrefix(l.data[start:], []byte("system\x00")) {
		t.wanted = "exit_code"
	}
	return l.words("variable")
}

// result adds that of the last request that has none.
func (l *hg) result(t *hgTurn) bool {
	if len(t.asked) == 0 {
		return false
	}
	last := len(t.asked) - 1
	request := t.asked[last]
	t.asked = t.asked[:last]
	return l.each(hgResults[request], func(name, kind string) bool {
		switch kind {
		case "rest":
			return l.rest(name, "text")
		case "words":
			return l.words(name)
		}
		l.add(name + ":" + kind)
		return true
	})
}

// messages adds what the server says of something in CBOR (RFC 8949): a map of texts to values.
func (l *hg) messages() bool {
	for l.at < len(l.data) {
		if !l.cbor("message", 0) {
			return false
		}
	}
	return true
}

// Major types of CBOR.
const (
	cborUnsigned = iota
	cborNegative
	cborBytes
	cborText
	cborArray
	cborMap
	cborTag
	cborSimple
)

// cborDeepest is how deep values may be in others.
const cborDeepest = 8

// cbor adds a value: a byte with its type and a short argument, a longer argument behind it, and what it is the length of.
func (l *hg) cbor(name string, depth int) bool {
	if l.at == len(l.data) || depth > cborDeepest {
		return false
	}
	head := l.data[l.at]
	major, argument := int(head>>5), int(head&31)
	l.one(name+"_head", "FLAGS", 1)
	if argument > 27 { // of no known length, which the server does not send
		return false
	}
	if argument > 23 {
		size := 1 << (argument - 24)
		behind := name
		if major > cborNegative && major < cborTag {
			behind += "_length"
		}
		if l.one(behind, cborNumber(major, size), size); l.short {
			return false
		}
		argument = l.told()
	}
	switch major {
	case cborBytes, cborText:
		if argument < 0 || argument > len(l.data)-l.at {
			return false
		}
		l.said(name, argument)
	case cborArray:
		for ; argument > 0; argument-- {
			if !l.cbor(name, depth+1) {
				return false
			}
		}
	case cborMap:
		return l.cborPairs(argument, depth)
	case cborTag:
		return l.cbor(name, depth+1)
	}
	return !l.short
}

// cborPairs adds those of a map: a value is named by its key.
func (l *hg) cborPairs(n, depth int) bool {
	for ; n > 0; n-- {
		if !l.cbor("key", depth+1) {
			return false
		}
		if !l.cbor("value_"+string(l.bytesOf("key")), depth+1) {
			return false
		}
	}
	return true
}

// cborNumber is the type of an argument.
func cborNumber(major, size int) string {
	switch {
	case major == cborSimple && size == 8:
		return "FT_DOUBLE"
	case major == cborSimple && size == 4:
		return "FT_FLOAT"
	default:
		return map[int]string{1: "FT_UINT8", 2: "FT_UINT16", 4: "FT_UINT32", 8: "FT_UINT64"}[size]
	}
}
