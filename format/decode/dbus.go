package decode

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"

	"github.com/unixsnoop/unixsnoop/format"
)

// There are libraries that read D-Bus, but they want messages that are whole, make room for
// as much as these claim to have, and read all of a body where a line shows its start.

// Types of D-Bus messages.
const (
	dbusCall = 1 + iota
	dbusReturn
	dbusError
	dbusSignal
)

const (
	dbusHeader  = 16 // bytes of a header, with the length of its fields
	dbusNoReply = 1  // a flag: nobody waits for an answer
	dbusVersion = 1
)

// dbus tells of the messages of a send, with what is said before them to log in. The last
// one may go on in another send.
func (d *Decoder) dbus(s send) []string {
	if s.Type == format.Datagram {
		return nil
	}
	texts, rest := sayLogin(s.data)
	for len(rest) > 0 && len(texts) <= mostLines {
		m, size := parseDBus(rest)
		if m == nil {
			return nil
		}
		texts = append(texts, d.tell(m, s))
		rest = rest[min(size, len(rest)):]
	}
	return texts
}

// dbusMessage is one message.
type dbusMessage struct {
	kind, flags   byte
	serial, reply uint32

	path, member, iface, errorName, destination, sender, signature string

	order binary.ByteOrder
	body  []byte // as far as it is there
}

// parseDBus reads the message that begins here, nil if none does, and how long it is, which
// may be more than there is.
func parseDBus(b []byte) (m *dbusMessage, size int) {
	if len(b) < dbusHeader || b[1] < dbusCall || b[1] > dbusSignal || b[3] != dbusVersion {
		return nil, 0
	}
	m = &dbusMessage{kind: b[1], flags: b[2]}
	switch b[0] {
	case 'l':
		m.order = binary.LittleEndian
	case 'B':
		m.order = binary.BigEndian
	default:
		return nil, 0
	}
	const longest = 128 << 20 // of a message, and of its fields half of that
	body, fields := m.order.Uint32(b[4:]), m.order.Uint32(b[12:])
	m.serial = m.order.Uint32(b[8:])
	start := (dbusHeader + int(fields) + 7) &^ 7 // of the body
	if body > longest || fields > longest/2 || m.serial == 0 || start > len(b) {
		return nil, 0
	}
	r := &dbusReader{data: b[:dbusHeader+int(fields)], at: dbusHeader, order: m.order}
	for r.at < len(r.data) {
		if !m.readField(r) {
			return nil, 0
		}
	}
	size = start + int(body)
	m.body = b[start:min(size, len(b))]
	return m, size
}

// readField reads a field of the header: its number, and a variant.
func (m *dbusMessage) readField(r *dbusReader) bool {
	r.align(8)
	number := r.byte()
	signature := r.signature()
	switch {
	case signature == "u" && number == 5:
		m.reply = r.uint32()
		return !r.failed
	case number == 9 || signature == "u": // descriptors that are passed, or unknown
		r.uint32()
		return !r.failed
	case signature != "s" && signature != "o" && signature != "g":
		return false
	}
	var text string
	if signature == "g" {
		text = r.signature()
	} else {
		text = string(r.string())
	}
	fields := map[byte]*string{1: &m.path, 2: &m.iface, 3: &m.member, 4: &m.errorName, 6: &m.destination, 7: &m.sender, 8: &m.signature}
	if field := fields[number]; field != nil {
		*field = text
	}
	return !r.failed
}

// tell is the line of a message. It remembers calls, and knows what a reply answers.
func (d *Decoder) tell(m *dbusMessage, s send) string {
	name := escaped(m.member)
	if m.iface != "" {
		name = escaped(m.iface) + "." + name
	}
	arguments := "(" + m.arguments() + ")"
	switch m.kind {
	case dbusCall:
		if m.flags&dbusNoReply == 0 && s.From.Inode != 0 {
			d.calls.add(callKey{s.Conversation(), s.From.Inode, m.serial}, name)
		}
		return fmt.Sprintf("call %s%s to %s %s%s", name, arguments, cmp.Or(escaped(m.destination), "?"), escaped(m.path), m.origin())
	case dbusSignal:
		return fmt.Sprintf("signal %s%s of %s%s", name, arguments, escaped(m.path), m.origin())
	}
	called := d.calls.take(callKey{s.Conversation(), s.To.Inode, m.reply})
	if called == "" {
		called = fmt.Sprintf("call %d", m.reply)
	}
	if m.kind == dbusError {
		return fmt.Sprintf("error %s%s to %s%s", escaped(m.errorName), arguments, called, m.origin())
	}
	return fmt.Sprintf("reply %s to %s%s", arguments, called, m.origin())
}

// origin is who sent a message that a bus has passed on.
func (m *dbusMessage) origin() string {
	if m.sender == "" {
		return ""
	}
	return " from " + escaped(m.sender)
}

// arguments are those of the body, as far as it is there and as a line has room.
func (m *dbusMessage) arguments() string {
	r := &dbusReader{data: m.body, order: m.order}
	for signature := m.signature; signature != ""; {
		if signature != m.signature {
			r.show(", ")
		}
		if signature = r.value(signature, 0); r.failed {
			r.text.WriteString("...")
			break
		}
	}
	return r.text.String()
}

// sayLogin tells of the lines by which a client logs in, and returns what stands behind
// them. They begin with a NUL, which is a send of its own with some.
func sayLogin(b []byte) (texts []string, rest []byte) {
	rest = b
	certain := false
	for len(texts) <= mostLines {
		line, after, whole := bytes.Cut(bytes.TrimPrefix(rest, []byte{0}), []byte("\r\n"))
		isData := bytes.HasPrefix(line, []byte("DATA")) // which others have, too
		if !whole || !isData && !isLogin(line) {
			break
		}
		certain = certain || !isData
		texts = append(texts, "login "+escaped(line))
		rest = after
	}
	if !certain {
		return nil, b
	}
	return texts, rest
}

// isLogin reports whether it is a line that only D-Bus has.
func isLogin(line []byte) bool {
	word, argument, _ := bytes.Cut(line, []byte(" "))
	switch string(word) {
	case "BEGIN", "NEGOTIATE_UNIX_FD", "AGREE_UNIX_FD":
		return len(argument) == 0
	case "AUTH", "REJECTED":
		for _, mechanism := range []string{"EXTERNAL", "DBUS_COOKIE_SHA1", "ANONYMOUS"} {
			if bytes.HasPrefix(argument, []byte(mechanism)) {
				return true
			}
		}
		return len(line) == len("AUTH")
	case "OK":
		return len(argument) == 32 && len(bytes.Trim(argument, "0123456789abcdefABCDEF")) == 0
	}
	return false
}
