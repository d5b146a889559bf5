package decode

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// sayHTTP tells of a request or an answer of HTTP/1 with the start of its body, if that is
// text and in the same send. Of a header that goes on in another send, the first line.
func sayHTTP(s send) []string {
	line, _, whole := bytes.Cut(s.data, []byte("\r\n"))
	if !whole || len(line) > enough {
		return nil
	}
	reader := bufio.NewReader(bytes.NewReader(s.data))
	if bytes.HasPrefix(line, []byte("HTTP/1.")) {
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			return []string{escaped(line)}
		}
		return []string{escaped(answer.Status) + content(answer.Header, answer.Body)}
	}
	words := bytes.Split(line, []byte(" "))
	if len(words) != 3 || !isMethod(words[0]) || !bytes.HasPrefix(words[2], []byte("HTTP/1.")) {
		return nil
	}
	text := escaped(words[0]) + " " + escaped(words[1])
	if request, err := http.ReadRequest(reader); err == nil {
		text += content(request.Header, request.Body)
	}
	return []string{text}
}

func isMethod(word []byte) bool {
	for _, c := range word {
		if (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return len(word) > 0
}

// content is what a header says of the body, and the start of that.
func content(header http.Header, body io.Reader) string {
	var text string
	if to := header.Get("Upgrade"); to != "" {
		text += ", upgrade to " + escaped(to)
	}
	kind, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	if kind != "" {
		text += ", " + escaped(kind)
	}
	if length := header.Get("Content-Length"); length != "" && length != "0" {
		text += fmt.Sprintf(", %s bytes", escaped(length))
	}
	if encoding := header.Get("Content-Encoding"); encoding != "" {
		return text + ", " + escaped(encoding)
	}
	start, _ := io.ReadAll(io.LimitReader(body, enough)) // as much as there is
	if len(start) > 0 && isText(start[:len(start)-partialRune(start)]) {
		text += ": " + escaped(bytes.TrimRight(start, "\r\n"))
	}
	return text
}
