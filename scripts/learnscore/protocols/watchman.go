package protocols

import (
	"fmt"
	"regexp"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// bserWidths are the bytes of numbers by their type.
var bserWidths = map[byte]int{3: 1, 4: 2, 5: 4, 6: 8}

// The other types of BSER.
const (
	bserArray, bserObject, bserText = 0, 1, 2
	bserReal                        = 7
	bserTrue                        = 8
	bserFalse                       = 9
	bserNull                        = 10
	bserTemplate                    = 11
	bserMissing                     = 12
	bserUTF8                        = 13
)

// frameWatchman: two bytes for the version, in the second of which there are capabilities, and a number of one to eight
// bytes that tells how many are behind it.
func frameWatchman(data []byte, _ int, _ bool) int {
	if len(data) < 2 {
		return 0
	}
	at, known := map[byte]int{1: 2, 2: 6}[data[1]]
	if data[0] != 0 || !known {
		return -1
	}
	if len(data) <= at {
		return 0
	}
	width, known := bserWidths[data[at]]
	if !known {
		return -1
	}
	if at++; len(data) < at+width {
		return 0
	}
	n := bserNumber(data[at : at+width])
	if n < 0 || n > 1<<24 {
		return -1
	}
	return at + width + int(n)
}

// bserNumber is a number with a sign, of as many bytes as there are.
func bserNumber(data []byte) int64 {
	var n uint64
	for i, b := range data {
		n |= uint64(b) << (8 * i)
	}
	unused := 64 - 8*len(data)
	return int64(n<<unused) >> unused
}

// watchmanFields are the fields of a message in BSER, little-endian: each value has its type before it, and is called by
// the key that it is of.
func watchmanFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := watchman{structure: structure{protocol: "watchman", data: data}}
	if l.one("magic", "FT_BYTES", 2); l.short {
		return nil, false
	}
	if data[1] == 2 {
		l.add("capability_flags:u32")
	}
	_, ok := l.number("length")
	ok = ok && l.value("command")
	return l.leaves, ok && !l.short && l.at == len(data)
}

type watchman struct {
	structure
	depth int // of arrays and objects within others
}

var (
	bserKey      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.-]*$`)
	watchmanTime = regexp.MustCompile(`^[mc]time(_[mun]s)?$`)
)

// kind is the type that comes next, one that there isn't if there is none.
func (l *watchman) kind() byte {
	if l.at >= len(l.data) {
		return 0xff
	}
	return l.data[l.at]
}

// number adds a number with its type.
func (l *watchman) number(name string) (int64, bool) {
	width, known := bserWidths[l.kind()]
	if !known {
		return 0, false
	}
	l.add(name + "_type:u8")
	kind := fmt.Sprintf("FT_INT%d", 8*width)
	switch {
	case name == "mode":
		kind = "FLAGS"
	case watchmanTime.MatchString(name):
		kind = "FT_ABSOLUTE_TIME"
	}
	if l.one(name, kind, width); l.short {
		return 0, false
	}
	return bserNumber(l.data[l.at-width : l.at]), true
}

// text adds a text with its type and its length, and says what it is.
func (l *watchman) text(name string) (string, bool) {
	if kind := l.kind(); kind != bserText && kind != bserUTF8 {
		return "", false
	}
	l.add(name + "_type:u8")
	n, ok := l.number(name + "_length")
	if !ok || n < 0 || n > int64(len(l.data)-l.at) {
		return "", false
	}
	l.said(name, int(n))
	return string(l.data[l.at-int(n) : l.at]), true
}

// key adds the key of what follows, which is called by it.
func (l *watchman) key() (string, bool) {
	key, ok := l.text("key")
	if !bserKey.MatchString(key) {
		key = "value"
	}
	return key, ok
}

// value adds a value of any type.
func (l *watchman) value(name string) bool {
	if l.depth++; l.depth > 64 {
		return false
	}
	defer func() { l.depth-- }()
	switch l.kind() {
	case bserArray:
		return l.counted(name, func() bool { return l.value(name) })
	case bserObject:
		return l.counted(name, func() bool {
			key, ok := l.key()
			return ok && l.value(key)
		})
	case bserText, bserUTF8:
		_, ok := l.text(name)
		return ok
	case bserReal:
		l.add(name + "_type:u8")
		l.one(name, "FT_DOUBLE", 8)
	case bserTrue, bserFalse:
		l.one(name, "FT_BOOLEAN", 1)
	case bserNull, bserMissing:
		l.add(name + "_type:u8")
	case bserTemplate:
		return l.template(name)
	default:
		_, ok := l.number(name)
		return ok
	}
	return !l.short
}

// counted adds a type, a count, and as many as it says.
func (l *watchman) counted(name string, one func() bool) bool {
	l.add(name + "_type:u8")
	n, ok := l.number(name + "_count")
	for ; ok && n > 0; n-- {
		ok = one()
	}
	return ok
}

// template adds objects that have the same keys, which come first.
func (l *watchman) template(name string) bool {
	l.add(name + "_type:u8")
	var keys []string
	if l.kind() != bserArray || !l.counted("keys", func() bool {
		key, ok := l.key()
		keys = append(keys, key)
		return ok
	}) {
		return false
	}
	n, ok := l.number(name + "_count")
	ok = ok && (n == 0 || len(keys) > 0)
	for ; ok && n > 0; n-- {
		for _, key := range keys {
			if !l.value(key) {
				return false
			}
		}
	}
	return ok
}
