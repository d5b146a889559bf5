package har

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// entries are the requests and answers of a conversation, none if it is none of HTTP/1.
func entries(c *format.Conversation) []*entry {
	if c.Type != format.Stream {
		return nil
	}
	messages := c.Messages
	if d := c.Duplex(); d != nil && d.First > 1 {
		messages = messages[:d.First-1] // behind it, it is something else
	}
	client, server := newSide(c, messages, true), newSide(c, messages, false)
	var list []*entry
	for !client.isOver() {
		e := &entry{Connection: c.ID, Socket: c.Name().String(), Client: c.Client.String(), Server: c.Server.String()}
		asked, ended, err := e.readRequest(client)
		if asked == nil {
			if err != nil && len(list) > 0 {
				list[len(list)-1].note("what the client says behind it is no HTTP, or its beginning only")
			}
			break
		}
		list = append(list, e)
		answered := e.readResponse(server, asked, ended)
		if err != nil {
			e.note("the request was not captured whole")
		}
		if err != nil || !answered {
			break
		}
	}
	return list
}

// note adds a comment.
func (e *entry) note(text string) {
	if e.Comment != "" {
		e.Comment += "; "
	}
	e.Comment += text
}

// readRequest reads a request, of which there may be nothing, and returns when its last byte
// was sent. An error is of one that is not whole.
func (e *entry) readRequest(s *side) (r *http.Request, ended time.Time, err error) {
	start := s.taken()
	if r, err = http.ReadRequest(s.reader); err == nil && r.ProtoMajor != 1 {
		err = http.ErrNotSupported
	}
	if err != nil {
		return nil, ended, err
	}
	header := s.taken()
	body, err := io.ReadAll(r.Body)
	began, ended := s.when(start), s.when(s.taken()-1)
	e.order = began.UnixNano()
	e.Started = began.UTC().Format(format.JSONTime)
	e.Timings.Send = milliseconds(began, ended)
	e.Time = e.Timings.Send
	e.Request = request{
		Method: r.Method, URL: absolute(r), HTTPVersion: r.Proto,
		Cookies: cookies(r.Cookies()), Headers: s.headers(start, header), QueryString: query(r.URL.RawQuery),
		HeadersSize: header - start, BodySize: s.taken() - header,
	}
	if len(body) > 0 {
		text, encoding := textOf(body)
		e.Request.PostData = &postData{MimeType: r.Header.Get("Content-Type"), Params: []pair{}, Text: text, Encoding: encoding}
	}
	return r, ended, err
}

// readResponse reads the answer to a request. It reports whether the next one may follow.
func (e *entry) readResponse(s *side, asked *http.Request, ended time.Time) bool {
	e.Response = response{Cookies: []cookie{}, Headers: []pair{}, Content: content{MimeType: "x-unknown"}, HeadersSize: -1, BodySize: -1}
	for {
		start := s.taken()
		r, err := http.ReadResponse(s.reader, asked)
		switch {
		case err != nil && (s.cut || start < len(s.data)):
			e.note("the answer was not captured whole, or is no HTTP")
			return false
		case err != nil:
			e.note("no answer was captured")
			return false
		case r.StatusCode/100 == 1 && r.StatusCode != http.StatusSwitchingProtocols:
			continue // 100 Continue: the answer is still to come
		}
		header := s.taken()
		body, err := io.ReadAll(r.Body)
		began, last := s.when(start), s.when(s.taken()-1)
		e.Timings.Wait, e.Timings.Receive = milliseconds(ended, began), milliseconds(began, last)
		e.Time += e.Timings.Wait + e.Timings.Receive
		_, text, _ := strings.Cut(r.Status, " ")
		e.Response = response{
			Status: r.StatusCode, StatusText: latin1([]byte(text)), HTTPVersion: r.Proto,
			Cookies: cookies(r.Cookies()), Headers: s.headers(start, header), RedirectURL: latin1([]byte(r.Header.Get("Location"))),
			HeadersSize: header - start, BodySize: s.taken() - header,
		}
		e.Response.Content = e.content(body, r.Header)
		switch {
		case err != nil:
			e.note("the answer was not captured whole")
			return false
		case r.StatusCode == http.StatusSwitchingProtocols:
			e.note("what follows is of another protocol")
			return false
		}
		return true
	}
}

func milliseconds(from, to time.Time) float64 {
	return max(0, float64(to.Sub(from))/float64(time.Millisecond))
}

// absolute is the URL of a request, which in an archive names a host.
func absolute(r *http.Request) string {
	if r.URL.IsAbs() {
		return r.URL.String()
	}
	host := r.Host
	if host == "" {
		host = "localhost"
	}
	if r.Method == http.MethodConnect {
		return "http://" + host
	}
	return "http://" + host + r.URL.RequestURI()
}

// query are the values behind the question mark of a URL, in their order.
func query(raw string) []pair {
	list := []pair{}
	for part := range strings.SplitSeq(raw, "&") {
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		list = append(list, pair{unescaped(name), unescaped(value)})
	}
	return list
}

func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

func cookies(all []*http.Cookie) []cookie {
	list := []cookie{}
	for _, c := range all {
		one := cookie{Name: c.Name, Value: c.Value, Path: c.Path, Domain: c.Domain, HTTPOnly: c.HttpOnly, Secure: c.Secure}
		if !c.Expires.IsZero() {
			one.Expires = c.Expires.UTC().Format(time.RFC3339)
		}
		list = append(list, one)
	}
	return list
}
