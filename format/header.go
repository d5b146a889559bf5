package format

import (
	"fmt"
	"strings"
)

// Header is the one line that says who sent what to whom:
//
//	10:11:28.968123 pmc[1108317] > ptp4l[896569] dgram /var/run/ptp4l 74 bytes
//
// The time is local, to the microsecond. Of a send that blocks, the bytes that
// went already are shown with "so far", the others later with "from offset N". A
// receiver that is not known is "?", a message between two unnamed sockets has the
// name "(unnamed)".
func Header(m *Message) string {
	var b strings.Builder
	b.WriteString(m.Time.Local().Format("15:04:05.000000"))
	fmt.Fprintf(&b, " %s > %s %s %s", m.From, m.To, m.Type, socket(m))
	fmt.Fprintf(&b, " %d bytes", m.Len)
	if captured := m.Captured(); captured != m.Len {
		fmt.Fprintf(&b, " (%d captured%s)", captured, m.missing())
	}
	if m.Offset > 0 {
		fmt.Fprintf(&b, " from offset %d", m.Offset)
	}
	if m.More {
		b.WriteString(" so far")
	}
	if m.OutOfBand() {
		b.WriteString(" out-of-band")
	}
	if m.Late {
		b.WriteString(" late")
	}
	if ancillary := m.Ancillary(); ancillary != "" {
		b.WriteString(" " + ancillary)
	}
	return b.String()
}

func socket(m *Message) string {
	if n := m.SocketName(); n != "" {
		return n.String()
	}
	return "(unnamed)"
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
func (e End) String() string {
	switch {
	case e.Pid == 0:
		return "?"
	case e.Comm == "":
		return fmt.Sprintf("?[%d]", e.Pid)
	}
	return fmt.Sprintf("%s[%d]", Escape(e.Comm), e.Pid)
}
