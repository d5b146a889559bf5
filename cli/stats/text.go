package stats

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// name is what a row is of, as people see it.
func (r *Row) name() string {
	switch {
	case r.Others:
		return "(others)"
	case r.Role == Client:
		return r.Client.String()
	case r.Role == Server:
		return r.Server.String()
	case r.Socket == "":
		return "(unnamed)"
	}
	return string(format.AppendPath([]byte(r.Socket.String()), r.Path))
}

// column is one of a table.
type column struct {
	title  string
	number bool // it is at the right
	cell   func(*Row) string
}

// columns are those of a table of rows.
func columns(by By, rows []*Row) []column {
	number := func(title string, of func(*Row) uint64) column {
		return column{title, true, func(r *Row) string { return amount(of(r)) }}
	}
	percentile := func(title string, percent int) column {
		return column{title, true, func(r *Row) string { return r.took(r.Latency.Percentile(percent)) }}
	}
	list := []column{
		number("MSGS>", func(r *Row) uint64 { return r.FromClient.Messages }),
		number("BYTES>", func(r *Row) uint64 { return r.FromClient.Bytes }),
		number("<MSGS", func(r *Row) uint64 { return r.FromServer.Messages }),
		number("<BYTES", func(r *Row) uint64 { return r.FromServer.Bytes }),
		{"DURATION", true, func(r *Row) string { return duration(r.Duration()) }},
		number("ANSWERS", func(r *Row) uint64 { return r.Latency.Count }),
		percentile("P50", 50), percentile("P90", 90), percentile("P99", 99),
		{"MAX", true, func(r *Row) string { return r.took(r.Latency.Max) }},
	}
	happened := func(is func(*Events) bool, more ...column) { // else perhaps nobody looked
		if slices.ContainsFunc(rows, func(r *Row) bool { return is(&r.Events) }) {
			list = append(list, more...)
		}
	}
	happened((*Events).ofConnections, number("CONNECTS", func(r *Row) uint64 { return r.Events.Connects }))
	happened((*Events).any, number("FAILED", func(r *Row) uint64 { return r.Events.Failed }))
	happened((*Events).refused, number("REFUSED", func(r *Row) uint64 { return r.Events.Refused }))
	happened((*Events).ofConnections,
		number("CLOSED>", func(r *Row) uint64 { return r.Events.ClientFirst }),
		number("<CLOSED", func(r *Row) uint64 { return r.Events.ServerFirst }))
	if by != ByConversation {
		list = append([]column{number("CONVERSATIONS", func(r *Row) uint64 { return uint64(r.Conversations) })}, list...)
	}
	if first, last := span(latencies(rows)); first <= last {
		title := fmt.Sprintf("%s-%s", duration(bound(first)), duration(bound(last+1)))
		list = append(list, column{title, false, func(r *Row) string { return bars(r.Latency.histogram(first, last)) }})
	}
	typ := column{"TYPE", false, func(r *Row) string {
		if r.Others {
			return "-"
		}
		return r.Type.String()
	}}
	name := column{"SOCKET", false, (*Row).name}
	switch by {
	case ByProcess:
		name.title = "PROCESS"
		typ = column{"AS", false, func(r *Row) string { return cmp.Or(string(r.Role), "-") }}
	case ByConversation:
		end := func(title string, of func(*Row) format.End) column {
			return column{title, false, func(r *Row) string { return of(r).String() }}
		}
		list = append(list, column{"ID", false, func(r *Row) string { return r.ID }},
			end("CLIENT", func(r *Row) format.End { return r.Client }), end("SERVER", func(r *Row) format.End { return r.Server }))
	}
	return append(list, typ, name)
}

func latencies(rows []*Row) []*Latency {
	var list []*Latency
	for _, r := range rows {
		list = append(list, &r.Latency)
	}
	return list
}

// took is a time that answers took, if there are any.
func (r *Row) took(d time.Duration) string {
	if r.Latency.Count == 0 {
		return "-"
	}
	return duration(d)
}

