package packets

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// A comment is made of words:
//
//	unix stream /run/x.sock curl[1300/1300] uid=1000 -> nginx[812] uid=33 ino=43010>43011 len=74
//
// type of socket, name, sender, receiver; then whatever else there is to say of the
// message, as KEY=VALUE. Words are apart by single spaces; in names a space and what
// the grammar uses are written \xNN.
const (
	wordUnix      = "unix"
	wordContinued = "continued"
	wordTo        = "->"
	nothing       = "-" // instead of a name
	nobody        = "?"
)

// place says which bytes of its message a packet holds.
type place struct {
	offset    int64 // of the first byte
	part, all int   // the packet is that one of so many, from 1 on
}

// described are the processes of a message that its first packet describes, nil for those
// that another one did before.
type described struct{ from, to *format.Process }

// appendEnds appends how the comment of a message begins, up to the numbers of its sockets.
func appendEnds(b []byte, m *format.Message) []byte {
	b = append(append(b, wordUnix+" "...), m.Type.String()...)
	b = appendEnd(appendName(append(b, ' '), m.SocketName()), &m.From)
	b = appendEnd(append(b, " "+wordTo...), &m.To)
	return appendPair(b, " ino=", m.From.Inode, m.To.Inode)
}

// appendNames appends what else it says of both ends.
func appendNames(b []byte, m *format.Message) []byte {
	if m.From.Name != "" {
		b = append(appendName(append(b, " names="...), m.From.Name), '>')
		b = appendName(b, m.To.Name)
	}
	if m.From.Path+m.To.Path != "" {
		b = append(appendName(append(b, " paths="...), format.Name(m.From.Path)), '>')
		b = appendName(b, format.Name(m.To.Path))
	}
	if m.From.Cgroup|m.To.Cgroup != 0 {
		b = appendPair(b, " cgroup=", m.From.Cgroup, m.To.Cgroup)
	}
	return b
}

// appendComment appends the comment of a message's packet, of which appendEnds and appendNames
// made two parts.
func appendComment(b []byte, m *format.Message, ends, names []byte, p place, d described) []byte {
	start := len(b)
	if p.part > 1 {
		return p.append(append(b, wordUnix+" "+wordContinued...))
	}
	b = append(b, ends...)
	b = strconv.AppendInt(append(b, " len="...), m.Len, 10)
	b = append(appendEvent(b, m.Event), names...)
	if d.from != nil {
		b = appendProcess(append(b, " from="...), d.from)
	}
	if d.to != nil {
		b = appendProcess(append(b, " to="...), d.to)
	}
	if m.Client != 0 {
		b = strconv.AppendUint(append(b, " client="...), m.Client, 10)
	}
	if m.Flags != 0 {
		b = strconv.AppendUint(append(b, " flags=0x"...), uint64(m.Flags), 16)
	}
	if c := m.Cred; c != nil {
		b = fmt.Appendf(b, " cred=%d:%d:%d", c.Pid, c.UID, c.GID)
	}
	b = appendCount(b, " offset=", m.Offset)
	b = appendMark(b, " more=1", m.More)
	b = appendCount(b, " unreadable=", m.Unreadable)
	b = appendCount(b, " dropped=", m.Dropped)
	b = appendMark(b, " late=1", m.Late)
	b = p.append(b)
	// Last, as only they may be too many for one comment.
	files, left := filesWord(m.Files, min(maxFiles, maxComment-(len(b)-start)))
	if files != "" {
		b = append(append(b, " fds="...), files...)
	}
	return appendCount(b, " morefds=", int64(left))
}

func (p place) append(b []byte) []byte {
	b = appendCount(b, " at=", p.offset)
	if p.all > 1 {
		b = strconv.AppendInt(append(b, " part="...), int64(p.part), 10)
		b = strconv.AppendInt(append(b, '/'), int64(p.all), 10)
	}
	return b
}

func appendEnd(b []byte, e *format.End) []byte {
	b = append(b, ' ')
	if e.Comm == "" && e.Pid == 0 && e.Tid == 0 {
		b = append(b, nobody...)
	} else {
		b = append(appendWord(b, e.Comm), '[')
		b = strconv.AppendInt(b, int64(e.Pid), 10)
		b = append(appendCount(b, "/", int64(e.Tid)), ']')
	}
	if e.UID >= 0 {
		b = strconv.AppendInt(append(b, " uid="...), int64(e.UID), 10)
	}
	return b
}

func appendPair(b []byte, key string, from, to uint64) []byte {
	b = strconv.AppendUint(append(b, key...), from, 10)
	return strconv.AppendUint(append(b, '>'), to, 10)
}

// appendCount appends a number that goes without saying if it is 0.
func appendCount(b []byte, key string, n int64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(append(b, key...), n, 10)
}

func appendMark(b []byte, word string, say bool) []byte {
	if say {
		b = append(b, word...)
	}
	return b
}

// appendWord appends a text as a word or a part of one.
func appendWord(b []byte, s string) []byte {
	start := len(b)
	return unreserved(append(b, format.Escape(s)...), start)
}

// appendName appends a name as people type it, as a word.
func appendName(b []byte, n format.Name) []byte {
	switch n {
	case "":
		return append(b, nothing...)
	case nothing:
		return append(b, `\x2d`...)
	}
	start := len(b)
	return unreserved(n.Append(b), start)
}

// reserved are the characters of the grammar.
var reserved = [256]bool{' ': true, ',': true, ':': true, '<': true, '>': true, '[': true, ']': true}

func isReserved(c byte) bool { return reserved[c] }

// unreserved writes what the grammar uses as \xNN in the text from start on, which is
// escaped otherwise.
func unreserved(b []byte, start int) []byte {
	if !slices.ContainsFunc(b[start:], isReserved) {
		return b
	}
	text := string(b[start:])
	b = b[:start]
	for i := range len(text) {
		if c := text[i]; isReserved(c) {
			b = fmt.Appendf(b, `\x%02x`, c)
		} else {
			b = append(b, c)
		}
	}
	return b
}

const (
	// maxFiles is how many bytes of a comment tell of descriptors: all else that one says is
	// far shorter than the rest of its 65,535, but for paths.
	maxFiles   = 60_000
	maxComment = 65_000
)

// filesWord are the descriptors, but for those left that find no room.
func filesWord(files []format.File, limit int) (list string, left int) {
	var b strings.Builder
	for i, f := range files {
		item := fmt.Sprintf("%d:%s:%d:%s", f.Descriptor, f.Kind, f.Inode, appendWord(nil, f.Name))
		if b.Len()+1+len(item) > limit {
			return b.String(), len(files) - i
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(item)
	}
	return b.String(), 0
}
