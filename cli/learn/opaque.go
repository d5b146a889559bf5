package learn

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/unixsnoop/unixsnoop/cli/learn/encoded"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// suspect is something that there are no fields in to be learned, or that others know
// already.
type suspect struct {
	what, tool string
	// marks tells by the first bytes that one side sends in a conversation, or nil.
	marks *regexp.Regexp
	// each tells by the bytes of every message, or nil.
	each func(b []byte) bool
}

// HTTP/2 is told by its first bytes, or by its frames.
const (
	http2     = "HTTP/2, or gRPC over it"
	http2Tool = "-w and Wireshark, which dissects it (-o tls and http2 preferences name .proto files)"
)

// suspects are in the order in which they are tried: the first one that fits is it.
var suspects = []suspect{
	{what: "TLS", tool: "capture where the bytes are plain, or have the program log its keys and give them to Wireshark (tls.keylog_file)",
		marks: regexp.MustCompile(`^[\x14-\x17]\x03[\x00-\x04]`)},
	{what: http2, tool: http2Tool,
		marks: regexp.MustCompile(`^PRI \* HTTP/2\.0\r\n`)},
	{what: "HTTP", tool: "--follow shows it as it reads; -w and Wireshark dissect it",
		marks: regexp.MustCompile(`^((GET|PUT|POST|HEAD|DELETE|OPTIONS|PATCH|CONNECT) [^\n]* HTTP/1|HTTP/1\.[01] )`)},
	{what: "RESP, the protocol of Redis", tool: "--follow shows it as it reads; -w and Wireshark dissect it",
		marks: regexp.MustCompile(`^(\*[0-9]+\r\n\$|[+:-][^\r\n]*\r\n|\$-?[0-9]+\r\n)`)},
	{what: "JSON", tool: "--format string and jq; --follow shows it as it reads", each: isJSON},
	{what: "gzip", tool: "save it with -w, and decompress the stream", marks: regexp.MustCompile(`^\x1f\x8b\x08`)},
	{what: "Zstandard", tool: "save it with -w, and decompress the stream", marks: regexp.MustCompile(`^\x28\xb5\x2f\xfd`)},
	{what: "text", tool: "--follow and --format string show it as it reads", each: isText},
	{what: "Protocol Buffers", tool: "protoc --decode_raw, or Wireshark with the .proto files", each: encoded.IsProtobuf},
}

// recognise says what there is nothing to learn of, nil if it is none of that.
func recognise(messages []model.Message) *model.Opaque {
	if len(messages) == 0 {
		return nil
	}
	for _, s := range suspects {
		held, of := 0, 0
		seen := map[string]bool{}
		for i := range messages {
			m := &messages[i]
			if len(m.Data) == 0 || !m.Whole() {
				continue
			}
			if s.each != nil {
				of++
				if s.each(m.Data) {
					held++
				}
				continue
			}
			side := fmt.Sprint(m.Conversation, m.FromClient)
			if m.Type == "stream" && seen[side] {
				continue
			}
			seen[side] = true
			of++
			if s.marks.Match(m.Data) {
				held++
			}
		}
		least := of * 9 / 10
		if s.marks != nil {
			least = (of + 1) / 2 // one side has the mark
		}
		if of > 0 && held > 0 && held >= least {
			unit := "messages"
			if s.marks != nil {
				unit = "beginnings of streams"
			}
			return &model.Opaque{What: s.what, Tool: s.tool, Sure: 0.9, Why: fmt.Sprintf("%d of %d %s look like it", held, of, unit)}
		}
	}
	if e := encoded.Find(whole(messages)); e != nil {
		return described(e, len(messages))
	}
	return scrambled(messages)
}

// whole are the bytes of messages that were captured whole.
func whole(messages []model.Message) (list [][]byte) {
	for i := range messages {
		if m := &messages[i]; m.Whole() {
			list = append(list, m.Data)
		}
	}
	return list
}

func isJSON(b []byte) bool {
	b = bytes.Trim(b, " \t\r\n\x00\x1e")
	return len(b) > 1 && (b[0] == '{' && b[len(b)-1] == '}' || b[0] == '[' && b[len(b)-1] == ']') && isText(b)
}

// isText reports whether bytes are text. A NUL may end it.
func isText(b []byte) bool {
	b = bytes.TrimRight(b, "\x00")
	if len(b) == 0 || !utf8.Valid(b) {
		return false
	}
	return !slices.ContainsFunc(b, func(c byte) bool { return (c < ' ' || c == 0x7f) && c != '\t' && c != '\n' && c != '\r' && c != 0x1b })
}

// The bounds of taking bytes for compressed or encrypted ones.
const (
	scrambledBytes   = 4096 // fewer tell nothing
	scrambledEntropy = 7.8  // bits of each
	headBytes        = 8    // of a message, which would have fields
	headEntropy      = 0.9  // of what there could be
)

// scrambled recognises compressed or encrypted bytes: they have no structure, not even
// where messages begin.
func scrambled(messages []model.Message) *model.Opaque {
	var all [256]int
	var heads [headBytes][256]int
	total, counted := 0, 0
	for i := range messages {
		data := messages[i].Data
		if len(data) < headBytes {
			continue
		}
		counted++
		for j, c := range data {
			all[c]++
			if j < headBytes {
				heads[j][c]++
			}
		}
		total += len(data)
	}
	if total < scrambledBytes || counted < 16 || entropy(all[:], total) < scrambledEntropy {
		return nil
	}
	for j := range heads {
		if entropy(heads[j][:], counted) < headEntropy*math.Min(8, math.Log2(float64(counted))) {
			return nil
		}
	}
	return &model.Opaque{
		What: "compressed or encrypted", Sure: 0.8,
		Why:  fmt.Sprintf("%.2f bits of entropy in each of %d bytes, and no structure where messages begin", entropy(all[:], total), total),
		Tool: "capture where the bytes are plain; --format hex shows them",
	}
}

// entropy is that of n things, of which there are counts, in bits.
func entropy(counts []int, n int) float64 {
	sum := 0.0
	for _, c := range counts {
		if c > 0 {
			p := float64(c) / float64(n)
			sum -= p * math.Log2(p)
		}
	}
	return sum
}
