package format

import (
	"bytes"
	"time"
)

// clock writes times. It keeps the text of the last second, as many messages share one.
type clock struct {
	layout string // of the time to the second
	zone   *time.Location

	second int64 // since 1970
	text   []byte
}

// append appends the time as layout has it, without its fraction of a second.
func (c *clock) append(b []byte, t time.Time) []byte {
	if s := t.Unix(); s != c.second || c.text == nil {
		c.second = s
		c.text = t.In(c.zone).AppendFormat(c.text[:0], c.layout)
	}
	return append(b, c.text...)
}

// appendDigits appends n in decimal, with zeros before it, in so many digits.
func appendDigits(b []byte, n, digits int) []byte {
	start := len(b)
	b = append(b, "0000000000"[:digits]...)
	for i := len(b) - 1; i >= start; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}

// appendFraction appends the fraction of a second as time.RFC3339Nano has it: without the
// zeros at its end, or not at all.
func appendFraction(b []byte, t time.Time) []byte {
	if t.Nanosecond() == 0 {
		return b
	}
	return bytes.TrimRight(appendDigits(append(b, '.'), t.Nanosecond(), 9), "0")
}
