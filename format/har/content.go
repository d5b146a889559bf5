package har

import (
	"bytes"
	"compress/gzip"
	"compress/zlib"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"
)

// maxContent is how long a body may become that is compressed: a hostile one could have us
// fill the memory.
const maxContent = 32 << 20

// errTooLong is why a body is left in its compressed form.
var errTooLong = errors.New("it is too long")

// content is a body as people read it: out of its compression, where that is known.
func (e *entry) content(body []byte, header http.Header) content {
	c := content{MimeType: header.Get("Content-Type")}
	if c.MimeType == "" {
		c.MimeType = "x-unknown"
	}
	wire := len(body)
	if coding := strings.ToLower(header.Get("Content-Encoding")); coding != "" && coding != "identity" && len(body) > 0 {
		if plain, err := decompress(body, coding); err == nil {
			body = plain
			c.Compression = len(body) - wire
		} else {
			e.note("the body is left in its Content-Encoding")
		}
	}
	c.Size = len(body)
	c.Text, c.Encoding = textOf(body)
	return c
}

func decompress(body []byte, coding string) ([]byte, error) {
	var (
		reader io.Reader
		err    error
	)
	switch coding {
	case "gzip", "x-gzip":
		reader, err = gzip.NewReader(bytes.NewReader(body))
	case "deflate":
		reader, err = zlib.NewReader(bytes.NewReader(body))
	default:
		return nil, http.ErrNotSupported
	}
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(reader, maxContent+1))
	if err == nil && len(plain) > maxContent {
		err = errTooLong
	}
	return plain, err
}

// textOf is a body as text, or in base64 if it is none.
func textOf(body []byte) (text, encoding string) {
	if utf8.Valid(body) && bytes.IndexByte(body, 0) < 0 {
		return string(body), ""
	}
	return base64.StdEncoding.EncodeToString(body), "base64"
}
