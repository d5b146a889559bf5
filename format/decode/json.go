package decode

import (
	"bytes"
	"encoding/json"
)

// sayJSON tells of objects and arrays, one or one a line.
func sayJSON(s send) []string {
	if !s.whole || !beginsJSON(s.data) {
		return nil
	}
	if text, ok := compact(s.data); ok {
		return []string{text}
	}
	var texts []string
	for line := range bytes.Lines(s.data) {
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		text, ok := compact(line)
		if !ok || !beginsJSON(line) {
			return nil
		}
		if len(texts) <= mostLines {
			texts = append(texts, text)
		}
	}
	return texts
}

func beginsJSON(b []byte) bool {
	b = bytes.TrimLeft(b, " \t\r\n")
	return len(b) > 0 && (b[0] == '{' || b[0] == '[')
}

// compact is JSON without white space.
func compact(b []byte) (text string, ok bool) {
	var out bytes.Buffer
	if json.Compact(&out, b) != nil {
		return "", false
	}
	return jsonText(out.Bytes()), true
}
