package top

import (
	"context"
	"io"
	"time"

	"github.com/unixsnoop/unixsnoop/probes"
)

// Source is what counts, such as a probes.Counter.
type Source interface {
	Read() (*probes.Reading, error)
}

// Options say what to show and how.
type Options struct {
	Interval time.Duration
	Once     bool // end after one interval
	JSON     bool // for programs
	Rows     int  // pairs to show at most, 0 for all or as many as fit
	Order    Order
	Reverse  bool
}

// view is what can be changed while it is shown.
type view struct {
	order   Order
	reverse bool
	rows    int
}

// pick are the pairs to show, in order.
func (v *view) pick(all []*Pair) []*Pair {
	v.order.sort(all, v.reverse)
	if v.rows > 0 && len(all) > v.rows {
		return all[:v.rows]
	}
	return all
}

// Run shows what the source counts until ctx is done, or once. On a terminal that can
// be written to anywhere it draws a screen, in which keys are read from the input.
func Run(ctx context.Context, source Source, o Options, stdin io.Reader, stdout io.Writer) error {
	if !o.Once && !o.JSON {
		if t := openTerminal(stdin, stdout); t != nil {
			return live(ctx, source, o, t)
		}
	}
	return plain(ctx, source, o, stdout)
}
