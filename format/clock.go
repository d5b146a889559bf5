package format

import (
	"strconv"
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
		rest := n / 10
		b[i] = byte('0' + n - 10*rest)
		n = rest
	}
	return b
}

// appendNanoseconds appends the fraction of a second, in nine digits whatever it is: so
// texts of times sort as times do, and all have the same columns.
func appendNanoseconds(b []byte, t time.Time) []byte {
	return appendDigits(append(b, '.'), t.Nanosecond(), 9)
}

// appendEpoch appends the seconds since 1970, with nine digits behind the point.
func appendEpoch(b []byte, t time.Time) []byte {
	seconds, nanoseconds := t.Unix(), t.Nanosecond()
	if seconds < 0 && nanoseconds > 0 { // the fraction counts upwards before 1970, too
		seconds, nanoseconds = seconds+1, 1e9-nanoseconds
		if seconds == 0 {
			b = append(b, '-')
		}
	}
	b = append(strconv.AppendInt(b, seconds, 10), '.')
	return appendDigits(b, nanoseconds, 9)
}
