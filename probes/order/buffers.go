package order

import "math/bits"

// buffers are for use again: what was captured waits in them until it is let go. Their
// capacities are powers of two. There are as many as were in use at once lately, and a few
// more, as growing takes one buffer for another.
type buffers struct {
	free [maxClass + 1][][]byte // by the exponent of their capacity
	kept int                    // bytes in free

	used  int // bytes of those that are in use
	peak  int // the most that were, in this sweep
	limit int // of both kinds together
}

const (
	spare    = 1 << 20 // bytes
	minClass = 6       // smaller ones are not worth while
	maxClass = 25      // larger ones are left to the garbage collector: no piece needs them
)

func classOf(size int) int { return max(minClass, bits.Len(uint(size-1))) }

// get returns an empty buffer with room for so many bytes, one at least.
func (b *buffers) get(size int) []byte {
	class := classOf(size)
	if class > maxClass {
		return make([]byte, 0, size)
	}
	b.used += 1 << class
	b.peak = max(b.peak, b.used)
	if n := len(b.free[class]); n > 0 {
		buffer := b.free[class][n-1]
		b.free[class] = b.free[class][:n-1]
		b.kept -= cap(buffer)
		return buffer
	}
	return make([]byte, 0, 1<<class)
}

// put takes back what get returned, or nil.
func (b *buffers) put(buffer []byte) {
	if cap(buffer) == 0 {
		return
	}
	class := classOf(cap(buffer))
	if class > maxClass {
		return
	}
	b.used -= cap(buffer)
	b.kept += cap(buffer)
	b.free[class] = append(b.free[class], buffer[:0])
}

// grow appends bytes to a buffer, or to a larger one in its place.
func (b *buffers) grow(buffer, data []byte) []byte {
	if need := len(buffer) + len(data); need > cap(buffer) {
		larger := append(b.get(need), buffer...)
		b.put(buffer)
		buffer = larger
	}
	return append(buffer, data...)
}

// swept ends a sweep: what was not needed for some of them, the garbage collector gets,
// the largest first.
func (b *buffers) swept() {
	b.limit = max(b.peak, b.limit-b.limit/32)
	b.peak = b.used
	for class := maxClass; class >= minClass && b.used+b.kept > b.limit+spare; class-- {
		for n := len(b.free[class]); n > 0 && b.used+b.kept > b.limit+spare; n-- {
			b.free[class][n-1] = nil
			b.free[class] = b.free[class][:n-1]
			b.kept -= 1 << class
		}
	}
}
