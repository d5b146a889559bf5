package decode

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// sayRESP tells of commands and replies of the protocol of Redis, versions 2 and 3. The
// last may go on in another send.
func sayRESP(s send) []string {
	if s.Type == format.Datagram {
		return nil
	}
	client, _ := s.Sides()
	fromClient := client.Inode == s.From.Inode
	r := &respReader{rest: s.data}
	var texts []string
	for len(r.rest) > 0 && len(texts) <= mostLines {
		text := r.message(fromClient)
		if r.wrong || r.short && s.whole && text == "" {
			return nil
		}
		texts = append(texts, text)
	}
	return texts
}

// respReader reads values of RESP.
type respReader struct {
	rest  []byte
	short bool // it ended within a value
	wrong bool // it is something else
	shown int  // bytes of text so far
}

// message is a command or a reply.
func (r *respReader) message(fromClient bool) string {
	r.shown = 0
	if fromClient {
		if words, ok := r.command(); ok {
			return words
		}
	}
	kinds := map[byte]string{'-': "error", '!': "error", '>': "push"}
	kind := kinds[r.rest[0]]
	if kind == "" {
		kind = "reply"
	}
	value := r.value(0)
	if r.short && value == "" {
		r.wrong = true
		return ""
	}
	return kind + " " + value
}

// command reads an array of strings as the words of a command, if it is one.
func (r *respReader) command() (text string, ok bool) {
	ahead := *r
	count, ok := ahead.head('*')
	if !ok || count < 1 {
		return "", false
	}
	var words []string
	for range count {
		if ahead.short || len(ahead.rest) == 0 {
			ahead.short = true
			words = append(words, "...")
			break
		}
		length, ok := ahead.head('$')
		if ahead.short {
			continue
		}
		if !ok || length < 0 {
			return "", false
		}
		data := ahead.bulk(length)
		if ahead.wrong {
			return "", false
		}
		if ahead.shown < enough {
			w := word(data)
			ahead.shown += len(w)
			words = append(words, w)
		}
	}
	*r = ahead
	return strings.Join(words, " "), true
}

// head reads a number behind a sign, and the end of the line.
func (r *respReader) head(sign byte) (n int, ok bool) {
	if len(r.rest) == 0 || r.rest[0] != sign {
		return 0, false
	}
	line := r.line()
	n, err := strconv.Atoi(string(line))
	return n, err == nil && n >= -1
}

// line reads what stands behind a sign.
func (r *respReader) line() []byte {
	line, rest, whole := bytes.Cut(r.rest[1:], []byte("\r\n"))
	r.short = r.short || !whole
	r.rest = rest
	if bytes.ContainsAny(line, "\r\n") {
		r.wrong = true
	}
	return line
}

// bulk reads so many bytes and the end of the line.
func (r *respReader) bulk(length int) []byte {
	if length > len(r.rest)-2 {
		r.short = true
		data := r.rest[:min(length, len(r.rest))]
		r.rest = nil
		return data
	}
	data := r.rest[:length]
	r.wrong = r.wrong || string(r.rest[length:length+2]) != "\r\n"
	r.rest = r.rest[length+2:]
	return data
}

// value reads any value.
func (r *respReader) value(depth int) string {
	if len(r.rest) == 0 {
		r.short = true
		return "..."
	}
	const mostDepth = 16
	switch sign := r.rest[0]; sign {
	case '+', '-', ':', ',', '(', '#':
		line := r.line()
		r.wrong = r.wrong || !plausible(sign, line)
		return r.count(escaped(line))
	case '_':
		r.wrong = r.wrong || len(r.line()) > 0
		return r.count("(null)")
	case '$', '!', '=':
		length, ok := r.head(sign)
		switch {
		case !ok:
			r.wrong = true
		case length < 0:
			return r.count("(null)")
		default:
			return r.count(quoted(r.bulk(length)))
		}
	case '*', '~', '>', '%', '|':
		count, ok := r.head(sign)
		switch {
		case !ok || depth == mostDepth:
			r.wrong = true
		case count < 0:
			return r.count("(null)")
		case sign == '%' || sign == '|':
			return r.values(count, ": ", depth)
		default:
			return r.values(count, "", depth)
		}
	default:
		r.wrong = true
	}
	return ""
}

// values reads so many values, or pairs of them with something between.
func (r *respReader) values(count int, between string, depth int) string {
	var words []string
	for range count {
		if r.short || r.wrong {
			break
		}
		w := r.value(depth + 1)
		if between != "" {
			w += between + r.value(depth+1)
		}
		if r.shown < enough {
			words = append(words, w)
		}
	}
	opens, closes := "[", "]"
	if between != "" {
		opens, closes = "{", "}"
	}
	return opens + strings.Join(words, ", ") + closes
}

func (r *respReader) count(text string) string {
	r.shown += len(text)
	return text
}

// plausible reports whether a line may stand behind a sign.
func plausible(sign byte, line []byte) bool {
	switch sign {
	case '+', '-':
		return isText(line) && (sign == '+' || len(line) > 0 && line[0] >= 'A' && line[0] <= 'Z')
	case '#':
		return len(line) == 1 && (line[0] == 't' || line[0] == 'f')
	case ',':
		_, err := strconv.ParseFloat(string(line), 64)
		return err == nil
	}
	digits := bytes.TrimLeft(line, "+-")
	return len(digits) > 0 && len(bytes.Trim(digits, "0123456789")) == 0
}
