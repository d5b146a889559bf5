package encoded

// protobuf reads fields of Protocol Buffers: a key, which is a number and a type of wire, and
// a value. Groups, which nobody uses any more, are not among the types. A single field looks
// like any type with a number or a text behind it, such as a multiple of eight in two bytes,
// and has no shape: two different ones that are not empty do.
func protobuf(b []byte) (shape string, ok bool) {
	m := &protobufs{}
	if !m.read(b, 0) || len(b) == 0 {
		return "", false
	}
	if m.told < 2 {
		return "", true
	}
	return string(m.shape), true
}

// deepestProtobufs bounds how often bytes are read, as each text may be a message.
const deepestProtobufs = 4

// protobufs reads messages of Protocol Buffers.
type protobufs struct {
	shape []byte // keys, lengths, and how long numbers are
	told  int    // fields with something in them, those of messages within too
	last  uint64 // key of the last of them: one key again and again is but a list
}

// read reports whether bytes are fields from the first to the last.
func (m *protobufs) read(b []byte, depth int) bool {
	const mostFields = 1 << 10 // numbers of fields are small, mostly
	for len(b) > 0 {
		key, n := varint(b)
		if n == 0 || key>>3 == 0 || key>>3 > mostFields {
			return false
		}
		m.shape = append(m.shape, b[:n]...)
		b = b[n:]
		size := 0
		switch key & 7 {
		case 0:
			v, n := varint(b)
			if n == 0 {
				return false
			}
			m.shape = append(m.shape, byte(n))
			m.tell(key, v > 0)
			size = n
		case 1:
			size = 8
			m.tell(key, true)
		case 2:
			length, n := varint(b)
			if n == 0 || length > uint64(len(b)-n) {
				return false
			}
			m.shape = append(m.shape, b[:n]...)
			size = n + int(length)
			m.within(key, b[n:size], depth)
		case 5:
			size = 4
			m.tell(key, true)
		default:
			return false
		}
		if size > len(b) {
			return false
		}
		b = b[size:]
	}
	return true
}

// tell counts a field that has something in it.
func (m *protobufs) tell(key uint64, something bool) {
	if something && key != m.last {
		m.told++
		m.last = key
	}
}

// within counts the fields of bytes, if they are a message, and else that they are some.
func (m *protobufs) within(key uint64, b []byte, depth int) {
	inner := &protobufs{}
	if depth < deepestProtobufs && inner.read(b, depth+1) && inner.told > 1 {
		m.told += inner.told
		m.shape = append(m.shape, inner.shape...)
		return
	}
	m.tell(key, len(b) > 0)
}

// varint reads a number of base 128, of so many bytes; none if it has no end, or is longer
// than it has to be.
func varint(b []byte) (v uint64, n int) {
	for i, c := range b[:min(len(b), 10)] {
		v |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			if c == 0 && i > 0 {
				return 0, 0
			}
			return v, i + 1
		}
	}
	return 0, 0
}
