package packets

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestProcesses: what there is to say of a process is in the file once, and read back with
// each message of it.
func TestProcesses(t *testing.T) {
	curl := &format.Process{
		Executable: "/usr/bin/curl: the best", Parent: 7, ParentComm: "ba,sh",
		Command: []string{"curl", "", "-H", "a: b, c\n>[\xff]", "http://x/"}, Container: "shop/api/server", Runtime: "kubernetes",
	}
	bare := &format.Process{Executable: "/sbin/init"}
	long := &format.Process{Command: []string{"x", strings.Repeat("\x01", 5000), strings.Repeat("\x01", 5000)}}
	message := func(from, to *format.Process, comm string) *format.Message {
		return &format.Message{
			Time: time.Unix(1, 0), Type: format.Datagram,
			From: format.End{Pid: 3, Comm: comm, UID: -1, Process: from}, To: format.End{Pid: 1, Comm: "init", UID: 0, Process: to},
			Len: 1, Parts: []format.Part{{Data: []byte("x")}},
		}
	}
	var file bytes.Buffer
	w, err := NewWriter(&file, DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range []*format.Message{
		message(nil, nil, "curl"), message(curl, nil, "curl"), message(curl, bare, "curl"), message(curl, bare, "curl"), message(long, bare, "other"),
	} {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(file.String(), "shop/api/server"); n != 1 {
		t.Errorf("it is there %d times", n)
	}
	r, err := NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	cut := &format.Process{Command: long.Command[:2]}
	var got [][2]*format.Process
	for {
		m, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, [2]*format.Process{m.From.Process, m.To.Process})
	}
	want := [][2]*format.Process{{nil, nil}, {curl, nil}, {curl, bare}, {curl, bare}, {cut, bare}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got[2][0] != got[1][0] {
		t.Error("it is another one in each message")
	}
}

func FuzzProcess(f *testing.F) {
	f.Add("7:sh:docker:web:/bin/x:a,b")
	f.Add("0:::::")
	f.Fuzz(func(t *testing.T, s string) {
		p, err := parseProcess(s)
		if err != nil {
			return
		}
		again, err := parseProcess(string(appendProcess(nil, p)))
		if err != nil {
			t.Fatal(err)
		}
		if len(s) < maxProcess/4 && !cmp.Equal(p, again) {
			t.Errorf("%+v, and then %+v", p, again)
		}
	})
}
