package encoded

// cbor reads one or more values of CBOR (RFC 8949), each an array or a map with something in
// it, tagged or not.
func cbor(b []byte) (shape string, ok bool) {
	r := &reader{b: b}
	for r.at < len(b) {
		at := r.at
		for at < len(b)-1 && b[at]>>5 == 6 && b[at]&0x1f < 24 { // tags of one byte
			at++
		}
		if major := b[at] >> 5; major != 4 && major != 5 || b[at]&0x1f == 0 || !r.concise(0) {
			return "", false
		}
	}
	return r.shaped(), len(b) > 1
}

// concise reads a value of CBOR.
func (r *reader) concise(depth int) bool {
	if depth > deepest || r.at >= len(r.b) {
		return false
	}
	c := r.b[r.at]
	r.at++
	major, n := c>>5, uint64(c&0x1f)
	r.begin(c, major < 2 && n < 24, n == 0 || major >= 4 && major < 7)
	if n == 31 {
		return r.endless(major, depth)
	}
	if n >= 28 {
		return false
	}
	if n >= 24 {
		size := 1 << (n - 24)
		v, ok := r.number(size)
		if !ok || major == 7 && size == 1 && v < 32 {
			return false
		}
		n = v
	}
	switch major {
	case 0, 1, 7: // numbers, and what is true, null or a float
		return true
	case 2, 3: // bytes, a text
		return r.skip(n)
	case 4:
		return r.all(n, depth, r.concise)
	case 5:
		return n < 1<<32 && r.all(2*n, depth, r.concise)
	}
	return r.concise(depth + 1) // behind a tag
}

// endless reads a value whose parts end with a break.
func (r *reader) endless(major byte, depth int) bool {
	if major < 2 || major > 5 {
		return false
	}
	for {
		if r.at >= len(r.b) {
			return false
		}
		if r.b[r.at] == 0xff {
			r.at++
			return true
		}
		if major < 4 && r.b[r.at]>>5 != major {
			return false
		}
		if !r.concise(depth + 1) {
			return false
		}
	}
}
