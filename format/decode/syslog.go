package decode

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/format"
)

// Facilities and severities by their numbers, as RFC 5424 has them, with the names of
// syslog(3).
var (
	facilities = []string{
		"kern", "user", "mail", "daemon", "auth", "syslog", "lpr", "news", "uucp", "cron", "authpriv", "ftp", "ntp", "audit", "alert", "clock",
		"local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7",
	}
	severities = []string{"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"}
)

// saySyslog tells of what syslog(3) sends: a priority in angle brackets, then text. A datagram is
// one record, whatever its text goes on with, such as colours. A stream may have several, with a
// NUL or a line feed behind each.
func saySyslog(s send) []string {
	if s.data[0] != '<' || !s.whole {
		return nil
	}
	if s.Type == format.Datagram {
		if priority, text, ok := cutPriority(s.data); ok && (len(text) == 0 || isText(text[:1]) || text[0] >= utf8.RuneSelf) {
			return []string{syslogText(priority, text)}
		}
		return nil
	}
	var texts []string
	for record := range bytes.FieldsFuncSeq(s.data, func(r rune) bool { return r == 0 || r == '\n' }) {
		if record[0] != '<' && len(texts) > 0 && isText(record) {
			continue // the text of the record before goes on
		}
		priority, text, ok := cutPriority(record)
		if !ok || !isText(text) {
			return nil
		}
		if len(texts) <= mostLines {
			texts = append(texts, syslogText(priority, text))
		}
	}
	return texts
}

// cutPriority takes the priority off a record.
func cutPriority(record []byte) (priority int, text []byte, ok bool) {
	digits, text, ok := bytes.Cut(record[1:], []byte(">"))
	n, err := strconv.ParseUint(string(digits), 10, 16)
	ok = ok && err == nil && record[0] == '<' && len(digits) <= 3 && int(n/8) < len(facilities)
	return int(n), text, ok
}

func syslogText(priority int, text []byte) string {
	kind := facilities[priority/8] + "." + severities[priority%8]
	return strings.TrimSpace(kind + " " + escaped(bytes.TrimSpace(text)))
}
