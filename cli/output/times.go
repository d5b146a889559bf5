package output

import (
	"fmt"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

// times are the flags that say how times look in formats for reading.
type times struct {
	style     int // how often -t was given
	utc, nano bool
}

func (t *times) define(g *flags.Group) {
	g.CountVarP(&t.style, "times", "t", "no times; -tt seconds since 1970, -ttt since the line before, -tttt with the date, -ttttt since the first line")
	g.BoolVar(&t.utc, "utc", false, "times in UTC, not in local time")
	g.BoolVar(&t.nano, "nano", false, "times to the nanosecond")
}

func (t *times) check(func(string) bool) error {
	if t.style < 0 || t.style > int(format.SinceFirst) { // as --times=-1 has it
		return fmt.Errorf("-t is given %d times; five times is the time since the first line", t.style)
	}
	return nil
}

// format is how times look. Those of messages that need not be of today have their dates if
// they are not.
func (t *times) format(needNotBeOfToday bool) format.Times {
	f := format.Times{Style: format.TimeStyle(t.style), UTC: t.utc, Nano: t.nano}
	if needNotBeOfToday {
		f.Today = time.Now()
	}
	return f
}
