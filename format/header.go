package format

import (
	"fmt"
	"strconv"
)

// Header is the one line that says who sent what to whom:
//
//	10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 74 bytes
//
// The time is local, to the microsecond; writers show it as their Times say. Of a send that
// blocks, the bytes that went already are shown with "so far", the others later with "from
// offset N". A receiver that is not known is "?", a message between two unnamed sockets has
// the name "(unnamed)". The host stands behind the time if there are several. Blanks and > in
// names are escaped: what stands between two blanks is what it seems to be.
func Header(m *Message) string { return string(appendHeader(nil, newStamps(Times{}), nil, nil, m)) }

// appendHeader appends the header, in colours unless c is nil. What it says of both ends is
// remembered in w, if that is not nil.
func appendHeader(b []byte, s *stamps, w *ways, c *brush, m *Message) []byte {
	b = s.append(c.paint(b, faint), m.Time)
	if m.Host != nil {
		b = append(m.Host.append(b), ' ')
	}
	if w != nil && c == nil && m.Event == nil {
		b = w.append(b, m)
	} else {
		b = m.appendBetween(b, c)
	}
	if m.Event != nil {
		return m.appendEvent(b, c)
	}
	b = append(strconv.AppendInt(b, m.Len, 10), " bytes"...)
	if captured := m.Captured(); captured+m.Unwanted != m.Len {
		b = fmt.Appendf(c.paint(b, missing), " (%d captured%s)", captured, m.missing())
		b = c.paint(b, plain)
	}
	if m.Offset > 0 {
		b = strconv.AppendInt(append(b, " from offset "...), m.Offset, 10)
	}
	if m.More {
		b = append(b, " so far"...)
	}
	if m.OutOfBand() {
		b = append(b, " out-of-band"...)
	}
	if m.Spliced() {
		b = append(b, " spliced"...)
	}
	b = m.appendLate(b, c)
	if len(m.Matches) > 0 {
		b = append(c.paint(b, faint), " match at "...)
		b = c.paint(strconv.AppendInt(b, m.Matches[0].Offset, 10), plain)
	}
	if ancillary := m.Ancillary(); ancillary != "" {
		b = append(append(b, ' '), ancillary...)
	}
	return b
}

// appendEvent appends what happened instead of a send.
func (m *Message) appendEvent(b []byte, c *brush) []byte {
	if m.Event.Error != 0 {
		b = c.paint(b, missing)
	}
	return m.appendLate(c.paint(m.Event.append(b), plain), c)
}

// appendReceiver appends the other end. Of an event there may be none: "-" then.
func (m *Message) appendReceiver(b []byte) []byte {
	if m.IsAlone() {
		return append(b, '-')
	}
	return m.To.Append(b)
}

func (m *Message) appendLate(b []byte, c *brush) []byte {
	if !m.Late {
		return b
	}
	return c.paint(append(c.paint(b, missing), " late"...), plain)
}

// appendSocket appends what the socket of an end is called, and where its file is.
func (e *End) appendSocket(b []byte) []byte {
	if e.Name == "" {
		return append(b, "(unnamed)"...)
	}
	return AppendPath(e.Name.appendWord(b), e.Path)
}

// AppendPath appends where the file of a socket is now, if that is not the name before it.
func AppendPath(b []byte, path string) []byte {
	if path == "" {
		return b
	}
	return append(appendWord(append(b, " ("...), path), ')')
}

// missing names the causes why bytes are not there.
func (m *Message) missing() string {
	var s string
	if m.Unreadable > 0 {
		s += fmt.Sprintf(", %d unreadable", m.Unreadable)
	}
	if m.Dropped > 0 {
		s += fmt.Sprintf(", %d lost to a full ring", m.Dropped)
	}
	return s
}

// String is the process at this end: its name and pid.
func (e End) String() string { return string(e.Append(nil)) }

// Append appends what String returns.
func (e End) Append(b []byte) []byte {
	switch {
	case e.Pid == 0 && e.Comm == "":
		return append(b, '?')
	case e.Pid == 0:
		return append(appendWord(b, e.Comm), "[?]"...)
	case e.Comm == "":
		b = append(b, '?')
	}
	b = append(appendWord(b, e.Comm), '[')
	return append(strconv.AppendInt(b, int64(e.Pid), 10), ']')
}
