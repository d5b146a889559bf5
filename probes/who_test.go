package probes

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// madeUp is a process in a /proc of its own.
type madeUp struct {
	pid                  int
	comm, started, stack string
	words                []string // of its command line; none hangs who reads it
}

func (m madeUp) put(t *testing.T, proc string) {
	t.Helper()
	dir := filepath.Join(proc, fmt.Sprint(m.pid))
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	fields := strings.Fields(strings.Repeat("0 ", 50))
	fields[0], fields[19], fields[45] = "S", m.started, m.stack
	for name, text := range map[string]string{
		"comm": m.comm + "\n",
		"stat": fmt.Sprintf("%d (%s) %s\n", m.pid, m.comm, strings.Join(fields, " ")),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	line := filepath.Join(dir, "cmdline")
	_ = os.Remove(line)
	var err error
	if m.words == nil {
		err = unix.Mkfifo(line, 0o600)
	} else {
		err = os.WriteFile(line, []byte(strings.Join(m.words, "\x00")+"\x00"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestHangingProcess: a process whose command line can't be read, as its memory does not
// answer, keeps nobody from being told of but itself, and no capture from ending.
func TestHangingProcess(t *testing.T) {
	w := newWho()
	w.proc = t.TempDir()
	madeUp{7, "hangs", "1", "1", nil}.put(t, w.proc)
	madeUp{8, "other", "1", "1", []string{"other"}}.put(t, w.proc)
	w.of(7, "hangs")
	defer func() {
		// Who opens the FIFO to write, and closes it, ends what hangs.
		fd, err := unix.Open(filepath.Join(w.proc, "7", "cmdline"), unix.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		unix.Close(fd)
		if !testrun.Until(func() bool { return w.background.patience.Hung() == 0 }) {
			t.Error("it hangs still")
		}
	}()
	if !testrun.Until(func() bool {
		p, _ := w.of(8, "other")
		return p != nil && p.Command[0] == "other"
	}) {
		t.Error("nothing is known of the other one")
	}
}

// TestNumberUsedAgain: a process with the number and the name of another, and one that has
// begun to run another program, is not told of as the one before.
func TestNumberUsedAgain(t *testing.T) {
	w := newWho()
	w.proc = t.TempDir()
	first := madeUp{7, "sshd", "1", "1", []string{"/usr/sbin/sshd"}}
	first.put(t, w.proc)
	k := processKey{7, "sshd"}
	before, _ := w.lookAt(k, described{})
	if before.process == nil || before.process.Command[0] != "/usr/sbin/sshd" {
		t.Fatalf("%+v", before.process)
	}
	if again, _ := w.lookAt(k, before); again.process != before.process {
		t.Error("the same one is another")
	}
	for _, other := range []madeUp{{7, "sshd", "2", "1", []string{"/tmp/sshd"}}, {7, "sshd", "2", "2", []string{"/tmp/again"}}} {
		other.put(t, w.proc)
		now, _ := w.lookAt(k, before)
		if now.process == nil || now.process.Command[0] != other.words[0] {
			t.Errorf("%+v", now.process)
		}
		before = now
	}
	if err := os.RemoveAll(filepath.Join(w.proc, "7")); err != nil {
		t.Fatal(err)
	}
	if gone, _ := w.lookAt(k, before); gone.process != before.process {
		t.Error("of one that has gone nothing is known")
	}
	// What is known is asked for again.
	first.put(t, w.proc)
	if !testrun.Until(func() bool {
		w.now += uint64(answerRest)
		p, _ := w.of(7, "sshd")
		return p != nil && p.Command[0] == "/usr/sbin/sshd"
	}) {
		t.Fatal("not found")
	}
	madeUp{7, "sshd", "3", "3", []string{"later"}}.put(t, w.proc)
	if !testrun.Until(func() bool {
		w.now += uint64(answerRest)
		p, _ := w.of(7, "sshd")
		return p != nil && p.Command[0] == "later"
	}) {
		t.Error("the later one is told of as the one before")
	}
}

// TestContainersAtOnce: of containers that start one soon after the other each has its name, and
// those that have none take little time.
func TestContainersAtOnce(t *testing.T) {
	w := newWho()
	w.root = t.TempDir()
	for i, name := range []string{"web", "db", "cache"} {
		id := strings.Repeat(fmt.Sprintf("%02x", 0xa0+i), 32)
		group := "/system.slice/docker-" + id + ".scope"
		if c, ok := w.container(group); !ok || c.Name != id {
			t.Errorf("%+v", c)
		}
		dir := filepath.Join(w.root, "var/lib/docker/containers", id)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "config.v2.json"), fmt.Appendf(nil, `{"ID":%q,"Name":"/%s"}`, id, name), 0o600); err != nil {
			t.Fatal(err)
		}
		if !testrun.Until(func() bool {
			c, _ := w.container(group)
			return c.Name == name
		}) {
			t.Errorf("%s has no name", name)
		}
	}
	if soon := restAfter(time.Millisecond); soon > 100*time.Millisecond {
		t.Errorf("where it takes little, it is read again after %v", soon)
	}
	if most := restAfter(time.Minute); most != 20*time.Minute {
		t.Errorf("where it takes a minute, it is read again after %v", most)
	}
}

// TestContainerAskedTwice: who asks while another reads what containers are called gets the name,
// too: a process is looked at when it starts, and when it sends.
func TestContainerAskedTwice(t *testing.T) {
	w := newWho()
	w.root, w.patience = t.TempDir(), testrun.Patience
	id := strings.Repeat("ab", 32)
	dir := filepath.Join(w.root, "var/lib/docker/containers", id)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.v2.json"), fmt.Appendf(nil, `{"ID":%q,"Name":"/web"}`, id), 0o600); err != nil {
		t.Fatal(err)
	}
	names := make(chan string)
	for range 8 {
		go func() {
			c, _ := w.container("/docker/" + id)
			names <- c.Name
		}()
	}
	for range 8 {
		if name := <-names; name != "web" {
			t.Errorf("it is called %s", name)
		}
	}
}
