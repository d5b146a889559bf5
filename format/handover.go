package format

import (
	"bytes"
	"strconv"
)

// This file knows as much of HTTP/1 as tells when a connection stops to speak it: with
// status 101, as for a WebSocket or docker's attach, or with an answer that has no length
// and behind which the client goes on with what is no request, as for CONNECT or docker's
// attach of old.

// handover is the Duplex that begins behind such an answer, nil without one.
func (c *Conversation) handover() *Duplex {
	var asked []byte // head of the client's last turn
	for i := 0; i < len(c.Messages); i++ {
		m := c.Messages[i]
		if c.FromClient(m) {
			if i == 0 || !c.FromClient(c.Messages[i-1]) {
				asked = m.head()
			}
			continue
		}
		status := statusOf(m.head())
		if status == 0 {
			continue
		}
		header, last, whole := c.header(i)
		var why string
		switch {
		case status == 101:
			why = "HTTP status 101 switched to another protocol"
		case whole && status/100 == 2 && !isMethod(asked, "HEAD") && status != 204 && !hasLength(header) && c.goesOn(last):
			why = "an HTTP answer without a length handed the connection over"
		default:
			i = last
			continue
		}
		if last+1 < len(c.Messages) {
			return &Duplex{First: last + 2, Shown: last + 1, Why: why}
		}
		return nil
	}
	return nil
}

// header is that of the answer that message i begins, as far as it was captured, and the
// index of the message with its end.
func (c *Conversation) header(i int) (header []byte, last int, whole bool) {
	const longest = 1 << 16
	for last = i; ; last++ {
		m := c.Messages[last]
		head := m.head()
		header = append(header, head[:min(len(head), longest)]...)
		if end := bytes.Index(header, []byte("\r\n\r\n")); end >= 0 {
			return header[:end], last, true
		}
		if m.Captured() != m.Len || last+1 == len(c.Messages) || c.FromClient(c.Messages[last+1]) || len(header) >= longest {
			return header, last, false
		}
	}
}

// goesOn reports whether the first thing that the client says behind a message is no request.
func (c *Conversation) goesOn(last int) bool {
	for _, m := range c.Messages[last+1:] {
		if c.FromClient(m) && !m.isEmpty() {
			return !isRequest(m.head())
		}
	}
	return false
}

// isHTTP reports whether a request and its answer are.
func isHTTP(request, answer *Message) bool {
	return isRequest(request.head()) && statusOf(answer.head()) > 0
}

// statusOf is the status of the answer that b begins with, 0 if it is none of HTTP/1.
func statusOf(b []byte) int {
	if !bytes.HasPrefix(b, []byte("HTTP/1.")) || len(b) < len("HTTP/1.1 200") || b[8] != ' ' {
		return 0
	}
	status, err := strconv.ParseUint(string(b[9:12]), 10, 32)
	if err != nil || status < 100 {
		return 0
	}
	return int(status)
}

// isRequest reports whether b begins with the first line of a request, or with what was
// captured of it.
func isRequest(b []byte) bool {
	line, _, whole := bytes.Cut(b, []byte("\n"))
	method, rest, ok := bytes.Cut(line, []byte(" "))
	for _, c := range method {
		ok = ok && (c >= 'A' && c <= 'Z' || c == '-')
	}
	return ok && len(method) > 0 && (!whole || bytes.Contains(rest, []byte(" HTTP/1.")))
}

func isMethod(request []byte, method string) bool {
	return bytes.HasPrefix(request, []byte(method+" "))
}

// hasLength reports whether a header says where the body ends.
func hasLength(header []byte) bool {
	for line := range bytes.Lines(header) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) ||
			bytes.EqualFold(name, []byte("Transfer-Encoding")) && bytes.Contains(bytes.ToLower(value), []byte("chunked")) {
			return true
		}
	}
	return false
}
