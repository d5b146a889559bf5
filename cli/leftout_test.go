package cli

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestNothingMatches: who asks a file for what it has not is told what it has.
func TestNothingMatches(t *testing.T) {
	const redis = "../testdata/captures/redis.pcapng"
	const hint = "unixsnoop: nothing in the file matches: it has 8 messages, over /run/redis.sock\n"
	for _, test := range []struct{ file, args, want string }{
		{redis, "/nosuch", hint + "unixsnoop: 0 messages read\n"},
		{redis, "-p 99", hint + "unixsnoop: 0 messages read\n"},
		{redis, "--container web", "unixsnoop: no process in the file is said to be in a container called web\nunixsnoop: 0 messages read\n"},
		{redis, "--grep nothing", "unixsnoop: 8 messages searched, 0 found\nunixsnoop: 0 messages read\n"},
		{redis, "-c 1 --events", "unixsnoop: 1 message read\n"}, // the rest is not known
		{redis, "--format har", "unixsnoop: 3 conversations are not in the archive, as they are not HTTP/1\nunixsnoop: 8 messages read\n"},
		{redis, "--format har --conversation 556", "unixsnoop: other conversations, which --conversation ID shows: 1332 (redis-cli[221] > redis-server[193], /run/redis.sock), 1333 (redis-cli[222] > redis-server[193], /run/redis.sock)\n" +
			"unixsnoop: 1 conversation is not in the archive, as it is not HTTP/1\nunixsnoop: 4 messages read\n"},
		{redis, "--who", "unixsnoop: the file says no more of these processes than their names and numbers, so there is nothing that --who could show\nunixsnoop: 8 messages read\n"},
		{redis, "--events", "unixsnoop: the file has no events: a capture has them if --events or --refused was given to it\nunixsnoop: 8 messages read\n"},
		{killedRedis, "--refused --comm redis-server", "unixsnoop: 5 messages read\n"},
		{killedRedis, "/run/other.sock", "unixsnoop: nothing in the file matches: it has 5 messages, over /run/redis.sock\n" +
			"unixsnoop: 0 messages read (--events and --refused also show 19 events)\n"},
	} {
		got := runCommand(t, unixsnoop(append([]string{"-r", test.file}, strings.Fields(test.args)...)...))
		if got.status != 0 || got.stderr != test.want {
			t.Errorf("%s: status %d, %q, want %q", test.args, got.status, got.stderr, test.want)
		}
	}
}

// TestLeftOutHint: a hint names some sockets, and nothing in them reaches a terminal.
func TestLeftOutHint(t *testing.T) {
	var l leftOut
	for i := range 9 {
		l.add(&format.Message{To: format.End{Name: format.Name(fmt.Sprintf("/run/\x1b%d", i))}}, i == 0)
		l.add(&format.Message{Event: &format.Event{}}, true)
		l.add(&format.Message{More: true}, true)
	}
	want := `nothing in the file matches: it has 9 messages, over /run/\x1b0, /run/\x1b1, /run/\x1b2, /run/\x1b3, /run/\x1b4, others`
	if got := l.hint(); got != want || l.undecided != 1 {
		t.Errorf("%q, %d undecided, want %q and 1", got, l.undecided, want)
	}
	l = leftOut{}
	l.add(&format.Message{}, false)
	if got, want := l.hint(), "nothing in the file matches: it has 1 message, over sockets without a name"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
