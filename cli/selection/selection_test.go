package selection

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
)

// parse is what a command line selects.
func parse(t *testing.T, args string) (l Live) {
	t.Helper()
	g := new(flags.Set).Group("")
	l.Define(g)
	err := g.Parse(strings.Fields(args))
	if err == nil {
		l.Names, err = ParseSockets(g.Args())
	}
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestCheck: a selection that can't be meant is a mistake of who typed it.
func TestCheck(t *testing.T) {
	for args, want := range map[string]string{
		"":                               "",
		"-f":                             "-f follows the processes of -p, but there is none; give -p PID",
		"-f -p 1":                        "",
		"--exclude /a":                   "",
		"--exclude *":                    "--exclude * leaves nothing to capture",
		"--exclude /a /a":                "--exclude /a leaves nothing to capture",
		"--exclude /a /b":                "",
		"--exclude /a* /a/b /a/c":        "--exclude /a* leaves nothing to capture",
		"--exclude /a* /a/b /c":          "",
		"--exclude /a* --unnamed /a/b":   "",
		"--exclude /a* --inode 5 /a/b":   "",
		"--exclude /b --exclude /a /a":   "--exclude /a leaves nothing to capture",
		"--exclude @a /a":                "",
		"--exclude /a/b* --comm x /a/b*": "--exclude /a/b* leaves nothing to capture",
	} {
		l := parse(t, args)
		switch err := l.Check(); {
		case err == nil && want == "":
		case err == nil, err.Error() != want, !errors.As(err, &flags.Mistake{}):
			t.Errorf("%s: got %v, want %q", args, err, want)
		}
	}
}

// TestIsEmpty: any criterion is enough for a capture.
func TestIsEmpty(t *testing.T) {
	if l := parse(t, "--terminal"); !l.Empty() {
		t.Error("--terminal selects nothing")
	}
	for _, args := range []string{"/x", "--inode 1", "--unnamed", "-p 1", "--comm x", "--uid 0", "--type dgram", "--container x", "--exclude /x", "-f"} {
		if l := parse(t, args); l.Empty() {
			t.Errorf("%s is a criterion", args)
		}
	}
}

// TestParseName: one name, and no pattern of many.
func TestParseName(t *testing.T) {
	long := "/" + strings.Repeat("x", 110) + "/s"
	for arg, want := range map[string]string{
		"/a":     "/a",
		"@a":     "\x00a",
		`/a\x2a`: "/a*",
		"/a*":    `error: /a* is many names; give one, where a '*' is written \x2a`,
		long:     "error: " + long + " has 113 bytes, and a socket's name 108 at most; go to its directory and give ./s",
		"a":      `error: bad socket pattern "a": it is neither a path nor a command; write ./a for a relative path, @a for an abstract name`,
	} {
		name, err := ParseName(arg)
		got := string(name)
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != want {
			t.Errorf("%s: got %q, want %q", arg, got, want)
		}
	}
}

// TestCheckPids: a process, and neither a thread nor what is none.
func TestCheckPids(t *testing.T) {
	if err := CheckPids([]int{os.Getpid()}); err != nil {
		t.Error(err)
	}
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	for _, thread := range threads {
		tid, err := parsePid(thread.Name())
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckPids([]int{tid}); (err == nil) != (tid == os.Getpid()) {
			t.Errorf("thread %d of process %d: %v", tid, os.Getpid(), err)
		}
	}
	if err := CheckPids([]int{1<<31 - 1}); err == nil || !strings.HasSuffix(err.Error(), "there is no such process") {
		t.Errorf("got %v", err)
	}
}

// TestCompletions: what runs completes, and what a hostile name holds does not reach the
// terminal as it is.
func TestCompletions(t *testing.T) {
	comm, err := os.ReadFile("/proc/self/comm")
	if err != nil {
		t.Fatal(err)
	}
	if name := strings.TrimSpace(string(comm)); !slices.Contains(commands(""), format.Escape(name)) {
		t.Errorf("%s runs, but does not complete", name)
	}
	if !slices.ContainsFunc(pids("1"), func(s string) bool { return strings.HasPrefix(s, "1\t") }) {
		t.Error("process 1 does not complete")
	}
}
