package remote

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/spf13/pflag"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// hostileWords are words that mean something to some shell.
var hostileWords = []string{"", "x", "it's", `\`, `\\`, `'\''`, `a\x00b\`, "$HOME", "`id`", "!!", "~", "*", "#", "-n", "a\nb", "\t", "é\xff", `"`, "%s", "{a,b}", "^x", "=ls"}

// TestQuote: whatever a word is, shells take it as it is.
func TestQuote(t *testing.T) {
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "sh")
	words := slices.Clone(hostileWords)
	r := testrand.New(t)
	for range 50 {
		var word strings.Builder
		for range r.IntN(6) {
			word.WriteString(hostileWords[r.IntN(len(hostileWords))])
		}
		words = append(words, word.String())
	}
	for _, shell := range []string{"sh", "bash", "dash", "zsh", "fish"} {
		path, err := exec.LookPath(shell)
		if err != nil {
			continue
		}
		out, err := exec.Command(path, "-c", quote(append([]string{"printf", `%s\0`}, words...))).Output()
		if got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); err != nil || !slices.Equal(got, words) {
			t.Errorf("%s: %v: %q, want %q", shell, err, got, words)
		}
	}
}

// FuzzQuote: the same of any word.
func FuzzQuote(f *testing.F) {
	for _, word := range hostileWords {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, word string) {
		if strings.Contains(word, "\x00") {
			t.Skip("no argument has such a byte")
		}
		out, err := exec.Command("sh", "-c", quote([]string{"printf", "%s", word})).Output()
		if err != nil || string(out) != word {
			t.Errorf("%q became %q: %v", word, out, err)
		}
	})
}

// TestCopied: the program that comes on standard input is run with all arguments and, up to its
// end, that input, in a directory that programs may be run from, and gone afterwards. Of the
// input right behind it some is read ahead by busybox's head.
func TestCopied(t *testing.T) {
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "sh")
	const program = "#!/bin/sh\nprintf '%s|' \"$@\"\ntail -c 4\necho said >&2\nexit 7\n"
	rest := strings.Repeat("x", 1<<20) + "rest"
	tmp := t.TempDir()
	for _, test := range []struct {
		name, dir, machine, stdin string
		status                    int
		stdout                    string
		stderr                    string
	}{
		{"runs", tmp, machines[runtime.GOARCH], program + rest, 7, `it's|\\|rest`, "said\n"},
		{"its first directory is not there", filepath.Join(tmp, "none"), machines[runtime.GOARCH], program + rest, 7, `it's|\\|rest`, "said\n"},
		{"another machine", tmp, "vax", program + rest, 1, "", "this host is " + machines[runtime.GOARCH] + ", and the program to copy is for vax: install unixsnoop here\n"},
		{"the connection is lost", tmp, machines[runtime.GOARCH], program[:20], 1, "", ""},
	} {
		words := []string{"-c", copied, "sh", strconv.Itoa(len(program)), test.machine, "unixsnoop", "it's", `\\`}
		cmd := exec.Command("sh", words...)
		cmd.Env = append(os.Environ(), "TMPDIR="+test.dir)
		cmd.Stdin = strings.NewReader(test.stdin)
		var stderr strings.Builder
		cmd.Stderr = &stderr
		stdout, err := cmd.Output()
		if cmd.ProcessState == nil {
			t.Fatal(err)
		}
		if cmd.ProcessState.ExitCode() != test.status || string(stdout) != test.stdout || stderr.String() != test.stderr {
			t.Errorf("%s: status %d, %q, %q", test.name, cmd.ProcessState.ExitCode(), stdout, stderr.String())
		}
		if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
			t.Errorf("%s: left %v, %v", test.name, left, err)
		}
	}
}

// TestRecord: flags are handed on as they were typed; for another host they mean nothing here.
func TestRecord(t *testing.T) {
	for _, elsewhere := range []bool{false, true} {
		var (
			set   flags.Set
			words []string
			on    bool
			names []string
		)
		g := set.Group("")
		g.BoolVarP(&on, "terminal", "t", false, "")
		g.VarP(flags.ListOf(&names, func(s string) (string, error) {
			if s == "unknown" {
				return "", errors.New("it is unknown here")
			}
			return s, nil
		}, strconv.Quote), "uid", "u", "")
		Record(g, &words, func() bool { return elsewhere })
		err := g.Parse([]string{"-tu", "me", "--uid", "unknown"})
		want := []string{"--terminal=true", "--uid=me", "--uid=unknown"}
		if (err == nil) != elsewhere || !slices.Equal(words, want) || on == elsewhere || (len(names) == 0) != elsewhere || g.Lookup("terminal").Value.Type() != "bool" {
			t.Errorf("elsewhere %v: %v, %q, %v, %q", elsewhere, err, words, on, names)
		}
	}
	var _ pflag.Value = &typed{}
}

// TestRelay: lines are told without our own name, as far as they are no longer than anybody
// reads, and all is read.
func TestRelay(t *testing.T) {
	var lines []string
	said := strings.NewReader("unixsnoop: one\r\ntwo\n" + strings.Repeat("x", 2*longestLine) + "\nthree\n")
	relay(iotest.HalfReader(said), func(line string) { lines = append(lines, line) })
	if !slices.Equal(lines, []string{"one", "two"}) || said.Len() > 0 {
		t.Errorf("%q, %d bytes left", lines, said.Len())
	}
}
