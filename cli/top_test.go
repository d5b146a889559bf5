package cli

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

func TestTopUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for _, test := range []struct{ args, want string }{
		{"--nonsense", "unknown flag: --nonsense"},
		{"docker", `bad socket pattern "docker": `},
		{"--format hex", `unknown format "hex"; known are table, json`},
		{"--sort size", `unknown order "size"; known are messages, bytes, last, name, process`},
		{"--interval 0s", "--interval 0s is shorter than 100ms"},
		{"--interval -1s", "--interval -1s is shorter than 100ms"},
		{"-n -1", "--rows -1 is negative"},
		{"-f", "-f follows the processes of -p, but there is none; give -p PID"},
		{"--exclude *", "--exclude * leaves nothing"},
		{"--container nosuchcontainer", `no container has an id or name that starts with "nosuchcontainer"`},
	} {
		refuses(t, test.want, "unixsnoop top --help", append([]string{"top"}, strings.Fields(test.args)...)...)
	}
	refuses(t, "top comes before its flags (see unixsnoop --help)\n", "unixsnoop --help", "-q", "top")
	if got := runCommand(t, unixsnoop("top", "--help")); got.status != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, "Usage:\n  unixsnoop top") {
		t.Errorf("--help: %+v", got)
	}
}

// TestCheckAgreesWithTop: when check says that capture can't work, top fails for the
// reason that check gives.
func TestCheckAgreesWithTop(t *testing.T) {
	if testkernel.Refuses() == nil {
		t.Skip("it works on this kernel")
	}
	check, top := runCommand(t, unixsnoop("check")), runCommand(t, unixsnoop("top", "--once"))
	if top.status != 1 || top.stdout != "" || top.stderr != check.stderr {
		t.Errorf("check %+v\ntop %+v", check, top)
	}
}

// chatter has a client and a server at path say one thing each, again and again, until
// the test ends.
func chatter(t *testing.T, path string) {
	t.Helper()
	client, server, hangUp := connectAt(t, path)
	done := make(chan struct{})
	go func() {
		defer close(done)
		buffer := make([]byte, 100)
		for {
			if _, err := client.Write(buffer[:10]); err != nil {
				return
			}
			if _, err := server.Read(buffer); err != nil {
				return
			}
			if _, err := server.Write(buffer[:70]); err != nil {
				return
			}
			if _, err := client.Read(buffer); err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		hangUp()
		<-done
	})
}

func TestTopOnce(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	chatter(t, path)
	var got result
	waitUntil(t, "something is said between two looks", func() bool {
		cmd := unixsnoop("top", "--once", "--interval", "500ms", path)
		cmd.Env = append(cmd.Env, "TERM=dumb")
		got = runCommand(t, cmd)
		return !strings.Contains(got.stdout, " 0 of 1 pairs active\n")
	})
	want := regexp.MustCompile(`^\d\d:\d\d:\d\d  \S+ msg/s  \S+ B/s  1 of 1 pairs active
MSG/S>.*SOCKET
 *\S+ +\S+ +\S+ +\S+ +\d+\.\ds +stream +\S+\[\d+\] +\S+\[\d+\] +` + regexp.QuoteMeta(path) + `
$`)
	if got.status != 0 || !want.MatchString(got.stdout) {
		t.Errorf("%+v", got)
	}
}

// TestTopJSON: rates come until the command is told to end.
func TestTopJSON(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	chatter(t, path)
	cmd := unixsnoop("top", "--format", "json", "--interval", "200ms", "-p", "1", "-p", strconv.Itoa(os.Getpid()), path)
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Process.Kill()
	type end struct {
		Pid   int
		Inode uint64
		Name  string
	}
	type tally struct{ Messages, Bytes uint64 }
	patiently(t, pipe)
	lines := bufio.NewScanner(pipe)
	for rates, both := 0, false; rates < 3 || !both; {
		if !lines.Scan() {
			t.Fatalf("no line: %v", lines.Err())
		}
		var l struct {
			V          int
			Loss       string
			Seconds    float64
			Type       string
			A, B       end
			AtoB       tally `json:"a_to_b"`
			BtoA       tally `json:"b_to_a"`
			Time, Last string
		}
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
		if l.Loss != "" {
			continue // a reading may miss a return
		}
		rates++
		// Those who talk may have stood still for most of the time.
		both = both || l.AtoB.Messages > 0 && l.BtoA.Messages > 0
		if l.V != 1 || l.Type != "stream" || l.Seconds <= 0 || l.B.Name != path || l.A.Name != "" ||
			l.A.Pid != os.Getpid() || l.B.Pid != os.Getpid() || l.A.Inode == 0 || l.A.Inode == l.B.Inode ||
			l.AtoB.Messages+l.BtoA.Messages == 0 || l.AtoB.Bytes != 10*l.AtoB.Messages || l.BtoA.Bytes != 70*l.BtoA.Messages {
			t.Errorf("%s", lines.Text())
		}
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	patiently(t, pipe)
	for lines.Scan() { // until it has ended
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}
