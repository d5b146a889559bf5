package protocols

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// structure lays declared fields over a message.
type structure struct {
	protocol string
	data     []byte
	at       int
	leaves   []truth.Leaf
	short    bool // the message ends within a field
}

// add adds fields, NAME:TYPE each.
func (l *structure) add(fields string) {
	for _, f := range strings.Fields(fields) {
		name, kind, _ := strings.Cut(f, ":")
		switch kind {
		case "address":
			l.address(name)
		case "timespec":
			l.one(name+"_high", "FT_ABSOLUTE_TIME", 4)
			l.one(name, "FT_ABSOLUTE_TIME", 4)
			l.one(name+"_nsec", "FT_ABSOLUTE_TIME", 4)
		case "text256":
			l.one(name, "FT_STRINGZPAD", 256)
		case "text", "bytes": // of as many bytes as the number before it says
			if n := l.told(); n > 0 {
				l.one(name, map[string]string{"text": "FT_STRING", "bytes": "FT_BYTES"}[kind], n)
			}
		case "bool":
			l.one(name, "FT_BOOLEAN", 1)
		case "char":
			l.one(name, "FT_CHAR", 1)
		case "float": // of a form of chrony's own
			l.one(name, "FT_UINT32", 4)
		default:
			var bits int
			fmt.Sscanf(kind[1:], "%d", &bits)
			if strings.Contains(name, "flags") || strings.HasSuffix(name, "_options") || name == "cert_set" {
				l.one(name, "FLAGS", bits/8)
				continue
			}
			l.one(name, fmt.Sprintf("FT_%sINT%d", map[byte]string{'u': "U"}[kind[0]], bits), bits/8)
		}
	}
}

func (l *structure) one(name, kind string, size int) {
	if l.at+size > len(l.data) {
		l.short = true
		return
	}
	l.leaves = append(l.leaves, truth.Leaf{Offset: l.at, Size: size, Label: truth.Label{Name: l.protocol + "." + name, Type: kind}})
	l.at += size
}

// alignTo adds padding up to a multiple, from a start.
func (l *structure) alignTo(n, start int) {
	if gap := start + align(l.at-start, n) - l.at; gap > 0 && !l.short {
		l.one("pad", "FT_BYTES", gap)
	}
}

// each hands out NAME:TYPE of words, as long as that goes well and the message has room.
func (l *structure) each(words string, add func(name, kind string) bool) bool {
	for _, word := range strings.Fields(words) {
		name, kind, _ := strings.Cut(word, ":")
		if !add(name, kind) || l.short {
			return false
		}
	}
	return true
}

// repeat hands out the same words so many times, as long as that goes well.
func (l *structure) repeat(n int, words string, add func(name, kind string) bool) bool {
	for ; n > 0; n-- {
		if !l.each(words, add) {
			return false
		}
	}
	return true
}

// bytesOf are those of the last field of that name.
func (l *structure) bytesOf(name string) []byte {
	for i := len(l.leaves) - 1; i >= 0; i-- {
		if f := l.leaves[i]; f.Label.Name == l.protocol+"."+name {
			return l.data[f.Offset : f.Offset+f.Size]
		}
	}
	return nil
}

// number is the last one of that name.
func (l *structure) number(name string) int { return bigEndian(l.bytesOf(name)) }

// within adds fields that fill so many bytes.
func (l *structure) within(n int, add func() bool) bool {
	if l.short = n < 0 || n > len(l.data)-l.at; l.short {
		return false
	}
	whole, end := l.data, l.at+n
	l.data = whole[:end]
	ok := add() && !l.short && l.at == end
	l.data, l.short = whole, false
	return ok
}

// told is the number before.
func (l *structure) told() int { return bigEndian(l.data[l.at-l.leaves[len(l.leaves)-1].Size : l.at]) }

// bigEndian is the number that bytes are, the upper ones first.
func bigEndian(bytes []byte) (n int) {
	for _, b := range bytes {
		n = n<<8 | int(b)
	}
	return n
}

// address adds an address, for whose family 16 bytes have room; the family; two bytes of
// padding.
func (l *structure) address(name string) {
	if l.at+20 > len(l.data) {
		l.short = true
		return
	}
	switch family := binary.BigEndian.Uint16(l.data[l.at+16:]); family {
	case 1:
		l.one(name, "FT_IPv4", 4)
		l.one(name+"_unused", "FT_BYTES", 12)
	case 3: // a number instead of an address
		l.one(name+"_id", "FT_UINT32", 4)
		l.one(name+"_unused", "FT_BYTES", 12)
	default:
		l.one(name, "FT_IPv6", 16)
	}
	l.one(name+"_family", "FT_UINT16", 2)
	l.one(name+"_pad", "FT_UINT16", 2)
}

// blob adds a length and skips as many bytes, which are not dissected.
func (l *structure) blob(name string) {
	if l.add(name + "_length:u32"); !l.short {
		l.at += l.told()
		l.short = l.at > len(l.data)
	}
}

// rest adds what is left as bytes.
func (l *structure) rest(name string) {
	if n := len(l.data) - l.at; n > 0 {
		l.one(name, "FT_BYTES", n)
	}
}

// text adds what is left as a text.
func (l *structure) text(name string) {
	if n := len(l.data) - l.at; n > 0 {
		l.one(name, "FT_STRING", n)
	}
}

// terminated adds a text that a NUL ends.
func (l *structure) terminated(name string) {
	n := bytes.IndexByte(l.data[l.at:], 0) + 1
	if l.short = l.short || n == 0; !l.short {
		l.one(name, "FT_STRINGZ", n)
	}
}

// said adds so many bytes of a program: a text, or what nobody knows.
func (l *structure) said(name string, n int) {
	switch {
	case n == 0:
	case n > len(l.data)-l.at:
		l.short = true
	case truth.IsText(l.data[l.at : l.at+n]):
		l.one(name, "FT_STRING", n)
	default:
		l.one(name, "FT_NONE", n)
	}
}
