package top

import (
	"fmt"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// The columns of a table of pairs.
const (
	pairMessagesTo = iota
	pairBytesTo
	pairMessagesBack
	pairBytesBack
	pairLast
	pairType
	pairA
	pairB
	pairSocket
	pairColumns
)

var pairTitles = [pairColumns]string{"MSG/S>", "B/S>", "<MSG/S", "<B/S", "LAST", "TYPE", "A", "B", "SOCKET"}

// maxPadded is the width up to which a column of a table that is not for a terminal grows
// with its contents.
const maxPadded = 40

const pairNumbers = pairLast + 1 // columns of numbers, which come first

// summary is the line above a table of pairs: when, and all pairs together.
func summary(i *Interval) string {
	active := 0
	for _, p := range i.Pairs {
		if !p.Idle() {
			active++
		}
	}
	total := i.Total()
	return fmt.Sprintf("%s  %s msg/s  %s B/s  %d of %d pairs active", i.End.Local().Format("15:04:05"),
		rate(i.perSecond(total.Messages)), rate(i.perSecond(total.Bytes)), active, len(i.Pairs))
}

// table returns a line of titles and one for each pair. A terminal of that width
// shows each as one line; with 0 they are as long as they get. Rates are per second;
// > is from A to B.
func table(i *Interval, pairs []*Pair, width int) []string {
	rows := [][pairColumns]string{pairTitles}
	for _, p := range pairs {
		rows = append(rows, i.row(p))
	}
	var widths [pairColumns]int
	for _, row := range rows {
		for c, cell := range row {
			widths[c] = max(widths[c], format.Width(cell))
		}
	}
	gap := 2
	if width > 0 {
		gap = fit(&widths, width)
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		var b strings.Builder
		for c, cell := range row {
			if c > 0 {
				b.WriteString(strings.Repeat(" ", gap))
			}
			room := widths[c]
			if width > 0 {
				cell = format.Cut(cell, room)
			}
			switch {
			case c == pairColumns-1:
				room = 0 // no spaces at the end of the line
			case width == 0:
				room = min(room, maxPadded)
			}
			b.WriteString(padded(cell, room, c < pairNumbers))
		}
		lines[n] = b.String()
		if width > 0 {
			lines[n] = format.Cut(lines[n], width) // where not even the numbers have room
		}
	}
	return lines
}

// fit makes a table fit a width, and returns the gap between two columns: it takes away
// first from the gaps, then from processes and names. Names may have half of what the
// numbers leave.
func fit(widths *[pairColumns]int, width int) (gap int) {
	rest := width
	for _, w := range widths {
		rest -= w
	}
	if rest >= 2*(pairColumns-1) {
		return 2
	}
	rest += widths[pairA] + widths[pairB] + widths[pairSocket]
	rest = max(rest-(pairColumns-1), 0)
	a, b, socket := &widths[pairA], &widths[pairB], &widths[pairSocket]
	processes := rest - min(*socket, rest/2)
	if *a+*b > processes {
		*a = min(*a, max(processes/2, processes-*b))
		*b = min(*b, processes-*a)
	}
	*socket = min(*socket, rest-*a-*b)
	return 1
}

// row is the cells of a pair.
func (i *Interval) row(p *Pair) [pairColumns]string {
	socket := "(unnamed)"
	if name := p.Name(); name != "" {
		socket = string(format.AppendPath(name.Append(nil), p.Path()))
	}
	return [pairColumns]string{
		rate(i.perSecond(p.AtoB.Messages)), rate(i.perSecond(p.AtoB.Bytes)),
		rate(i.perSecond(p.BtoA.Messages)), rate(i.perSecond(p.BtoA.Bytes)),
		age(i.End.Sub(p.Last)), p.Type.String(), p.A.String(), p.B.String(), socket,
	}
}

// padded is s with spaces up to the width, in front of it if it is a number.
func padded(s string, width int, number bool) string {
	space := strings.Repeat(" ", max(width-format.Width(s), 0))
	if number {
		return space + s
	}
	return s + space
}

// rate writes a number in at most five characters: 0, 0.25, 12.5, 850, 1.2K, 340M. K is
// a thousand.
func rate(n float64) string {
	const units = " KMGTPE"
	unit := 0
	for n >= 999.5 && unit < len(units)-1 {
		n /= 1000
		unit++
	}
	suffix := strings.TrimSpace(units[unit : unit+1])
	switch {
	case n == 0:
		return "0"
	case n >= 99.95 || n >= 9.95 && suffix != "":
		return fmt.Sprintf("%.0f%s", n, suffix)
	case n >= 9.995 || suffix != "":
		return fmt.Sprintf("%.1f%s", n, suffix)
	case n < 0.01:
		return "<0.01"
	}
	return fmt.Sprintf("%.2f", n)
}

// age writes how long ago something was.
func age(d time.Duration) string {
	const day = 24 * time.Hour
	switch {
	case d < 0:
		return "0.0s" // the clock was set
	case d < 10*time.Second:
		return fmt.Sprintf("%.1fs", d.Truncate(100*time.Millisecond).Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%ds", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%dm", d/time.Minute)
	case d < day:
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dd", d/day)
}
