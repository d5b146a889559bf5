package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The formats here are what ours have to be byte for byte, written to be read and not to
// be fast: each is a few calls of fmt, strings and encoding/json.

// referenceText is a message in one of the formats for reading.
func referenceText(name string, m *Message) string {
	var b strings.Builder
	b.WriteString(referenceHeader(m) + "\n")
	payload := map[string]func(*strings.Builder, Part){
		"header": func(*strings.Builder, Part) {}, "hex": referenceHex, "hexstring": referenceHexString, "string": referenceLines,
	}[name]
	hole := func(h Hole) {
		if name != "header" {
			fmt.Fprintf(&b, "  -- %d bytes at offset %d not captured --\n", h.Len, h.Offset)
		}
	}
	m.inOrder(func(p Part) { payload(&b, p) }, hole)
	return b.String()
}

func referenceHeader(m *Message) string {
	socket := "(unnamed)"
	if n := m.SocketName(); n != "" {
		socket = referenceWord(referenceName(n))
		if socket[0] == '(' {
			socket = `\x28` + socket[1:]
		}
	}
	s := fmt.Sprintf("%s %s > %s %s %s %d bytes", m.Time.Local().Format("15:04:05.000000"),
		referenceEnd(m.From), referenceEnd(m.To), m.Type, socket, m.Len)
	if captured := m.Captured(); captured != m.Len {
		s += fmt.Sprintf(" (%d captured", captured)
		if m.Unreadable > 0 {
			s += fmt.Sprintf(", %d unreadable", m.Unreadable)
		}
		if m.Dropped > 0 {
			s += fmt.Sprintf(", %d lost to a full ring", m.Dropped)
		}
		s += ")"
	}
	if m.Offset > 0 {
		s += fmt.Sprintf(" from offset %d", m.Offset)
	}
	if m.More {
		s += " so far"
	}
	if m.OutOfBand() {
		s += " out-of-band"
	}
	if m.Spliced() {
		s += " spliced"
	}
	if m.Late {
		s += " late"
	}
	if ancillary := m.Ancillary(); ancillary != "" {
		s += " " + ancillary
	}
	return s
}

func referenceEnd(e End) string {
	switch {
	case e.Pid == 0 && e.Comm == "":
		return "?"
	case e.Pid == 0:
		return referenceWord(referenceEscape(e.Comm)) + "[?]"
	case e.Comm == "":
		return fmt.Sprintf("?[%d]", e.Pid)
	}
	return fmt.Sprintf("%s[%d]", referenceWord(referenceEscape(e.Comm)), e.Pid)
}

// referenceWord is an escaped text as a word of a header.
func referenceWord(escaped string) string {
	return strings.NewReplacer(" ", `\x20`, ">", `\x3e`).Replace(escaped)
}

func referenceName(n Name) string {
	switch {
	case n == "":
		return ""
	case n[0] == 0:
		return "@" + referenceEscape(string(n[1:]))
	case n[0] == '@':
		return `\x40` + referenceEscape(string(n[1:]))
	}
	return referenceEscape(string(n))
}

func referenceEscape(s string) string { return referenceEscapes(s, false) }

// referenceEscapes may keep what is written from right to left.
func referenceEscapes(s string, leftward bool) string {
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '\\':
			b.WriteString(`\\`)
		case r == utf8.RuneError && n <= 1, !unicode.IsPrint(r), !leftward && isLeftward(r):
			for _, c := range []byte(s[:n]) {
				fmt.Fprintf(&b, `\x%02x`, c)
			}
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String()
}

func referenceHex(b *strings.Builder, p Part) {
	for at := 0; at < len(p.Data); at += HexWidth {
		line := p.Data[at:min(at+HexWidth, len(p.Data))]
		fmt.Fprintf(b, "  %04x ", p.Offset+int64(at))
		for i := range HexWidth {
			if i%8 == 0 {
				b.WriteByte(' ')
			}
			if i < len(line) {
				fmt.Fprintf(b, "%02x ", line[i])
			} else {
				b.WriteString("   ")
			}
		}
		b.WriteString(" |")
		for _, c := range line {
			if c < ' ' || c > '~' {
				c = '.'
			}
			b.WriteByte(c)
		}
		b.WriteString("|\n")
	}
}

func referenceHexString(b *strings.Builder, p Part) {
	b.WriteString("  ")
	for _, c := range p.Data {
		fmt.Fprintf(b, `\x%02x`, c)
	}
	b.WriteByte('\n')
}

