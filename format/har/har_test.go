package har

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

var (
	curl    = format.End{Pid: 1300, UID: 1000, Comm: "curl", Inode: 1}
	dockerd = format.End{Pid: 812, UID: 0, Comm: "dockerd", Inode: 2, Name: "/run/docker.sock"}
)

// said is a message of the client, if its line begins with c, or the server, so many
// milliseconds after the first.
func said(after int, line string) *format.Message {
	m := &format.Message{Time: time.Date(2026, 3, 2, 9, 13, 0, after*1e6, time.UTC), Type: format.Stream, From: curl, To: dockerd}
	if line[0] == 's' {
		m.From, m.To = dockerd, curl
	}
	data := []byte(line[1:])
	m.Len, m.Parts = int64(len(data)), []format.Part{{Data: data}}
	return m
}

// every has messages of these lines ten milliseconds apart.
func every(lines ...string) []*format.Message {
	var all []*format.Message
	for i, line := range lines {
		all = append(all, said(10*i, line))
	}
	return all
}

// write is the archive of messages.
func write(t testing.TB, messages []*format.Message, losses ...format.Loss) (archive, string) {
	t.Helper()
	var out bytes.Buffer
	w := New(&out)
	for _, m := range messages {
		w.Write(m)
	}
	for _, l := range losses {
		w.WriteLoss(l)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var a archive
	decoder := json.NewDecoder(bytes.NewReader(out.Bytes()))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&a); err != nil {
		t.Fatalf("%v in %s", err, out.String())
	}
	return a, out.String()
}

// TestEntry: a request and its answer with all that HAR demands of them.
func TestEntry(t *testing.T) {
	body := `{"Image":"alpine"}`
	a, _ := write(t, []*format.Message{
		said(0, "cPOST /v1.43/containers/create?name=a%20b&x HTTP/1.1\r\nHost: docker\r\nX-odd-CASE:  kept \r\nCookie: a=1; b=2\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n"),
		said(5, "c"+body),
		said(105, "sHTTP/1.1 201 Created\r\nSet-Cookie: id=7; Path=/; HttpOnly\r\nLocation: /containers/7\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"),
		said(125, "s8\r\n{\"Id\":7}\r\n0\r\n\r\n"),
	})
	want := &entry{
		Started: "2026-03-02T09:13:00.000000000Z", Time: 125, Timings: timings{Send: 5, Wait: 100, Receive: 20},
		Connection: "1", Socket: "/run/docker.sock", Client: "curl[1300]", Server: "dockerd[812]",
		Request: request{
			Method: "POST", URL: "http://docker/v1.43/containers/create?name=a%20b&x", HTTPVersion: "HTTP/1.1",
			Cookies:     []cookie{{Name: "a", Value: "1"}, {Name: "b", Value: "2"}},
			Headers:     []pair{{"Host", "docker"}, {"X-odd-CASE", "kept"}, {"Cookie", "a=1; b=2"}, {"Content-Type", "application/json"}, {"Content-Length", "18"}},
			QueryString: []pair{{"name", "a b"}, {"x", ""}},
			PostData:    &postData{MimeType: "application/json", Params: []pair{}, Text: body},
			HeadersSize: 159, BodySize: 18,
		},
		Response: response{
			Status: 201, StatusText: "Created", HTTPVersion: "HTTP/1.1", RedirectURL: "/containers/7",
			Cookies:     []cookie{{Name: "id", Value: "7", Path: "/", HTTPOnly: true}},
			Headers:     []pair{{"Set-Cookie", "id=7; Path=/; HttpOnly"}, {"Location", "/containers/7"}, {"Content-Type", "application/json"}, {"Transfer-Encoding", "chunked"}},
			Content:     content{Size: 8, MimeType: "application/json", Text: `{"Id":7}`},
			HeadersSize: 145, BodySize: 18,
		},
	}
	if len(a.Log.Entries) != 1 || a.Log.Version != "1.2" || a.Log.Creator.Name != "unixsnoop" || a.Log.Comment != "" {
		t.Fatalf("%+v", a.Log)
	}
	if diff := cmp.Diff(want, a.Log.Entries[0], cmp.AllowUnexported(entry{}), cmp.FilterPath(func(p cmp.Path) bool { return p.String() == "order" }, cmp.Ignore())); diff != "" {
		t.Error(diff)
	}
}

