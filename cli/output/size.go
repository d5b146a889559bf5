package output

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// size is the value of a flag that says how many bytes: 1000, 64K, 16M or 1G.
type size int64

var sizeUnits = []struct {
	letter string
	bytes  int64
}{{"G", 1 << 30}, {"M", 1 << 20}, {"K", 1 << 10}}

// Set reads a size.
func (s *size) Set(text string) error {
	unit, digits := int64(1), text
	for _, u := range sizeUnits {
		if number, ok := strings.CutSuffix(strings.ToUpper(text), u.letter); ok {
			unit, digits = u.bytes, number
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n <= 0 || n > 1<<50/unit {
		return errors.New("want a number of bytes, such as 65536, 64K, 16M or 1G")
	}
	*s = size(n * unit)
	return nil
}

// String is the size in the largest unit that it is a multiple of, "" of none.
func (s *size) String() string {
	if *s == 0 {
		return ""
	}
	for _, u := range sizeUnits {
		if int64(*s)%u.bytes == 0 {
			return fmt.Sprintf("%d%s", int64(*s)/u.bytes, u.letter)
		}
	}
	return strconv.FormatInt(int64(*s), 10)
}

// Type is empty, as the help names the argument in backquotes.
func (s *size) Type() string { return "" }
