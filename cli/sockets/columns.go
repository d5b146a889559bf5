package sockets

import (
	"bufio"
	"cmp"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// The columns of a list of sockets.
const (
	columnType = iota
	columnState
	columnInode
	columnQueue
	columnUID
	columnName
	columnOwner
	columnPeer
	columnPeerOwner
	columns
)

var (
	columnTitles = [columns]string{"TYPE", "STATE", "INODE", "QUEUE", "UID", "NAME", "OWNER", "PEER", "PEER'S OWNER"}
	numeric      = [columns]bool{columnInode: true, columnQueue: true, columnUID: true, columnPeer: true}
)

// maxPadded is the width up to which a column grows with its contents. Longer ones
// push aside what follows, in their line only.
const maxPadded = 40

// WriteColumns writes a line for each socket, in columns below a header. A dash is
// nothing, a question mark is unknown.
func WriteColumns(w io.Writer, sockets []*Listed) error {
	var (
		header, row line
		widths      [columns]int
	)
	for _, title := range columnTitles {
		header.end(append(header.text, title...))
	}
	header.widen(&widths)
	// Every line is put together twice, as it takes longer to keep thousands.
	for _, s := range sockets {
		row.set(s)
		row.widen(&widths)
	}
	out := bufio.NewWriter(w)
	header.write(out, &widths)
	for _, s := range sockets {
		row.set(s)
		row.write(out, &widths)
	}
	return out.Flush() // tells of any earlier error, too
}

// line is the cells of a line, one behind the other, and where they end.
type line struct {
	text []byte
	ends []int
}

// end completes a cell, whose contents were appended to the text.
func (l *line) end(text []byte) {
	l.text = text
	l.ends = append(l.ends, len(text))
}

// set replaces the cells with those of a socket, in the order of the columns.
func (l *line) set(s *Listed) {
	l.text, l.ends = l.text[:0], l.ends[:0]
	l.end(append(l.text, s.Type.String()...))
	l.end(append(l.text, s.State.String()...))
	l.end(appendNumber(l.text, int64(s.Inode)))
	queue := appendNumber(l.text, s.RecvQueue)
	if s.State == proc.Listening && s.RecvQueue >= 0 {
		queue = appendNumber(append(queue, '/'), s.SendQueue)
	}
	l.end(queue)
	l.end(appendNumber(l.text, int64(s.UID)))
	l.end(format.AppendPath(append(l.text, cmp.Or(s.Name.String(), "-")...), s.Path))
	l.end(appendOwners(l.text, s.Owners))
	if s.Peer.Inode == 0 {
		l.end(append(l.text, '-'))
		l.end(append(l.text, '-'))
		return
	}
	l.end(appendNumber(l.text, int64(s.Peer.Inode)))
	l.end(appendOwners(l.text, s.Peer.Owners))
}

// appendNumber shows a negative one as unknown.
func appendNumber(b []byte, n int64) []byte {
	if n < 0 {
		return append(b, '?')
	}
	return strconv.AppendInt(b, n, 10)
}

// appendOwners names processes, those that run the same command together:
// systemd[1],nginx[812,813].
func appendOwners(b []byte, owners []Owner) []byte {
	if len(owners) == 0 {
		return append(b, '?')
	}
	for i, o := range owners {
		switch {
		case i > 0 && o.Comm == owners[i-1].Comm:
			b = append(b, ',')
		case i > 0:
			b = append(b, "],"...)
			fallthrough
		default:
			b = append(b, cmp.Or(format.Escape(o.Comm), "?")...)
			b = append(b, '[')
		}
		b = strconv.AppendInt(b, int64(o.Pid), 10)
	}
	return append(b, ']')
}

// cell is the contents of a column.
func (l *line) cell(column int) []byte {
	start := 0
	if column > 0 {
		start = l.ends[column-1]
	}
	return l.text[start:l.ends[column]]
}

// widen makes room for the cells.
func (l *line) widen(widths *[columns]int) {
	for i := range columns {
		widths[i] = max(widths[i], min(utf8.RuneCount(l.cell(i)), maxPadded))
	}
}

func (l *line) write(w *bufio.Writer, widths *[columns]int) {
	for i := range columns {
		cell := l.cell(i)
		padding := max(widths[i]-utf8.RuneCount(cell), 0)
		if i == columns-1 {
			padding = 0 // no spaces at the end of the line
		}
		if i > 0 {
			w.WriteString("  ")
		}
		if numeric[i] {
			pad(w, padding)
			padding = 0
		}
		w.Write(cell)
		pad(w, padding)
	}
	w.WriteByte('\n')
}

func pad(w *bufio.Writer, n int) {
	for range n {
		w.WriteByte(' ')
	}
}
