package cli

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestReadUnknownReceivers: a filter for processes is held against what the file tells of
// receivers later, too, and what it does not tell is counted.
func TestReadUnknownReceivers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pcapng")
	said := func(at int64, from, to format.End, text string) *format.Message {
		return &format.Message{
			Time: time.Unix(at, 0), Type: format.Stream, From: from, To: to,
			Len: int64(len(text)), Parts: []format.Part{{Data: []byte(text)}},
		}
	}
	client, worker := format.End{Pid: 1, Comm: "client", Inode: 7}, format.End{Pid: 2, Comm: "worker", Inode: 8, Name: "/run/x"}
	other, nobody := format.End{Pid: 3, Comm: "other", Inode: 9}, format.End{UID: -1, Name: "/run/x"}
	writeCapture(t, path, []*format.Message{
		said(1, client, nobody, "request"), said(2, other, nobody, "unheard"), said(3, worker, client, "answer"),
	})
	for args, want := range map[string]string{
		"--comm worker": "2 messages read, 1 perhaps left out: who received them is not in the file\n",
		"--comm other":  "1 message read\n",
		"--comm client": "2 messages read, 1 perhaps left out: who received them is not in the file\n",
		"":              "3 messages read\n",
	} {
		got := runCommand(t, unixsnoop(append(strings.Fields(args), "-r", path, "-q", "-t")...))
		if got.status != 0 || got.stderr != "unixsnoop: "+want {
			t.Errorf("%s: %+v, want %s", args, got, want)
		}
		if args == "--comm worker" && got.stdout != "client[1] > worker[2] stream /run/x 7 bytes\nworker[2] > client[1] stream /run/x 6 bytes\n" {
			t.Errorf("%s: %s", args, got.stdout)
		}
	}
}
