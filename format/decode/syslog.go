package decode

import (
	"bytes"
	"strconv"
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

// saySyslog tells of what syslog(3) sends: a priority in angle brackets, then text, of which
// a stream may have several, with a NUL or a line feed behind each.
func saySyslog(s send) []string {
	if s.data[0] != '<' || !s.whole {
		return nil
	}
	var texts []string
	for record := range bytes.FieldsFuncSeq(s.data, func(r rune) bool { return r == 0 || r == '\n' }) {
		digits, text, ok := bytes.Cut(record[1:], []byte(">"))
		priority, err := strconv.ParseUint(string(digits), 10, 16)
		if record[0] != '<' && len(texts) > 0 && isText(record) {
			continue // the text of the record before goes on
		}
		if record[0] != '<' || !ok || err != nil || len(digits) > 3 || int(priority/8) >= len(facilities) || !isText(text) {
			return nil
		}
		if len(texts) <= mostLines {
			texts = append(texts, facilities[priority/8]+"."+severities[priority%8]+" "+escaped(bytes.TrimSpace(text)))
		}
	}
	return texts
}
