package top

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// plain writes the pairs of each interval that sent anything, without any control
// sequence.
func plain(ctx context.Context, source Source, o Options, stdout io.Writer) error {
	write := writeBlock(o, stdout)
	if o.JSON {
		write = format.NewPairsJSON(stdout).Write
	}
	v := &view{o.Order, o.Reverse, o.Rows}
	var r rates
	ticks := time.NewTicker(o.Interval)
	defer ticks.Stop()
	for first := true; ; first = false {
		reading, err := source.Read()
		if err != nil {
			return err
		}
		if i := r.next(reading); !first {
			i.Pairs = slices.DeleteFunc(i.Pairs, (*format.Pair).Idle)
			if o.JSON {
				i.Pairs = v.pick(i.Pairs)
			}
			if err := write(i); err != nil {
				return fmt.Errorf("writing the output: %w", err)
			}
			if o.Once {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
		}
	}
}

// writeBlock writes a summary, a table and an empty line, as wide as the terminal if it
// is one.
func writeBlock(o Options, stdout io.Writer) func(*format.Interval) error {
	v := &view{o.Order, o.Reverse, o.Rows}
	return func(i *format.Interval) error {
		w := bufio.NewWriter(stdout)
		fmt.Fprintln(w, format.PairSummary(i))
		if pairs := v.pick(i.Pairs); len(pairs) > 0 {
			width, _ := size(stdout)
			for _, line := range format.PairTable(i, pairs, width) {
				fmt.Fprintln(w, line)
			}
		}
		if !o.Once {
			fmt.Fprintln(w)
		}
		return w.Flush()
	}
}
