package pcapng

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"time"
)

// Resolutions of time as interfaces state them: a power of ten, or of two with the
// highest bit set.
const (
	microseconds = 6 // when an interface states none
	nanoseconds  = 9
	powerOfTwo   = 0x80
)

// appendTime appends t in nanoseconds since 1970, high half first.
func appendTime(b []byte, t time.Time) ([]byte, error) {
	seconds := t.Unix()
	if seconds < 0 || seconds >= math.MaxUint64/1_000_000_000 {
		return b, fmt.Errorf("pcapng: time %v is not between 1970 and 2554", t)
	}
	ticks := uint64(seconds)*1e9 + uint64(t.Nanosecond())
	b = binary.NativeEndian.AppendUint32(b, uint32(ticks>>32))
	return binary.NativeEndian.AppendUint32(b, uint32(ticks)), nil
}

// clock says how to read the times of an interface.
type clock struct {
	excess uint64 // divides ticks too fine for rate to fit 64 bits
	rate   uint64 // ticks in a second, then
	offset int64  // seconds to add
}

func newClock(resolution byte, offset int64) clock {
	base, exponent, limit := uint64(10), int(resolution), 19
	if resolution&powerOfTwo != 0 {
		base, exponent, limit = 2, int(resolution&^powerOfTwo), 63
	}
	return clock{
		excess: power(base, max(exponent-limit, 0)),
		rate:   power(base, min(exponent, limit)),
		offset: offset,
	}
}

// power returns base to the power of exponent, or the highest number if that is higher.
func power(base uint64, exponent int) uint64 {
	result := uint64(1)
	for range exponent {
		over, product := bits.Mul64(result, base)
		if over != 0 {
			return math.MaxUint64
		}
		result = product
	}
	return result
}

var errTime = errors.New("time is not between the years 1 and 9999")

// Seconds since 1970 at the beginning of the years 1 and 10000.
var (
	firstSecond = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	endSecond   = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
)

// time returns the time that is ticks after 1970, fractions of nanoseconds cut off.
func (c clock) time(ticks uint64) (time.Time, error) {
	ticks /= c.excess
	seconds, rest := ticks/c.rate, ticks%c.rate
	// rest is below rate, so the quotient is below 1e9.
	high, low := bits.Mul64(rest, 1e9)
	nanos, _ := bits.Div64(high, low, c.rate)

	if seconds > math.MaxInt64 {
		return time.Time{}, errTime
	}
	total := int64(seconds) + c.offset
	overflowed := c.offset > 0 && total < c.offset
	if overflowed || total < firstSecond || total >= endSecond {
		return time.Time{}, errTime
	}
	return time.Unix(total, int64(nanos)).UTC(), nil
}