func referenceLines(b *strings.Builder, p Part) {
	for line := range bytes.Lines(p.Data) {
		line, ended := bytes.CutSuffix(line, []byte("\n"))
		returned := false
		if ended {
			line, returned = bytes.CutSuffix(line, []byte("\r"))
		}
		b.WriteString("  ")
		for i, field := range bytes.Split(line, []byte("\t")) {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(referenceEscapes(string(field), true))
		}
		switch {
		case returned:
			b.WriteString(`\r`)
		case !ended:
			b.WriteString(`\`)
		}
		b.WriteByte('\n')
	}
}

// jsonMessage is a line of the JSON format as encoding/json knows it.
type jsonMessage struct {
	Version      int         `json:"v"`
	Seq          uint64      `json:"seq"`
	Time         string      `json:"time"`
	Unix         json.Number `json:"unix"`
	Type         string      `json:"type"`
	From         JSONEnd     `json:"from"`
	To           JSONEnd     `json:"to"`
	Conversation string      `json:"conversation"`
	Flags        uint32      `json:"flags,omitempty"`
	Len          int64       `json:"len"`
	Offset       int64       `json:"offset,omitempty"`
	More         bool        `json:"more,omitempty"`
	Captured     int64       `json:"captured"`
	Data         []byte      `json:"data"`
	Holes        []jsonHole  `json:"holes,omitempty"`
	Unreadable   int64       `json:"unreadable,omitempty"`
	Dropped      int64       `json:"dropped,omitempty"`
	Late         bool        `json:"late,omitempty"`
	Files        []jsonFile  `json:"fds,omitempty"`
	Cred         *jsonCred   `json:"cred,omitempty"`
}

type jsonHole struct {
	Offset int64 `json:"offset"`
	Len    int64 `json:"len"`
}

type jsonFile struct {
	Descriptor int      `json:"fd"`
	Kind       FileKind `json:"kind"`
	Inode      uint64   `json:"inode,omitempty"`
	Name       string   `json:"name,omitempty"`
}

type jsonCred struct {
	Pid int `json:"pid"`
	UID int `json:"uid"`
	GID int `json:"gid"`
}

// referenceEpoch is a time as seconds since 1970, exactly.
func referenceEpoch(t time.Time) json.Number {
	nanoseconds := new(big.Int).Mul(big.NewInt(t.Unix()), big.NewInt(1e9))
	nanoseconds.Add(nanoseconds, big.NewInt(int64(t.Nanosecond())))
	return json.Number(new(big.Rat).SetFrac(nanoseconds, big.NewInt(1e9)).FloatString(9))
}

// referenceJSON is a message as a line of JSON.
func referenceJSON(seq uint64, m *Message) string {
	line := jsonMessage{
		Version:      SchemaVersion,
		Seq:          seq,
		Time:         m.Time.UTC().Format(JSONTime),
		Unix:         referenceEpoch(m.Time),
		Type:         m.Type.String(),
		From:         referenceJSONEnd(m.From),
		To:           referenceJSONEnd(m.To),
		Conversation: referenceConversation(m),
		Flags:        m.Flags,
		Len:          m.Len,
		Captured:     m.Captured(),
		Data:         []byte{}, // an empty message has empty data, not null
		Unreadable:   m.Unreadable,
		Dropped:      m.Dropped,
		Late:         m.Late,
		Offset:       m.Offset,
		More:         m.More,
		Cred:         (*jsonCred)(m.Cred),
	}
	for _, p := range m.Parts {
		line.Data = append(line.Data, p.Data...)
	}
	for _, h := range m.Holes() {
		line.Holes = append(line.Holes, jsonHole(h))
	}
	for _, f := range m.Files {
		line.Files = append(line.Files, jsonFile{f.Descriptor, f.Kind, f.Inode, referenceEscape(f.Name)})
	}
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		panic(err)
	}
	return b.String()
}

func referenceJSONEnd(e End) JSONEnd {
	j := JSONEnd{Pid: e.Pid, Tid: e.Tid, Comm: referenceEscape(e.Comm), Inode: e.Inode, Name: referenceName(e.Name)}
	if e.UID >= 0 {
		j.UID = &e.UID
	}
	return j
}

func referenceConversation(m *Message) string {
	a, b := m.From, m.To
	connected := m.Type != Datagram
	switch {
	case connected && a.Name == "" && b.Name != "":
		return fmt.Sprint(a.Inode)
	case connected && b.Name == "" && a.Name != "":
		return fmt.Sprint(b.Inode)
	case a.Inode > b.Inode:
		a, b = b, a
	}
	return fmt.Sprintf("%d-%d", a.Inode, b.Inode)
}