// writeText writes a table, what of it is left out, where nobody knows what answers what,
// and what is missing.
func writeText(w io.Writer, by By, rows []*Row, left int, losses []format.Loss) error {
	out := bufio.NewWriter(w)
	if len(rows) > 0 {
		writeTable(out, columns(by, rows), rows)
	}
	if left > 0 {
		fmt.Fprintln(out, notShown(left, by))
	}
	for _, r := range rows {
		if r.NoTurns > 0 {
			fmt.Fprintf(out, "%s: %s\n", r.title(), r.noTurns())
		}
	}
	for _, l := range losses {
		fmt.Fprintf(out, "%d %s\n", l.Count, format.Escape(l.Note))
	}
	return out.Flush()
}

// notShown tells of rows that are left out.
func notShown(n int, by By) string {
	if n == 1 {
		return fmt.Sprintf("1 more %s is not shown; -n 0 shows all", by)
	}
	plural := string(by) + "s"
	if by == ByProcess {
		plural = "processes"
	}
	return fmt.Sprintf("%d more %s are not shown; -n 0 shows all", n, plural)
}

// title is a row in one word or two.
func (r *Row) title() string {
	if r.ID != "" {
		return "conversation " + r.ID
	}
	return r.name()
}

// noTurns says where latency is not known.
func (r *Row) noTurns() string {
	switch {
	case r.Conversations == 1 && r.Latency.Count == 0:
		return fmt.Sprintf("no latency, as client and server do not take turns (%s)", r.Why)
	case r.Conversations == 1:
		return fmt.Sprintf("latency of the beginning only; then client and server do not take turns (%s)", r.Why)
	}
	return fmt.Sprintf("in %d of %d conversations client and server do not take turns, be it from some message on, and have no latency there (one of them: %s)", r.NoTurns, r.Conversations, r.Why)
}

// maxPadded is the width up to which a column grows with its contents.
const maxPadded = 40

func writeTable(out *bufio.Writer, columns []column, rows []*Row) {
	lines := make([][]string, 1, len(rows)+1)
	widths := make([]int, len(columns))
	for _, c := range columns {
		lines[0] = append(lines[0], c.title)
	}
	for _, r := range rows {
		line := make([]string, len(columns))
		for i, c := range columns {
			line[i] = c.cell(r)
		}
		lines = append(lines, line)
	}
	for _, line := range lines {
		for i, cell := range line {
			widths[i] = max(widths[i], min(format.Width(cell), maxPadded))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for i, cell := range line {
			space := strings.Repeat(" ", max(0, widths[i]-format.Width(cell)))
			if columns[i].number {
				b.WriteString(space + cell + "  ")
			} else {
				b.WriteString(cell + space + "  ")
			}
		}
		fmt.Fprintln(out, strings.TrimRight(b.String(), " "))
	}
}

// bars are a histogram in one line: the higher, the more, none where there is nothing.
func bars(histogram []Bin) string {
	var most uint64
	for _, b := range histogram {
		most = max(most, b.Count)
	}
	heights := []rune("▁▂▃▄▅▆▇█")
	var line []rune
	for _, b := range histogram {
		if b.Count == 0 {
			line = append(line, '·')
			continue
		}
		line = append(line, heights[(b.Count*uint64(len(heights))-1)/most])
	}
	return string(line)
}

// amount writes a number in at most five characters: 850, 1234, 12.3K. K is a thousand.
func amount(n uint64) string {
	if n < 10_000 {
		return fmt.Sprint(n)
	}
	const units = "KMGTPE"
	value := float64(n) / 1000
	unit := 0
	for ; value >= 999.5 && unit < len(units)-1; unit++ {
		value /= 1000
	}
	digits := 0
	if value < 99.95 {
		digits = 1
	}
	return fmt.Sprintf("%.*f%c", digits, value, units[unit])
}

// duration writes a time with three digits: 12.3ms.
func duration(d time.Duration) string {
	for _, unit := range []struct {
		is   time.Duration
		name string
	}{{time.Second, "s"}, {time.Millisecond, "ms"}, {time.Microsecond, "µs"}, {1, "ns"}} {
		if d < unit.is {
			continue
		}
		value := float64(d) / float64(unit.is)
		digits := 0
		for limit := 99.95; digits < 2 && value < limit && unit.is > 1; limit /= 10 {
			digits++
		}
		if d%unit.is == 0 && value < 1000 {
			digits = 0
		}
		return fmt.Sprintf("%.*f%s", digits, value, unit.name)
	}
	return "0s"
}
