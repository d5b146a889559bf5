package decode

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// sayHTTP tells of requests and answers of HTTP/1, of which a send has several if nobody waits for
// an answer, each with the start of its body, if that is text and in the same send. Of a header
// that goes on in another send, the first line.
func sayHTTP(s send) []string {
	var texts []string
	for rest := s.data; len(rest) > 0 && len(texts) <= mostLines; {
		text, length := firstHTTP(rest)
		if text == "" {
			break
		}
		texts = append(texts, text)
		rest = rest[length:]
	}
	return texts
}

// firstHTTP tells of the request or answer at the beginning, "" if there is none, and how long it
// is.
func firstHTTP(data []byte) (text string, length int) {
	line, _, whole := bytes.Cut(data, []byte("\r\n"))
	if !whole || len(line) > enough {
		return "", 0
	}
	unread := bytes.NewReader(data)
	reader := bufio.NewReader(unread)
	if bytes.HasPrefix(line, []byte("HTTP/1.")) {
		answer, err := http.ReadResponse(reader, nil)
		if err != nil {
			return escaped(line), len(data)
		}
		text = escaped(answer.Status) + content(answer.Header, answer.Body)
	} else {
		words := bytes.Split(line, []byte(" "))
		if len(words) != 3 || !isMethod(words[0]) || !bytes.HasPrefix(words[2], []byte("HTTP/1.")) {
			return "", 0
		}
		text = escaped(words[0]) + " " + escaped(words[1])
		request, err := http.ReadRequest(reader)
		if err != nil {
			return text, len(data)
		}
		text += content(request.Header, request.Body)
	}
	return text, len(data) - unread.Len() - reader.Buffered()
}

func isMethod(word []byte) bool {
	for _, c := range word {
		if (c < 'A' || c > 'Z') && c != '-' {
			return false
		}
	}
	return len(word) > 0
}

// content is what a header says of the body, and the start of that. It reads all of that.
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
	start, _ := io.ReadAll(io.LimitReader(body, enough)) // as much as there is
	io.Copy(io.Discard, body)
	if encoding := header.Get("Content-Encoding"); encoding != "" {
		return text + ", " + escaped(encoding)
	}
	if len(start) > 0 && isText(start[:len(start)-partialRune(start)]) {
		text += ": " + escaped(bytes.TrimRight(start, "\r\n"))
	}
	return text
}
