package golang

import (
	"bytes"
)

// helpers are functions that the others call: each is written if one does.
var helpers = []struct{ name, text string }{
	{"putNumber", `
// putNumber puts into b the number that tells of n: scale times it and add are n.
func putNumber(b []byte, little bool, field string, n, scale, add int) error {
	value := (n - add) / scale
	if value < 0 || value*scale+add != n || len(b) < 8 && uint64(value)>>(8*len(b)) > 0 {
		return fmt.Errorf("%s can't say %d", field, n)
	}
	for i := range b {
		if little {
			b[i] = byte(uint64(value) >> (8 * i))
		} else {
			b[len(b)-1-i] = byte(uint64(value) >> (8 * i))
		}
	}
	return nil
}
`},
	{"fits", `
// fits says if what the value tells is not the n that there are.
func fits(field string, value uint64, scale, add, n int) error {
	if value > maxValue || max(0, int(value)*scale+add) != n {
		return fmt.Errorf("%s has %d, but %d is said to give its size", field, n, value)
	}
	return nil
}
`},
	{"lastOnly", `
// lastOnly says if an element is the last one and does not say so, or the other way round.
func lastOnly(field string, said, last bool) error {
	if said != last {
		return fmt.Errorf("just the last element of %s has to end it", field)
	}
	return nil
}
`},
	{"agree", `
// agree says if what the value tells is not the n that there are.
func agree(field string, value uint64, scale, add, n int) error {
	if value > maxValue || int(value)*scale+add != n {
		return fmt.Errorf("%s is %d, but there are %d bytes", field, value, n)
	}
	return nil
}
`},
	{"measure", `
// measure is how many bytes the value gives the field at an offset, if these are there.
func measure(b []byte, at, behind int, field string, value uint64, scale, add int) (int, error) {
	if value > maxValue {
		return 0, fmt.Errorf("%d gives no length of %s", value, field)
	}
	n := max(0, int(value)*scale+add)
	return n, need(b, at, n, behind, field)
}
`},
	{"elements", `
// elements is how many elements the value gives the field.
func elements(field string, value uint64, add int) (int, error) {
	if value > maxElements || int(value)+add < 0 {
		return 0, fmt.Errorf("%d gives no number of elements of %s", value, field)
	}
	return int(value) + add, nil
}
`},
	{"find", `
// find is how many bytes the field at an offset has up to an end, and with it.
func find(b []byte, at, behind int, field string, end byte) (int, error) {
	if at > len(b)-behind {
		return 0, need(b, at, 1, behind, field)
	}
	n := bytes.IndexByte(b[at:len(b)-behind], end)
	if n < 0 {
		return 0, fmt.Errorf("nothing ends %s, which begins at offset %d", field, at)
	}
	return n + 1, nil
}
`},
	{"need", `
// need says if there are not n bytes at an offset for the field, but for those behind.
func need(b []byte, at, n, behind int, field string) error {
	if n < 0 || n > len(b)-behind-at {
		return fmt.Errorf("%d bytes are left at offset %d, where %s begins: too few", len(b)-behind-at, at, field)
	}
	return nil
}
`},
	{"number", `
// number is the number in up to 8 bytes.
func number(b []byte, little bool) uint64 {
	var n uint64
	for i := range b {
		if little {
			n = n<<8 | uint64(b[len(b)-1-i])
		} else {
			n = n<<8 | uint64(b[i])
		}
	}
	return n
}
`},
	{"appendUntil", `
// appendUntil appends a field and the byte that ends it.
func appendUntil(b []byte, field string, data []byte, end byte) ([]byte, error) {
	if bytes.IndexByte(data, end) >= 0 {
		return nil, fmt.Errorf("%s has the byte %#02x, which would end it", field, end)
	}
	return append(append(b, data...), end), nil
}
`},
	{"appendPadding", `
// appendPadding appends n bytes: the data if that are so many, else zeros.
func appendPadding(b []byte, n int, data []byte) []byte {
	if len(data) != n {
		data = make([]byte, n)
	}
	return append(b, data...)
}
`},
	{"unlessZero", `
// unlessZero is a copy of b, nil if that are zeros.
func unlessZero(b []byte) []byte {
	for _, c := range b {
		if c != 0 {
			return bytes.Clone(b)
		}
	}
	return nil
}
`},
	{"zeroIf", `
// zeroIf is the value, or 0 if it is the one that stands for nothing.
func zeroIf(nothing, value uint64) uint64 {
	if value == nothing {
		return 0
	}
	return value
}
`},
	{"onlyIf", `
// onlyIf is the value if it is true, or not, that what was asked is among these, else 0.
func onlyIf(is bool, value, asked uint64, these []uint64) uint64 {
	among := false
	for _, v := range these {
		among = among || v == asked
	}
	if among != is {
		return 0
	}
	return value
}
`},
	{"maxValue", `
// maxValue bounds what is taken for a length.
const maxValue = 1 << 30
`},
	{"maxElements", `
// maxElements bounds what is taken for a number of elements.
const maxElements = 1 << 16
`},
}

// helpers writes those that are used.
func (s *source) helpers() {
	for _, h := range helpers {
		if calls(s.Bytes(), h.name) {
			s.WriteString(h.text)
		}
	}
}

// calls reports whether code has the text, as a word, outside of comments.
func calls(body []byte, text string) bool {
	for line := range bytes.Lines(body) {
		statement, _, _ := bytes.Cut(line, []byte("// "))
		for {
			i := bytes.Index(statement, []byte(text))
			if i < 0 {
				break
			}
			end := i + len(text)
			if (i == 0 || !isWord(statement[i-1])) && (end == len(statement) || !isWord(statement[end]) || text[len(text)-1] == '.') {
				return true
			}
			statement = statement[end:]
		}
	}
	return false
}

func isWord(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}
