package format

import (
	"bufio"
	"encoding/base64"
	"errors"
	"slices"
	"strconv"
)

// maxMembers is more than a message has on either side of its data, if it passes no
// descriptors and has few holes.
const maxMembers = 2048

// Write writes a message. Names and commands are escaped as for people, which loses
// nothing and is UTF-8 whatever the bytes are. What is 0 or unknown is left out mostly.
func (j *JSONLines) Write(m *Message) error {
	if err := errors.Join(j.writeProcess(&m.From), j.writeProcess(&m.To)); err != nil {
		return err
	}
	b := room(j.w, maxMembers)
	b = strconv.AppendInt(append(b, `{"v":`...), SchemaVersion, 10)
	if m.Event != nil {
		b = j.appendWhoAndWhen(append(append(append(b, `,"event":"`...), m.Event.Kind...), '"'), m)
		j.w.Write(appendMark(appendEvent(b, m.Event), `,"late":true`, m.Late))
		_, err := j.w.WriteString("}\n")
		return err
	}
	j.seq++
	b = strconv.AppendUint(append(b, `,"seq":`...), j.seq, 10)
	b = j.appendWhoAndWhen(b, m)
	b = appendCount(b, `,"flags":`, m.Flags)
	b = strconv.AppendInt(append(b, `,"len":`...), m.Len, 10)
	b = appendCount(b, `,"offset":`, m.Offset)
	b = appendMark(b, `,"more":true`, m.More)
	b = strconv.AppendInt(append(b, `,"captured":`...), m.Captured(), 10)
	j.w.Write(append(b, `,"data":"`...))
	writeBase64(j.w, m.Parts)

	b = append(room(j.w, maxMembers), '"')
	b = appendHoles(b, m.Holes())
	b = appendCount(b, `,"unreadable":`, m.Unreadable)
	b = appendCount(b, `,"dropped":`, m.Dropped)
	b = appendMark(b, `,"late":true`, m.Late)
	b = j.appendFiles(b, m.Files)
	if c := m.Cred; c != nil {
		b = strconv.AppendInt(append(b, `,"cred":{"pid":`...), int64(c.Pid), 10)
		b = strconv.AppendInt(append(b, `,"uid":`...), int64(c.UID), 10)
		b = strconv.AppendInt(append(b, `,"gid":`...), int64(c.GID), 10)
		b = append(b, '}')
	}
	b = appendMatches(b, m.Matches)
	j.w.Write(b)
	j.writeDecoded(m.Decoded)
	_, err := j.w.WriteString("}\n")
	return err
}

// appendWhoAndWhen appends what messages and events have.
func (j *JSONLines) appendWhoAndWhen(b []byte, m *Message) []byte {
	b = j.clock.append(append(b, `,"time":"`...), m.Time)
	b = appendNanoseconds(b, m.Time)
	b = appendEpoch(append(b, `Z","unix":`...), m.Time)
	if m.Host != nil {
		j.text = appendEscaped(j.text[:0], m.Host.Name)
		b = appendText(b, `,"host":`, j.text)
		j.text = appendEscaped(j.text[:0], m.Host.Boot)
		b = appendText(b, `,"boot":`, j.text)
	}
	b = append(append(b, `,"type":"`...), m.Type.String()...)
	b = j.appendEnd(append(b, `","from":`...), &m.From)
	b = j.appendEnd(append(b, `,"to":`...), &m.To)
	return append(m.AppendConversation(append(b, `,"conversation":"`...)), '"')
}

// appendEvent appends what happened, but for the kind.
func appendEvent(b []byte, e *Event) []byte {
	switch e.Kind {
	case Shutdown:
		b = append(append(append(b, `,"how":"`...), e.How()...), '"')
	case Close:
		b = appendMark(b, `,"first":true`, e.First)
	case Refused:
		b = strconv.AppendInt(append(b, `,"offered":`...), e.Offered, 10)
	}
	if e.Error != 0 {
		b = append(append(append(b, `,"error":"`...), e.ErrorName()...), '"')
	}
	return b
}

