package top

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// plain writes the pairs of each interval that sent anything, without any control
// sequence.
func plain(ctx context.Context, source Source, o Options, stdout io.Writer) error {
	v := &view{o.Order, o.Reverse, o.Rows}
	lines := newJSONWriter(stdout)
	write := func(i *Interval) error {
		if !o.JSON {
			return writeBlock(stdout, i, active(v, i), !o.Once)
		}
		i.Pairs = active(v, i)
		return lines.Write(i)
	}
	var r rates
	ticks := time.NewTicker(o.Interval)
	defer ticks.Stop()
	for first := true; ; first = false {
		reading, err := source.Read()
		if err != nil {
			return err
		}
		if i := r.next(reading); !first {
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

// active are the pairs to show that sent anything.
func active(v *view, i *Interval) []*Pair {
	return v.pick(slices.DeleteFunc(slices.Clone(i.Pairs), (*Pair).Idle))
}

// writeBlock writes a summary and a table, as wide as the terminal if it is one, and an
// empty line if more follows.
func writeBlock(stdout io.Writer, i *Interval, pairs []*Pair, more bool) error {
	w := bufio.NewWriter(stdout)
	fmt.Fprintln(w, summary(i))
	if len(pairs) > 0 {
		width, _ := size(stdout)
		for _, line := range table(i, pairs, width) {
			fmt.Fprintln(w, line)
		}
	}
	if more {
		fmt.Fprintln(w)
	}
	return w.Flush()
}