// TestConversations: what is read of conversations, and what is said of what is not.
func TestConversations(t *testing.T) {
	const (
		get   = "cGET / HTTP/1.1\r\nHost: x\r\n\r\n"
		ok    = "sHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
		empty = "sHTTP/1.1 204 No Content\r\n\r\n"
	)
	cut := func(messages []*format.Message, i int) []*format.Message {
		m := messages[i]
		m.Parts[0].Data = m.Parts[0].Data[:len(m.Parts[0].Data)-1]
		return messages
	}
	for name, test := range map[string]struct {
		messages []*format.Message
		want     []string // status, time to the answer, comment
	}{
		"nothing":               {nil, nil},
		"two in a row":          {every(get, ok, get, empty), []string{"200 10", "204 10"}},
		"pipelined":             {every(get+get[1:], ok+empty[1:]), []string{"200 10", "204 10"}},
		"100 Continue":          {every("cPUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", "sHTTP/1.1 100 Continue\r\n\r\n", "cx", empty), []string{"204 10"}},
		"HEAD":                  {every("cHEAD / HTTP/1.1\r\n\r\n", "sHTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n", get, ok), []string{"200 10", "200 10"}},
		"up to the end":         {every(get, "sHTTP/1.0 200 OK\r\n\r\nso", "s much"), []string{"200 10"}},
		"no answer":             {every(get, ok, get), []string{"200 10", "0 0 no answer was captured"}},
		"cut off in the answer": {cut(every(get, ok, get, ok), 1), []string{"200 10 the answer was not captured whole"}},
		"cut off in a request":  {cut(every(get, ok, get, ok), 2), []string{"200 10 what the client says behind it is no HTTP, or its beginning only"}},
		"a body cut off":        {cut(every("cPUT / HTTP/1.1\r\nContent-Length: 2\r\n\r\nxy", ok), 0), []string{"200 10 the request was not captured whole"}},
		"another protocol":      {every("cGET / HTTP/1.1\r\nUpgrade: x\r\n\r\n", "sHTTP/1.1 101 Switching Protocols\r\n\r\n", "c\x01\x02", "s\x03"), []string{"101 10 what follows is of another protocol"}},
		"attach of old":         {every("cPOST /attach HTTP/1.1\r\n\r\n", "sHTTP/1.1 200 OK\r\nContent-Type: raw\r\n\r\n", "cls\n", "sfiles"), []string{"200 10"}},
		"something else":        {every("c*1\r\n$4\r\nPING\r\n", "s+PONG\r\n"), nil},
		"no HTTP answers":       {every(get, "sSSH-2.0\r\n"), []string{"0 0 the answer was not captured whole, or is no HTTP"}},
		"HTTP/2":                {every("cPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "s\x00"), nil},
	} {
		a, _ := write(t, test.messages)
		var got []string
		for _, e := range a.Log.Entries {
			got = append(got, strings.TrimSpace(fmt.Sprintf("%d %g %s", e.Response.Status, e.Timings.Wait, e.Comment)))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if others := strings.Contains(a.Log.Comment, "left out because they are not HTTP/1: 1"); others != (test.want == nil && test.messages != nil) {
			t.Errorf("%s: %s", name, a.Log.Comment)
		}
	}
}

// TestContent: bodies come out of their compression, up to a bound, and what is no text is in
// base64.
func TestContent(t *testing.T) {
	defer func(before int) { maxContent = before }(maxContent)
	maxContent = 1 << 16
	compressed := func(data []byte) string {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(data)
		w.Close()
		return b.String()
	}
	for _, test := range []struct {
		coding, body string
		want         content
		comment      string
	}{
		{"gzip", compressed([]byte("hello")), content{Size: 5, Text: "hello"}, ""},
		{"gzip", compressed(make([]byte, maxContent+1)), content{}, "the body is left in its Content-Encoding"},
		{"gzip", "no gzip", content{Size: 7, Text: "no gzip"}, "the body is left in its Content-Encoding"},
		{"br", "?", content{Size: 1, Text: "?"}, "the body is left in its Content-Encoding"},
		{"identity", "\xff\x00", content{Size: 2, Text: "/wA=", Encoding: "base64"}, ""},
	} {
		a, _ := write(t, every("cGET / HTTP/1.1\r\n\r\n", fmt.Sprintf("sHTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n%s", test.coding, len(test.body), test.body)))
		e := a.Log.Entries[0]
		got := e.Response.Content
		if got.Encoding == "" || test.want.Text != "" {
			if got.Size != test.want.Size || got.Text != test.want.Text || got.Encoding != test.want.Encoding {
				t.Errorf("%s: %+v", test.coding, got)
			}
		} else if got.Size != len(test.body) {
			t.Errorf("%s of too much: %d bytes", test.coding, got.Size)
		}
		if e.Comment != test.comment {
			t.Errorf("%s: %q", test.coding, e.Comment)
		}
	}
}

// TestLosses: what is missing is said.
func TestLosses(t *testing.T) {
	a, text := write(t, nil, format.Loss{Cause: "ring full", Count: 3, Note: "lost\x1b[2J"})
	if a.Log.Comment != `3 lost\x1b[2J` || !strings.Contains(text, `"entries": []`) {
		t.Error(text)
	}
}

// FuzzArchive: whatever is said, the archive is valid, has the members that HAR demands, and
// nothing in it can control a terminal.
func FuzzArchive(f *testing.F) {
	f.Add([]byte("GET /\x80 HTTP/1.1\r\nHost: \xff\r\n\r\n"), []byte("HTTP/1.1 200 \u202e\r\nSet-Cookie: a=\"\x1b\"\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n\x9b\r\n0\r\n\r\n"), 5)
	f.Add([]byte("POST http://a@b/?%zz=1&=& HTTP/1.0\r\nContent-Length: 3\r\n\r\n\x00\x01\x02GET * HTTP/1.1\r\n\r\n"), []byte("HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"), 0)
	f.Fuzz(func(t *testing.T, client, server []byte, split int) {
		n := min(max(split, 0), len(client))
		messages := []*format.Message{said(0, "c"+string(client[:n])), said(1, "c"+string(client[n:])), said(2, "s"+string(server))}
		a, text := write(t, messages)
		for _, e := range a.Log.Entries {
			if e.Request.Headers == nil || e.Request.Cookies == nil || e.Request.QueryString == nil || e.Response.Headers == nil || e.Response.Cookies == nil ||
				e.Time < 0 || e.Request.Method == "" || e.Request.URL == "" || e.Response.Content.MimeType == "" {
				t.Errorf("%+v", e)
			}
		}
		for _, c := range []byte(text) {
			if c >= 0x7f || c < ' ' && c != '\n' {
				t.Fatalf("byte %#x in %q", c, text)
			}
		}
	})
}
