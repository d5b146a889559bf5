package top

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// live draws a screen until ctx is done or somebody quits. Whatever the reason that it
// ends or pauses, the terminal is as it was then.
func live(ctx context.Context, source Source, o Options, t *tty) error {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, unix.SIGWINCH, unix.SIGTSTP, unix.SIGCONT)
	defer signal.Stop(signals)

	var r rates
	reading, err := source.Read()
	if err != nil {
		return err
	}
	now := r.next(reading)

	defer t.leave()
	if err := t.enter(); err != nil {
		return fmt.Errorf("taking over the terminal: %w", err)
	}
	done := make(chan struct{})
	defer close(done)
	keys := make(chan byte)
	go readKeys(t.in, keys, done)

	v := &view{o.Order, o.Reverse, o.Rows}
	ticks := time.NewTicker(o.Interval)
	defer ticks.Stop()
	for {
		width, height := size(t.out)
		if width <= 0 || height <= 0 {
			width, height = defaultWidth, defaultHeight
		}
		if err := t.draw(screen(now, *v, width, height), height); err != nil {
			return fmt.Errorf("writing the output: %w", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticks.C:
			if reading, err = source.Read(); err != nil {
				return err
			}
			now = r.next(reading)
		case key, ok := <-keys:
			if !ok {
				return nil // the terminal has gone
			}
			if v.press(key) {
				return nil
			}
		case s := <-signals:
			switch s {
			case unix.SIGTSTP:
				t.leave()
				stopSelf()
				fallthrough
			case unix.SIGCONT: // a shell may have changed the terminal's state
				if err := t.enter(); err != nil {
					return fmt.Errorf("taking over the terminal: %w", err)
				}
			}
		}
	}
}

// line is one of a screen.
type line struct {
	text  string
	title bool
}

// Where the size of a terminal is not known, it is this.
const (
	defaultWidth  = 80
	defaultHeight = 24
)

// screen are the lines of a screen, at most as many as its height.
func screen(i *Interval, v view, width, height int) []line {
	order := string(v.order)
	if v.reverse {
		order += ", reversed"
	}
	lines := []line{
		{text: fmt.Sprintf("%s  by %s", summary(i), order)},
		{text: keysHelp},
	}
	for _, l := range i.Losses {
		lines = append(lines, line{text: fmt.Sprintf("%d %s", l.Count, l.Note)})
	}
	for n := range lines {
		lines[n].text = format.Cut(lines[n].text, width)
	}
	room := max(height-len(lines)-1, 0)
	if v.rows == 0 || v.rows > room {
		v.rows = room
	}
	var pairs []*Pair
	if v.rows > 0 {
		pairs = v.pick(i.Pairs)
	}
	for n, text := range table(i, pairs, width) {
		lines = append(lines, line{text, n == 0})
	}
	return lines[:min(len(lines), height)]
}

// draw replaces what a terminal of that height shows, in one write, so that it does not
// flicker. It clears in front of what it writes: behind a line that ends at the edge,
// the cursor is on its last character.
func (t *tty) draw(lines []line, height int) error {
	var b strings.Builder
	b.WriteString(goHome)
	for n, l := range lines {
		if n > 0 {
			b.WriteString("\r\n")
		}
		if l.title {
			b.WriteString(reversed + clearLine + l.text + upright)
		} else {
			b.WriteString(clearLine + l.text)
		}
	}
	if len(lines) < height {
		b.WriteString("\r\n" + clearBelow)
	}
	_, err := t.out.WriteString(b.String())
	return err
}
