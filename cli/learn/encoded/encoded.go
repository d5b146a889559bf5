// Package encoded knows encodings that describe themselves, such as Protocol Buffers and
// MessagePack: bytes in one of them have no layout that is to be learned, and there are better
// tools to read them. Find tells the encoding of bodies, and each of the other files reads one.
package encoded

// Encoding is one that describes itself.
type Encoding struct {
	Name string // as people call it
	Tool string // what reads it, in words

	// read reports whether bytes are in the encoding from the first to the last, and what is
	// alike in those that look the same: the types of their parts in their order, and how long
	// some of these are. There is no shape if that much may look like it by chance.
	read func(b []byte) (shape string, ok bool)
}

// encodings are in the order in which they are tried: the stricter ones first.
var encodings = []*Encoding{
	{"BSON", "bsondump of MongoDB's tools, or Wireshark for MongoDB's own messages", bson},
	{"gzip", "gunzip", inflated(gunzip)},
	{"zlib", "zlib-flate of qpdf, or zlib.decompress of Python", inflated(zlibbed)},
	{"Zstandard", "unzstd", marked("\x28\xb5\x2f\xfd")},
	{"LZ4", "unlz4", marked("\x04\x22\x4d\x18")},
	{"Python's pickle", "python3 -m pickletools, which does not run it", pickle},
	{"MessagePack", "msgpack-inspect, or msgpack.unpackb of Python", messagePack},
	{"CBOR", "cbor2diag.rb, or cbor2.loads of Python", cbor},
	{"Protocol Buffers", "protoc --decode_raw, or Wireshark with the .proto files", protobuf},
}

// The bounds of believing an encoding.
const (
	leastBodies = 6       // different ones
	leastShapes = 4       // that they look like: what always looks the same may be anything
	mostLooked  = 300     // bodies
	mostRead    = 8 << 10 // bytes of a body: of longer ones nothing is told
	deepest     = 64      // parts within each other
)

// Find is the encoding that all bodies but one of twenty are in, nil if there is none. Empty
// bodies don't count.
func Find(bodies [][]byte) *Encoding {
	_, e := Behind(bodies, 0)
	return e
}

// Behind is the encoding that messages are in behind a header of some size, which may be
// 0 and is most bytes at most; nil if there is none.
func Behind(messages [][]byte, most int) (header int, e *Encoding) {
	some := different(messages)
	bodies := make([][]byte, 0, len(some))
	for header = range most + 1 {
		bodies = bodies[:0]
		for _, m := range some {
			if len(m) > header {
				bodies = append(bodies, m[header:])
			}
		}
		if len(bodies) < leastBodies || 2*len(bodies) < len(some) {
			break // few long ones say nothing of what the others are
		}
		for _, e := range encodings {
			if e.holds(bodies) {
				return header, e
			}
		}
	}
	return 0, nil
}

// different are messages without repetitions.
func different(messages [][]byte) (list [][]byte) {
	seen := map[string]bool{}
	for _, b := range messages {
		if len(b) <= mostRead && !seen[string(b)] && len(list) < mostLooked {
			seen[string(b)] = true
			list = append(list, b)
		}
	}
	return list
}

// holds reports whether nearly all bodies are in the encoding, and look different enough: half of
// them have a shape.
func (e *Encoding) holds(bodies [][]byte) bool {
	shapes, shaped, failed := map[string]bool{}, 0, 0
	for _, b := range bodies {
		shape, ok := e.read(b)
		if !ok {
			if failed++; failed*20 > len(bodies) {
				return false
			}
			continue
		}
		if shape != "" {
			shapes[shape] = true
			shaped++
		}
	}
	return len(shapes) >= leastShapes && 2*shaped >= len(bodies)
}

// IsProtobuf reports whether bytes are fields of Protocol Buffers from the first to the last,
// which other bytes, if they are some, seldom are.
func IsProtobuf(b []byte) bool {
	shape, ok := protobuf(b)
	return ok && shape != "" && len(b) >= 6
}
