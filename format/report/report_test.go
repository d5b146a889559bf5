package report_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/report"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// block is what a page holds of the capture.
func block(t *testing.T, page []byte) string {
	t.Helper()
	_, rest, ok := strings.Cut(string(page), "<script type=\"application/jsonl\" id=\"capture\">\n")
	lines, tail, ended := strings.Cut(rest, "</script>")
	if !ok || !ended || strings.Contains(tail, "<script") {
		t.Fatalf("no block of messages, or more behind it: %.100q", tail)
	}
	return lines
}

// TestLines: whatever a process says and calls itself, the block has no markup and is
// what format json says.
func TestLines(t *testing.T) {
	r := testrand.New(t)
	text := func() string {
		var b strings.Builder
		for range r.IntN(6) {
			switch r.IntN(3) {
			case 0:
				b.WriteString(attacks[r.IntN(len(attacks))])
			case 1:
				b.WriteByte(byte(r.IntN(256)))
			default:
				b.WriteString("</>&\u2028\u2029\u202e"[r.IntN(4):])
			}
		}
		return b.String()
	}
	var messages []*format.Message
	for i := range 500 {
		m := said(time.Duration(i), format.Stream, format.End{Pid: i, Comm: text(), Name: format.Name(text())},
			format.End{Inode: r.Uint64(), Comm: text(), Name: format.Name(text())}, text())
		m.Files = []format.File{{Name: text()}}
		messages = append(messages, m)
	}
	loss := format.Loss{Cause: text(), Count: 1, Note: text()}
	got := block(t, write(messages, loss))
	if i := strings.IndexAny(got, "<>&\u2028\u2029\u202e\r\x00"); i >= 0 {
		t.Fatalf("%q", got[max(0, i-50):i+10])
	}
	var plain bytes.Buffer
	w := format.NewJSON(&plain)
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.WriteLoss(loss), w.Flush()); err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(plain.String(), "\n")
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%d lines, want %d", len(gotLines), len(wantLines))
	}
	for i := range wantLines[:len(wantLines)-1] {
		var got, want any
		if err := json.Unmarshal([]byte(gotLines[i]), &got); err != nil {
			t.Fatalf("%q: %v", gotLines[i], err)
		}
		if err := json.Unmarshal([]byte(wantLines[i]), &want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		if i < len(messages) {
			line := got.(map[string]any)
			if data, err := base64.StdEncoding.DecodeString(line["data"].(string)); err != nil || len(data) != int(messages[i].Len) ||
				len(data) > 0 && !bytes.Equal(data, messages[i].Parts[0].Data) {
				t.Fatalf("message %d: %q, %v", i, data, err)
			}
		}
	}
}

// FuzzLines: whatever is sent, by whom and over which socket, a page has no markup of it,
// and what it has is what format json says.
func FuzzLines(f *testing.F) {
	for _, attack := range attacks {
		f.Add([]byte(attack), attack, attack)
	}
	f.Fuzz(func(t *testing.T, payload []byte, comm, name string) {
		m := said(0, format.Stream, format.End{Pid: 1, Comm: comm}, format.End{Pid: 2, Name: format.Name(name)}, string(payload))
		lines := block(t, write([]*format.Message{m}))
		if strings.ContainsAny(lines, "<>&\u2028\u2029") {
			t.Errorf("markup in %q", lines)
		}
		var line bytes.Buffer
		w := format.NewJSON(&line)
		if err := errors.Join(w.Write(m), w.Flush()); err != nil {
			t.Fatal(err)
		}
		var got, want any
		if err := errors.Join(json.Unmarshal([]byte(lines), &got), json.Unmarshal(line.Bytes(), &want)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// TestPolicy: the page allows its own style and script, and nothing else.
func TestPolicy(t *testing.T) {
	page := string(write(nil))
	inner := func(tag string) string {
		_, rest, _ := strings.Cut(page, "<"+tag+">")
		content, _, ok := strings.Cut(rest, "</"+tag+">")
		if !ok || content == "" {
			t.Fatalf("no %s", tag)
		}
		return content
	}
	hash := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	script := inner("script")
	want := fmt.Sprintf(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'">`,
		hash(script), hash(inner("style")))
	if i := strings.Index(page, want); i < 0 || i > strings.Index(page, "<style>") {
		t.Errorf("no %s in %.400s", want, page)
	}
	if strings.Count(page, "<script") != 2 || strings.Count(page, "<style") != 1 || strings.Contains(page, "{{") {
		t.Error("there are other scripts or styles, or something was not filled in")
	}
	// What could turn text into elements or programs, or ask the network.
	for _, word := range []string{"innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval(", "Function(", "setAttribute(\"style",
		"DOMParser", "createContextualFragment", "fetch(", "XMLHttpRequest", "import(", "http:", "https:", "<!--"} {
		if strings.Contains(script, word) {
			t.Errorf("a script has %s", word)
		}
	}
	if found := regexp.MustCompile(`\s(on[a-z]+|style|src|href)=`).FindString(strings.Replace(page, script, "", 1)); found != "" {
		t.Errorf("the page has %s", found)
	}
}

// TestEveryFile: what is in the directory of the page is in the page.
func TestEveryFile(t *testing.T) {
	page := string(write(nil))
	entries, err := os.ReadDir("page")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile("page/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() != "page.html" && strings.Count(page, string(content)) != 1 {
			t.Errorf("%s is not in the page, or twice", e.Name())
		}
	}
}

// TestWrittenAsItComes: messages are there after Flush, what ends the page after Close
// only; and the same capture makes the same page.
func TestWrittenAsItComes(t *testing.T) {
	var page bytes.Buffer
	w := report.NewWriter(&page)
	var sizes []int
	for _, m := range chrony() {
		if err := errors.Join(w.Write(m), w.Flush()); err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, page.Len())
		if got := page.String(); !strings.HasSuffix(got, "}\n") || strings.Contains(got, `<span id="end"`) {
			t.Errorf("flushed: %q", got[len(got)-100:])
		}
	}
	if sizes[0] >= sizes[1] {
		t.Errorf("sizes %d", sizes)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if !bytes.HasSuffix(page.Bytes(), []byte("<span id=\"end\" hidden></span>\n</body>\n</html>\n")) {
		t.Error("no end")
	}
	if !bytes.Equal(page.Bytes(), write(chrony())) {
		t.Error("the same capture gives two pages")
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, os.ErrClosed }

// TestWriteFails: no error gets lost.
func TestWriteFails(t *testing.T) {
	if err := report.NewWriter(fullDisk{}).Flush(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("flush: %v", err)
	}
	if err := report.NewWriter(fullDisk{}).Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("close: %v", err)
	}
	w := report.NewWriter(fullDisk{})
	var err error
	for _, m := range busy(1000, 7) {
		if err = w.Write(m); err != nil {
			break
		}
	}
	if !errors.Is(err, os.ErrClosed) {
		t.Errorf("write: %v", err)
	}
}
