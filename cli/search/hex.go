package search

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Hex is bytes in hex: "06 01 ?? ??". Two digits are a byte, ?? is any, and ? any half of
// one. White space between bytes means nothing.
func Hex(s string) (Pattern, error) {
	h := &hexPattern{typed: s}
	digits := strings.Join(strings.Fields(s), "")
	switch {
	case digits == "":
		return nil, errors.New("it is empty; it takes bytes such as '06 01 ?? ??'")
	case len(digits)%2 != 0:
		return nil, errors.New("it has half a byte; each has two digits, ?? is any")
	}
	for i := 0; i < len(digits); i += 2 {
		value, mask, err := hexPair(digits[i : i+2])
		if err != nil {
			return nil, err
		}
		h.values, h.masks = append(h.values, value), append(h.masks, mask)
	}
	h.findAnchor()
	return h, nil
}

// hexPair reads a byte, and which of its bits count.
func hexPair(pair string) (value, mask byte, err error) {
	for i := range 2 {
		value, mask = value<<4, mask<<4
		if pair[i] == '?' {
			continue
		}
		digit, err := strconv.ParseUint(pair[i:i+1], 16, 8)
		if err != nil {
			return 0, 0, fmt.Errorf("%q is no byte in hex; it takes bytes such as '06 01 ?? ??', where ?? is any", pair)
		}
		value, mask = value|byte(digit), mask|0xf
	}
	return value, mask, nil
}

// hexPattern is bytes of which some bits count.
type hexPattern struct {
	typed         string
	values, masks []byte

	anchor []byte // the longest run of which all bits count, which is looked for first
	before int    // bytes in front of it
}

func (h *hexPattern) String() string { return h.typed }

func (h *hexPattern) findAnchor() {
	start := 0
	for i := range len(h.masks) + 1 {
		if i < len(h.masks) && h.masks[i] == 0xff {
			continue
		}
		if i-start > len(h.anchor) {
			h.anchor, h.before = h.values[start:i], start
		}
		start = i + 1
	}
}

func (h *hexPattern) in(b []byte, most int) [][]int {
	var found [][]int
	for at := 0; len(found) < most; {
		at = h.next(b, at)
		if at < 0 {
			break
		}
		found = append(found, []int{at, at + len(h.values)})
		at += len(h.values)
	}
	return found
}

// next is where the pattern fits from a place on, -1 if nowhere.
func (h *hexPattern) next(b []byte, at int) int {
	for ; at+len(h.values) <= len(b); at++ {
		n := bytes.Index(b[at+h.before:], h.anchor)
		if n < 0 {
			return -1
		}
		if at += n; h.fits(b[at:]) {
			return at
		}
	}
	return -1
}

func (h *hexPattern) fits(b []byte) bool {
	if len(b) < len(h.values) {
		return false
	}
	for i, mask := range h.masks {
		if b[i]&mask != h.values[i] {
			return false
		}
	}
	return true
}