func appendMatches(b []byte, matches []Match) []byte {
	if len(matches) == 0 {
		return b
	}
	b = append(b, `,"matches":[`...)
	for i, f := range matches {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"offset":`...), f.Offset, 10)
		b = append(strconv.AppendInt(append(b, `,"len":`...), f.Len, 10), '}')
	}
	return append(b, ']')
}

func (j *JSONLines) writeDecoded(lines []Decoded) {
	for i, d := range lines {
		b := room(j.w, 64+2*(len(d.Protocol)+len(d.Text)))
		if i == 0 {
			b = append(b, `,"decoded":[`...)
		} else {
			b = append(b, ',')
		}
		b = appendString(append(b, `{"protocol":`...), []byte(d.Protocol))
		b = append(appendString(append(b, `,"text":`...), []byte(d.Text)), '}')
		if i == len(lines)-1 {
			b = append(b, ']')
		}
		j.w.Write(b)
	}
}

// appendEnd appends an end as JSONEnd has it.
func (j *JSONLines) appendEnd(b []byte, e *End) []byte {
	start := len(b)
	b = appendCount(b, `,"pid":`, e.Pid)
	b = appendCount(b, `,"tid":`, e.Tid)
	if e.UID >= 0 {
		b = strconv.AppendInt(append(b, `,"uid":`...), int64(e.UID), 10)
	}
	j.text = appendEscaped(j.text[:0], e.Comm)
	b = appendText(b, `,"comm":`, j.text)
	b = appendCount(b, `,"inode":`, e.Inode)
	j.text = e.Name.Append(j.text[:0])
	b = appendText(b, `,"name":`, j.text)
	j.text = appendEscaped(j.text[:0], e.Path)
	b = appendText(b, `,"path":`, j.text)
	if len(b) == start {
		return append(b, "{}"...)
	}
	b[start] = '{' // instead of a comma
	return append(b, '}')
}

func (j *JSONLines) appendFiles(b []byte, files []File) []byte {
	if len(files) == 0 {
		return b
	}
	b = append(b, `,"fds":[`...)
	for i, f := range files {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"fd":`...), int64(f.Descriptor), 10)
		j.text = appendEscaped(j.text[:0], string(f.Kind))
		b = appendString(append(b, `,"kind":`...), j.text)
		b = appendCount(b, `,"inode":`, f.Inode)
		j.text = appendEscaped(j.text[:0], f.Name)
		b = append(appendContent(appendText(b, `,"name":`, j.text), f.Content), '}')
	}
	return append(b, ']')
}

func appendContent(b []byte, c *Content) []byte {
	switch {
	case c == nil:
		return b
	case c.Gone:
		return append(b, `,"gone":true`...)
	}
	b = append(strconv.AppendInt(append(b, `,"size":`...), c.Size, 10), `,"content":"`...)
	return append(base64.StdEncoding.AppendEncode(b, c.Data), '"')
}

func appendHoles(b []byte, holes []Hole) []byte {
	if len(holes) == 0 {
		return b
	}
	b = append(b, `,"holes":[`...)
	for i, h := range holes {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(append(b, `{"offset":`...), h.Offset, 10)
		b = append(strconv.AppendInt(append(b, `,"len":`...), h.Len, 10), '}')
	}
	return append(b, ']')
}

// appendCount appends a member that is left out if it is 0.
func appendCount[N int | int64 | uint32 | uint64](b []byte, key string, n N) []byte {
	switch {
	case n < 0:
		return strconv.AppendInt(append(b, key...), int64(n), 10)
	case n > 0:
		return strconv.AppendUint(append(b, key...), uint64(n), 10)
	}
	return b
}

// appendMark appends a member that is there only if it is true.
func appendMark(b []byte, member string, is bool) []byte {
	if is {
		return append(b, member...)
	}
	return b
}

// appendText appends a member that is left out if it is empty. Text was escaped by Escape.
func appendText(b []byte, key string, text []byte) []byte {
	if len(text) == 0 {
		return b
	}
	return appendString(append(b, key...), text)
}

// appendString appends a text that Escape made: of that nothing but quotes and backslashes
// means anything to JSON.
func appendString(b, text []byte) []byte {
	b = append(b, '"')
	for _, c := range text {
		if c == '"' || c == '\\' {
			b = append(b, '\\')
		}
		b = append(b, c)
	}
	return append(b, '"')
}

// writeBase64 writes the bytes of all parts as one.
func writeBase64(w *bufio.Writer, parts []Part) {
	const group = 3
	rest := make([]byte, 0, group) // of a part, less than a group
	for _, p := range parts {
		data := p.Data
		if len(rest) > 0 {
			n := min(group-len(rest), len(data))
			rest, data = append(rest, data[:n]...), data[n:]
			if len(rest) < group {
				continue
			}
			w.Write(base64.StdEncoding.AppendEncode(room(w, 4), rest))
		}
		whole := len(data) - len(data)%group
		for run := range slices.Chunk(data[:whole], group*1024) {
			w.Write(base64.StdEncoding.AppendEncode(room(w, base64.StdEncoding.EncodedLen(len(run))), run))
		}
		rest = append(rest[:0], data[whole:]...)
	}
	w.Write(base64.StdEncoding.AppendEncode(room(w, 4), rest))
}
