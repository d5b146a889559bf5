package output

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Progress shows on a terminal how far the reading of files is, in a line that it writes over
// again and takes away in the end. A nil one shows nothing.
type Progress struct {
	w        io.Writer
	now      func() time.Time
	messages uint64
	next     time.Time // when to show it next
	shown    int       // characters in the line
}

// NewProgress returns one that begins to show in a second: what is read by then needs none.
func NewProgress(w io.Writer) *Progress {
	return &Progress{w: w, now: time.Now, next: time.Now().Add(time.Second)}
}

// report counts a message, and from time to time shows how many bytes were read of how many.
func (p *Progress) report(position func() (read, all int64)) {
	const often = 64 // messages: the clock is asked no more often
	if p == nil {
		return
	}
	p.messages++
	if p.messages%often != 0 {
		return
	}
	now := p.now()
	if now.Before(p.next) {
		return
	}
	p.next = now.Add(time.Second)
	read, all := position()
	line := fmt.Sprintf("%d MB, %s", read/1e6, Messages(p.messages))
	if all > 0 {
		line = fmt.Sprintf("%3d%% of %d MB, %s", 100*read/max(all, read), all/1e6, Messages(p.messages))
	}
	p.show(line)
}

func (p *Progress) show(line string) {
	// What can't be written is missed by nobody.
	_, _ = fmt.Fprintf(p.w, "\r%s%s", line, strings.Repeat(" ", max(0, p.shown-len(line))))
	p.shown = len(line)
}

// End takes the line away.
func (p *Progress) End() {
	if p != nil && p.shown > 0 {
		_, _ = fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.shown))
		p.shown = 0
	}
}
