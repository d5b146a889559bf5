package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// saveDialogues writes a capture file of so many conversations with a server, all of
// which say the same in turns.
func saveDialogues(t *testing.T, count int, lines ...string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "dialogues")
	var messages []*format.Message
	for i, line := range lines {
		for c := range count {
			client := format.End{Pid: 10 + c, Tid: 10 + c, Comm: "client", Inode: uint64(100 + c)}
			server := format.End{Pid: 1, Tid: 1, Comm: "server", Inode: uint64(900 + c), Name: "/run/x"}
			m := &format.Message{Time: time.Unix(int64(i), 0), Type: format.Stream, From: client, To: server,
				Len: int64(len(line)), Parts: []format.Part{{Data: []byte(line)}}}
			if i%2 == 1 {
				m.From, m.To = server, client
			}
			messages = append(messages, m)
		}
	}
	writeCapture(t, path, messages)
	return path
}

func TestFollow(t *testing.T) {
	file := saveDialogues(t, 2, "hello\n", "hi\n")
	dialogue := func(client, inode int) string {
		return fmt.Sprintf("client[%d] <> server[1] stream /run/x conversation %d\n> hello\n< hi\n", client, inode)
	}
	for _, test := range []struct {
		args           string
		stdout, stderr string
	}{
		{"--follow", dialogue(10, 100), "unixsnoop: other conversations, which --conversation ID shows: 101 (client[11] > server[1], /run/x)\nunixsnoop: 2 messages read\n"},
		{"--follow --conversation 101", dialogue(11, 101), "unixsnoop: other conversations, which --conversation ID shows: 100 (client[10] > server[1], /run/x)\nunixsnoop: 2 messages read\n"},
		{"--follow -p 11", dialogue(11, 101), "unixsnoop: 2 messages read\n"},
		{"--conversation 7 -q", "", "unixsnoop: there is no conversation 7; there are 100 (client[10] > server[1], /run/x), 101 (client[11] > server[1], /run/x)\nunixsnoop: 0 messages read\n"},
	} {
		got := runCommand(t, unixsnoop(append(strings.Fields(test.args), "-r", file)...))
		if got != (result{0, test.stdout, test.stderr}) {
			t.Errorf("%s: %+v", test.args, got)
		}
	}
	got := runCommand(t, unixsnoop("--conversation", "101", "--format", "json", "-r", file))
	if strings.Count(got.stdout, "\n") != 2 || strings.Count(got.stdout, `"conversation":"101"`) != 2 {
		t.Errorf("%+v", got)
	}
	if got := runCommand(t, unixsnoop("--conversation", "7", "-r", "../testdata/captures/ends.pcapng")); !strings.Contains(got.stderr, "there are 249 (redis-cli[196] > redis-server[168], /run/redis.sock), 1565 (") {
		t.Errorf("not in the order in which they began: %+v", got)
	}
	got = runCommand(t, unixsnoop("--follow", "-r", saveDialogues(t, 9, "hello\n")))
	if !strings.Contains(got.stderr, "105 (client[15] > server[1], /run/x), and others\n") {
		t.Errorf("%+v", got)
	}
}

// TestFollowColours: on a terminal the two sides have colours, unless the user or the
// terminal wants none.
func TestFollowColours(t *testing.T) {
	file := saveDialogues(t, 1, "hello\n", "hi\n")
	for _, test := range []struct {
		env  string
		want string // of the client's first line
	}{
		{"TERM=xterm", "\x1b[35m> hello\x1b[0m"},
		{"NO_COLOR=1", "\n> hello"},
		{"TERM=dumb", "\n> hello"},
	} {
		cmd := unixsnoop("--follow", "-r", file)
		cmd.Env = append(cmd.Env, "TERM=xterm", "NO_COLOR=", test.env)
		terminal, ours := testhost.Terminal(t)
		cmd.Stdout = ours
		if err := cmd.Run(); err != nil {
			t.Fatal(err)
		}
		ours.Close()
		shown, _ := io.ReadAll(terminal) // ends with an error once nobody writes
		if got := strings.ReplaceAll(string(shown), "\r\n", "\n"); !strings.Contains(got, test.want) {
			t.Errorf("%s: %q", test.env, got)
		}
	}
}
