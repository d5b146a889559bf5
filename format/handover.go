package format

import (
	"bytes"
	"strconv"
)

// This file knows as much of HTTP/1 as tells when a connection stops to speak it: with
// status 101, as for a WebSocket or docker's attach, or with an answer that has no length
// and behind which the client goes on with what is no request, as for CONNECT or docker's
// attach of old.

// handover looks for such an answer.
type handover struct {
	handed *Duplex // begins behind one without a length

	head   bool   // the client's last turn begins as a request for a header alone
	client bool   // whose the message before is
	header []byte // of the answer that is being said, nil without one

	switched int // number of the last message of an answer that switched, 0 without one
	endless  int // of one without a length, until the client speaks
}

// longestHeader is how much of a header is looked at.
const longestHeader = 1 << 16

// next looks at the first piece of a send.
func (h *handover) next(m *Message, fromClient bool, number int) {
	if h.handed != nil {
		return
	}
	head := m.head()
	if h.header != nil && fromClient {
		h.judge(number-1, false)
	}
	if h.endless > 0 && fromClient && !m.isEmpty() {
		if !isRequest(head) {
			h.handed = &Duplex{First: h.endless + 1, Shown: h.endless, Why: "an HTTP answer without a length handed the connection over"}
			return
		}
		h.endless = 0
	}
	if h.switched > 0 {
		return
	}
	if fromClient {
		if !h.client {
			h.head = isMethod(head, "HEAD")
		}
	} else {
		h.answer(m, head, number)
	}
	h.client = fromClient
}

// found is what begins behind such an answer, of so many messages.
func (h *handover) found(count int) *Duplex {
	if h.handed == nil && h.switched > 0 && count > h.switched {
		return &Duplex{First: h.switched + 1, Shown: h.switched, Why: "HTTP status 101 switched to another protocol"}
	}
	return h.handed
}

// answer looks at what the server says.
func (h *handover) answer(m *Message, head []byte, number int) {
	if h.header == nil && statusOf(head) == 0 {
		return
	}
	h.header = append(h.header, head[:min(len(head), longestHeader)]...)
	switch end := bytes.Index(h.header, []byte("\r\n\r\n")); {
	case end >= 0:
		h.header = h.header[:end]
		h.judge(number, true)
	case m.Captured() != m.Len, len(h.header) >= longestHeader:
		h.judge(number, false)
	}
}

// judge looks at the header of an answer, as far as it was captured, whose end is in the
// message of a number, or could have been.
func (h *handover) judge(last int, whole bool) {
	header := h.header
	h.header = nil
	switch status := statusOf(header); {
	case status == 101:
		h.switched = last
	case whole && status/100 == 2 && !h.head && status != 204 && !hasLength(header) && h.endless == 0:
		h.endless = last
	}
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
