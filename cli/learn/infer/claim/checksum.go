package claim

import (
	"cmp"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/column"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// sum is a checksum: its name as people call it, its bytes, and how it is computed.
type sum struct {
	name string
	size int
	of   func(b []byte) uint64
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sums are all that are tried.
var sums = []sum{
	{"sum of bytes", 1, func(b []byte) uint64 { return uint64(byte(added(b))) }},
	{"negative sum of bytes", 1, func(b []byte) uint64 { return uint64(byte(-added(b))) }},
	{"exclusive or of bytes", 1, exclusive},
	{"CRC-8", 1, crcUp(0x07, 8, 0)},
	{"CRC-8/MAXIM", 1, crcDown(0x8c, 0, 0)},
	{"sum of bytes", 2, func(b []byte) uint64 { return uint64(uint16(added(b))) }},
	{"internet checksum", 2, internet},
	{"Fletcher-16", 2, fletcher},
	{"CRC-16/ARC", 2, crcDown(0xa001, 0, 0)},
	{"CRC-16/MODBUS", 2, crcDown(0xa001, 0xffff, 0)},
	{"CRC-16/X-25", 2, crcDown(0x8408, 0xffff, 0xffff)},
	{"CRC-16/KERMIT", 2, crcDown(0x8408, 0, 0)},
	{"CRC-16/CCITT-FALSE", 2, crcUp(0x1021, 16, 0xffff)},
	{"CRC-16/XMODEM", 2, crcUp(0x1021, 16, 0)},
	{"CRC-32", 4, func(b []byte) uint64 { return uint64(crc32.ChecksumIEEE(b)) }},
	{"CRC-32C", 4, func(b []byte) uint64 { return uint64(crc32.Checksum(b, castagnoli)) }},
	{"Adler-32", 4, func(b []byte) uint64 { return uint64(adler32.Checksum(b)) }},
	{"sum of bytes", 4, func(b []byte) uint64 { return uint64(uint32(added(b))) }},
}

func added(b []byte) (n uint64) {
	for _, c := range b {
		n += uint64(c)
	}
	return n
}

func exclusive(b []byte) (n uint64) {
	for _, c := range b {
		n ^= uint64(c)
	}
	return n
}

// internet is the checksum of IP headers: the complement of the ones' complement sum.
func internet(b []byte) uint64 {
	var n uint64
	for i := 0; i < len(b); i += 2 {
		n += uint64(b[i]) << 8
		if i+1 < len(b) {
			n += uint64(b[i+1])
		}
	}
	for n>>16 > 0 {
		n = n&0xffff + n>>16
	}
	return ^n & 0xffff
}

func fletcher(b []byte) uint64 {
	var low, high uint64
	for _, c := range b { // of so many bytes as are summed, neither is too great
		low += uint64(c)
		high += low
	}
	return high%255<<8 | low%255
}

// crcUp is a CRC whose bits come from the upper end of bytes, of 8 or 16 bits.
func crcUp(poly uint16, width int, start uint16) func([]byte) uint64 {
	poly <<= 16 - width // at the upper end of 16 bits, so that one loop does for both widths
	start <<= 16 - width
	var table [256]uint16
	for i := range table {
		n := uint16(i) << 8
		for range 8 {
			if n>>15 == 1 {
				n = n<<1 ^ poly
			} else {
				n <<= 1
			}
		}
		table[i] = n
	}
	return func(b []byte) uint64 {
		n := start
		for _, c := range b {
			n = n<<8 ^ table[byte(n>>8)^c]
		}
		return uint64(n >> (16 - width))
	}
}

// crcDown is a CRC whose bits come from the lower end of bytes.
func crcDown(poly, start, end uint16) func([]byte) uint64 {
	var table [256]uint16
	for i := range table {
		n := uint16(i)
		for range 8 {
			if n&1 == 1 {
				n = n>>1 ^ poly
			} else {
				n >>= 1
			}
		}
		table[i] = n
	}
	return func(b []byte) uint64 {
		n := start
		for _, c := range b {
			n = n>>8 ^ table[byte(n)^c]
		}
		return uint64(n ^ end)
	}
}

// The bounds of the search for checksums.
const (
	summedRows  = 24      // frames
	summedBytes = 1 << 14 // of a frame
	summedAt    = 48      // up to which offset a checksum is looked for
)

// Checksums prove checksums by computing them: of the bytes before it, of those
// behind it, of all with zeros in its place or without it. Offsets that are negative
// count from the end of frames.
func Checksums(frames []*model.Frame) []Claim {
	var rows [][]byte
	seen := map[string]bool{}
	for _, f := range column.Sample(frames, MaxRows) {
		if len(f.Data) <= summedBytes && !seen[string(f.Data)] {
			seen[string(f.Data)] = true
			rows = append(rows, f.Data)
		}
	}
	rows = slices.Clone(column.Sample(rows, summedRows))
	slices.SortStableFunc(rows, func(a, b []byte) int { return cmp.Compare(len(a), len(b)) }) // it is refuted faster
	n := column.Shortest(rows)
	if len(rows) < 4 || n < 4 {
		return nil
	}
	var list []Claim
	for _, size := range []int{4, 2, 1} {
		before := len(list)
		for at := -size; at+size <= min(n, summedAt); at++ {
			if at < 0 && at > -size || !busy(rows, at, size) {
				continue
			}
			if c, ok := checksumAt(rows, at, size); ok {
				c.Held, c.Of = len(rows), len(rows)
				list = append(list, c)
			}
		}
		if len(list)-before > mostSums { // the bytes are made so that sums hold wherever they are looked for
			list = list[:before]
		}
	}
	return list
}

// mostSums is how many checksums of one size a frame has at most.
const mostSums = 2

// place is where an offset that may be from the end is in a row.
func place(row []byte, at int) int {
	if at < 0 {
		return len(row) + at
	}
	return at
}

// busy reports whether nearly each row has another value at an offset.
func busy(rows [][]byte, at, size int) bool {
	values := map[string]bool{}
	for _, row := range rows {
		p := place(row, at)
		values[string(row[p:p+size])] = true
	}
	return len(values)*4 >= len(rows)*3
}

// coverages are what a checksum at an offset may be of.
var coverages = []struct {
	name string
	of   func(row []byte, at, size int) []byte
}{
	{"of all bytes before it", func(row []byte, at, _ int) []byte { return row[:at] }},
	{"of all bytes behind it", func(row []byte, at, size int) []byte { return row[at+size:] }},
	{"of the frame with zeros in its place", func(row []byte, at, size int) []byte {
		b := append([]byte{}, row...)
		clear(b[at : at+size])
		return b
	}},
	{"of the bytes between the first one and it", func(row []byte, at, _ int) []byte { return row[min(1, at):at] }},
}

func checksumAt(rows [][]byte, at, size int) (Claim, bool) {
	var other Claim // in the order that is rarer
	p := place(rows[0], at)
	told := rows[0][p : p+size]
	covered := make([][]byte, len(coverages))
	for i := range coverages {
		covered[i] = coverages[i].of(rows[0], p, size)
	}
	for _, s := range sums {
		if s.size != size {
			continue
		}
		for i, covers := range coverages {
			if len(covered[i]) < 2 {
				continue
			}
			n := s.of(covered[i])
			for _, order := range []model.Order{model.Big, model.Little} {
				if n != model.Uint(told, order) || other.Size > 0 && order == model.Little || !sumHolds(rows[1:], at, size, order, s, covers.of) {
					continue
				}
				c := Claim{
					Offset: at, Size: size, Order: order, Type: model.Checksum, Sure: 0.99, Bonus: 12,
					Check:    s.name,
					Evidence: fmt.Sprintf("%s %s, computed and the same in all of %d frames", s.name, covers.name, len(rows)),
				}
				if size == 1 {
					c.Order = model.None
				}
				if order == model.Big {
					return c, true
				}
				other = c
			}
		}
	}
	return other, other.Size > 0
}

func sumHolds(rows [][]byte, at, size int, order model.Order, s sum, covered func([]byte, int, int) []byte) bool {
	for _, row := range rows {
		p := place(row, at)
		b := covered(row, p, size)
		if len(b) < 2 || s.of(b) != model.Uint(row[p:p+size], order) {
			return false
		}
	}
	return true
}
