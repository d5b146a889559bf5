package encoded

// protobuf reads fields of Protocol Buffers: a key, which is a number and a type of wire, and
// a value. Groups, which nobody uses any more, are not among the types.
func protobuf(b []byte) (shape string, ok bool) {
	const mostFields = 1 << 10 // numbers of fields are small, mostly
	var shaped []byte
	for len(b) > 0 {
		key, n := varint(b)
		if n == 0 || key>>3 == 0 || key>>3 > mostFields {
			return "", false
		}
		shaped = append(shaped, b[:n]...)
		b = b[n:]
		size := 0
		switch key & 7 {
		case 0:
			if _, size = varint(b); size == 0 {
				return "", false
			}
		case 1:
			size = 8
		case 2:
			length, n := varint(b)
			if n == 0 || length > uint64(len(b)-n) {
				return "", false
			}
			size = n + int(length)
			shaped = append(shaped, b[:n]...)
		case 5:
			size = 4
		default:
			return "", false
		}
		if size > len(b) {
			return "", false
		}
		b = b[size:]
	}
	return string(shaped), len(shaped) > 0
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
