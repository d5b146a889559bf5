package decode

import (
	"bytes"
	"encoding/binary"
	"math"
	"strconv"
	"strings"
)

// dbusReader reads values of D-Bus. Once it has failed, for want of bytes or sense, it has
// nothing more to read.
type dbusReader struct {
	data   []byte
	at     int // from where values are aligned
	order  binary.ByteOrder
	failed bool

	text strings.Builder // what was read, for people
}

// mostDepth is how deep arrays, structs and variants may stand in each other.
const mostDepth = 64

func (r *dbusReader) align(to int) {
	r.at = (r.at + to - 1) / to * to
	if r.at > len(r.data) {
		r.fail()
	}
}

func (r *dbusReader) fail() { r.failed, r.at = true, len(r.data) }

// take returns so many bytes, nil if there are fewer.
func (r *dbusReader) take(n int) []byte {
	if n < 0 || n > len(r.data)-r.at {
		r.fail()
		return nil
	}
	b := r.data[r.at:][:n]
	r.at += n
	return b
}

// number reads an integer of so many bytes.
func (r *dbusReader) number(size int) uint64 {
	r.align(size)
	b := r.take(size)
	switch {
	case b == nil:
		return 0
	case size == 2:
		return uint64(r.order.Uint16(b))
	case size == 4:
		return uint64(r.order.Uint32(b))
	case size == 8:
		return r.order.Uint64(b)
	}
	return uint64(b[0])
}

func (r *dbusReader) byte() byte     { return byte(r.number(1)) }
func (r *dbusReader) uint32() uint32 { return uint32(r.number(4)) }

// string reads one, behind which is a NUL.
func (r *dbusReader) string() []byte {
	text := r.take(int(r.uint32()))
	r.take(1)
	return text
}

// signature reads a type, or several.
func (r *dbusReader) signature() string {
	text := string(r.take(int(r.byte())))
	r.take(1)
	return text
}

// show adds to the text. Of more than a line has room for, the rest is not read.
func (r *dbusReader) show(s string) {
	if r.failed {
		return
	}
	r.text.WriteString(s)
	if r.text.Len() > enough {
		r.fail()
	}
}

// value reads a value of the first type of a signature, shows it, and returns the rest of
// the signature.
func (r *dbusReader) value(signature string, depth int) (rest string) {
	if r.failed || signature == "" || depth > mostDepth {
		r.fail()
		return ""
	}
	rest = signature[1:]
	switch c := signature[0]; c {
	case 'y':
		r.show(strconv.Itoa(int(r.byte())))
	case 'b':
		r.show(strconv.FormatBool(r.uint32() != 0))
	case 'n':
		r.show(strconv.Itoa(int(int16(r.number(2)))))
	case 'q':
		r.show(strconv.FormatUint(r.number(2), 10))
	case 'i':
		r.show(strconv.Itoa(int(int32(r.number(4)))))
	case 'u', 'h': // h is an index of the descriptors
		r.show(strconv.FormatUint(r.number(4), 10))
	case 'x':
		r.show(strconv.FormatInt(int64(r.number(8)), 10))
	case 't':
		r.show(strconv.FormatUint(r.number(8), 10))
	case 'd':
		r.show(strconv.FormatFloat(math.Float64frombits(r.number(8)), 'g', -1, 64))
	case 's', 'o':
		r.show(quoted(r.string()))
	case 'g':
		r.show(quoted(r.signature()))
	case 'v':
		inner := r.signature()
		r.show("<")
		if r.value(inner, depth+1) != "" {
			r.fail() // a variant has one type
		}
		r.show(">")
	case 'a':
		return r.array(rest, depth)
	case '(', '{':
		return r.structure(rest, depth)
	default:
		r.fail()
	}
	return rest
}

// alignments of types, where it is not 4.
var alignments = map[byte]int{'y': 1, 'g': 1, 'v': 1, 'n': 2, 'q': 2, 'x': 8, 't': 8, 'd': 8, '(': 8, '{': 8}

// array reads the elements of an array, of the first type of a signature.
func (r *dbusReader) array(element string, depth int) (rest string) {
	length := int(r.uint32())
	rest, ok := skipType(element, depth)
	if !ok {
		r.fail()
		return ""
	}
	alignment := alignments[element[0]]
	if alignment == 0 {
		alignment = 4
	}
	r.align(alignment)
	end := r.at + length
	if element[0] == 'y' {
		data := r.take(min(length, len(r.data)-r.at))
		if isText(bytes.TrimRight(data, "\x00")) && len(data) > 1 {
			r.show(quoted(data)) // a path or a name, mostly
			if r.at < end {
				r.fail()
			}
			return rest
		}
		r.at -= len(data)
	}
	opens, closes := "[", "]"
	if element[0] == '{' {
		opens, closes = "{", "}"
	}
	r.show(opens)
	for first := true; r.at < end && !r.failed; first = false {
		if !first {
			r.show(", ")
		}
		r.value(element, depth+1)
	}
	r.show(closes)
	return rest
}

// structure reads a struct or an entry of a dictionary, whose signature has begun.
func (r *dbusReader) structure(signature string, depth int) (rest string) {
	r.align(8)
	entry := false
	for i := 0; ; i++ {
		switch {
		case signature == "" || r.failed:
			r.fail()
			return ""
		case signature[0] == ')' && i > 0:
			r.show(")")
			return signature[1:]
		case signature[0] == '}' && i == 2:
			return signature[1:]
		}
		if i == 0 {
			entry = isEntry(signature)
			if !entry {
				r.show("(")
			}
		} else if entry {
			r.show(": ")
		} else {
			r.show(", ")
		}
		signature = r.value(signature, depth+1)
	}
}

// isEntry reports whether what has begun ends as an entry of a dictionary does.
func isEntry(signature string) bool {
	rest, ok := skipType(signature, 0)
	if ok {
		rest, ok = skipType(rest, 0)
	}
	return ok && strings.HasPrefix(rest, "}")
}

// skipType is what stands behind the first type of a signature.
func skipType(signature string, depth int) (rest string, ok bool) {
	if signature == "" || depth > mostDepth {
		return "", false
	}
	rest = signature[1:]
	switch signature[0] {
	case 'a':
		return skipType(rest, depth+1)
	case '(', '{':
		for rest != "" && rest[0] != ')' && rest[0] != '}' {
			if rest, ok = skipType(rest, depth+1); !ok {
				return "", false
			}
		}
		if rest == "" {
			return "", false
		}
		return rest[1:], true
	}
	return rest, strings.IndexByte("ybnqiuhxtdsogv", signature[0]) >= 0
}
