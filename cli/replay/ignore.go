package replay

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Ignore are bytes that are not compared.
type Ignore struct {
	Message     int   // the number that a Difference gives, 0 for every message
	Offset, Len int64 // in the message
}

// ParseIgnore reads OFFSET:LEN or MESSAGE/OFFSET:LEN, numbers that are decimal or start
// with 0x.
func ParseIgnore(s string) (Ignore, error) {
	bad := errors.New("it is not OFFSET:LEN or MESSAGE/OFFSET:LEN")
	var i Ignore
	place := s
	if message, behind, ok := strings.Cut(s, "/"); ok {
		n, err := parseNumber(message)
		if err != nil || n > math.MaxInt32 {
			return i, bad
		}
		if n == 0 {
			return i, errors.New("messages are numbered from 1")
		}
		i.Message, place = int(n), behind
	}
	offset, length, ok := strings.Cut(place, ":")
	if !ok {
		return i, bad
	}
	var err error
	if i.Offset, err = parseNumber(offset); err != nil {
		return i, bad
	}
	if i.Len, err = parseNumber(length); err != nil {
		return i, bad
	}
	switch {
	case i.Len == 0:
		return i, errors.New("LEN is 0; give the number of bytes to ignore")
	case i.Len > math.MaxInt64-i.Offset:
		return i, errors.New("OFFSET and LEN go past the end of the longest message that there can be")
	}
	return i, nil
}

func parseNumber(s string) (int64, error) {
	base := 10
	if digits, ok := strings.CutPrefix(s, "0x"); ok {
		s, base = digits, 16
	}
	n, err := strconv.ParseUint(s, base, 63)
	return int64(n), err
}

// String is what ParseIgnore reads.
func (i Ignore) String() string {
	s := fmt.Sprintf("%d:%d", i.Offset, i.Len)
	if i.Message > 0 {
		s = fmt.Sprintf("%d/%s", i.Message, s)
	}
	return s
}
