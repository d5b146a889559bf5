package output

import "math"

// Bytes are how many of each message it takes to write what is wanted: all if 0, none if
// negative. What is behind them need not be captured.
func (o *Options) Bytes() int {
	switch {
	case len(o.Search.grep)+len(o.Search.until) > 0, o.Decode, o.Instead != nil:
		return 0 // they look at bytes before any are left out
	case o.Save.Path == "" && o.Format == "header" && o.Snaplen == 0:
		return -1
	}
	return int(min(o.Snaplen, math.MaxInt32))
}
