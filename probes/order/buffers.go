package order

import "math/bits"

// buffers hold what was captured until it is let go: each the bytes of one record, so that
// they are copied once, and that what is held of a send is what arrived of it. Then they
// are used again. Their capacities are powers of two, less than twice what they hold.
type buffers struct {
	used int                    // bytes of those that are in use
	kept int                    // bytes in free
	free [maxClass + 1][][]byte // for use again, by the exponent of their capacity
}

const (
	minClass = 6  // smaller ones are not worth while
	maxClass = 16 // no record has more: perf counts its bytes in 16 bits

	// maxKept bounds what is kept for use again. What a sweep brought is let go at the end
	// of the next, all at once, and is needed for the one after: rings of the default size,
	// 1 MiB, bring 4 MiB from four CPUs, for which there are less than 8 MiB here. Who has
	// more of them costs the garbage collector something, and not the machine its memory.
	maxKept = 8 << 20
)

func classOf(size int) int { return max(minClass, bits.Len(uint(size-1))) }

// clone returns a copy of the bytes in a buffer, nil of none.
func (b *buffers) clone(data []byte) []byte {
	if len(data) == 0 {
		return nil
	}
	return append(b.get(len(data)), data...)
}

// get returns an empty buffer with room for so many bytes, one at least.
func (b *buffers) get(size int) []byte {
	class := classOf(size)
	b.used += 1 << class
	if class <= maxClass {
		if last := len(b.free[class]) - 1; last >= 0 {
			return b.takeFree(class, last)
		}
	}
	return make([]byte, 0, 1<<class)
}

// put takes back what clone or get returned, or nil.
func (b *buffers) put(buffer []byte) {
	if cap(buffer) == 0 {
		return
	}
	b.used -= cap(buffer)
	class := classOf(cap(buffer))
	if class > maxClass {
		return
	}
	b.free[class] = append(b.free[class], buffer[:0])
	b.kept += cap(buffer)
	for b.kept > maxKept {
		class := b.mostKept()
		b.takeFree(class, len(b.free[class])-1)
	}
}

// mostKept is the class that has most bytes in free. As it gives them up first, each gets a
// share, whatever was in use before it.
func (b *buffers) mostKept() int {
	most := minClass
	for class := minClass; class <= maxClass; class++ {
		if len(b.free[class])<<class > len(b.free[most])<<most {
			most = class
		}
	}
	return most
}

// takeFree removes the last of a class from free, whose index that is.
func (b *buffers) takeFree(class, last int) []byte {
	buffer := b.free[class][last]
	b.free[class][last] = nil
	b.free[class] = b.free[class][:last]
	b.kept -= cap(buffer)
	return buffer
}
