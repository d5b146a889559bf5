package cli

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

func TestSearchUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for _, test := range []struct {
		want string
		args []string
	}{
		{`invalid argument "(" for "--grep" flag: it is no regular expression: error parsing regexp: missing closing )`, []string{"--grep", "(", "/x"}},
		{`invalid argument "0g" for "--grep-hex" flag: "0g" is no byte in hex; it takes bytes such as '06 01 ?? ??'`, []string{"--grep-hex", "0g", "/x"}},
		{`invalid argument "*" for "--until" flag: it is no regular expression`, []string{"--until", "*", "/x"}},
		{"-v shows the messages that --grep or --grep-hex does not find, but neither is given; it is not the -v of tcpdump", []string{"-v", "/x"}},
		{"--around 0: it takes the number of messages to show before and after, at least 1", []string{"--grep", "x", "--around", "0", "/x"}},
		{"--around shows what is said before and after what --grep or --grep-hex finds, but neither is given", []string{"--until", "x", "--around", "1", "/x"}},
		{"--decode has no effect with --format go, which has the bytes; it is for header, hex, hexstring, json, string, html", []string{"--decode", "--format", "go", "/x"}},
		{"--decode is for what is shown, but with -w nothing is; add --print, or leave --decode out: it can be given with -r", []string{"--decode", "-w", "x", "/x"}},
		{`--color takes auto, always, never, not "red"`, []string{"--color", "red", "/x"}},
	} {
		refuses(t, test.want, "unixsnoop --help", test.args...)
	}
}

// TestSearch: what is shown of a file, and saved of it, by what is searched for.
func TestSearch(t *testing.T) {
	testhost.SameOnAllKernels(t)
	// Each line is said in both conversations, in the first one first.
	file := saveDialogues(t, 2, "one", "two", "three\xff", "four", "five", "six")
	for _, test := range []struct {
		args   string
		want   string // payloads, with > of the first conversation
		stderr string
	}{
		{"--grep e$", ">one one >five five", "12 messages searched, 4 found|4 messages read"},
		{"--grep ^T --grep (?i)^F", ">four four >five five", "12 messages searched, 4 found|4 messages read"},
		{"--grep-hex 6?ff", `>three\xff three\xff`, "12 messages searched, 2 found|2 messages read"},
		{"--grep-hex 6f??65 --grep six", ">one one >six six", "12 messages searched, 4 found|4 messages read"},
		{"-v --grep e --grep-hex 74.", "", ""},
		{"-v --grep e --grep-hex 74", ">four four >six six", "12 messages searched, 4 found|4 messages read"},
		{"--until th", `>one one >two two >three\xff`, "5 messages read"},
		{"--until nothing -s 1 -c 1", ">o", "no message fits --until nothing|1 message read"},
		{"--grep four --until six -s 2", ">fo fo >si", "11 messages searched, 3 found|3 messages read"},
		{"--grep four --around 1", `>three\xff >four three\xff four >five five`, "12 messages searched, 2 found|6 messages read"},
		{"--grep four --around 1 -c 1", `>three\xff >four >five`, "9 messages searched, 1 found|3 messages read"},
		{"--grep four --around 9 --conversation 101 -s 1", "o t t f f s", "6 messages searched, 1 found|other conversations|6 messages read"},
		{"--grep nothing --around 9", "", "12 messages searched, 0 found|0 messages read"},
		{"--grep o -c 3", ">one one >two", "3 messages searched, 3 found|3 messages read"},
	} {
		t.Run(test.args, func(t *testing.T) {
			args := append(strings.Fields(test.args), "-r", file, "--format", "json")
			if test.stderr == "" {
				refuses(t, `invalid argument "74."`, "unixsnoop --help", args...)
				return
			}
			saved := filepath.Join(t.TempDir(), "saved")
			for _, to := range [][]string{nil, {"-w", saved, "--print"}} {
				got := runCommand(t, unixsnoop(append(args, to...)...))
				if to != nil {
					got.stdout = runCommand(t, unixsnoop("-r", saved, "--format", "json")).stdout
				}
				var words []string
				for _, m := range messagesOf(t, got.stdout) {
					word := fmt.Sprintf("%q", m.Data)
					word = word[1 : len(word)-1]
					if m.From.Pid == 10 || m.To.Pid == 10 {
						word = ">" + word
					}
					words = append(words, word)
				}
				var notices []string
				for line := range strings.Lines(got.stderr) {
					notice, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "unixsnoop: "), ",")
					if strings.Contains(line, " searched, ") {
						notice = strings.TrimPrefix(strings.TrimSpace(line), "unixsnoop: ")
					}
					notices = append(notices, notice)
				}
				if shown := strings.Join(words, " "); shown != test.want || strings.Join(notices, "|") != test.stderr || got.status != 0 {
					t.Errorf("%q: %s, want %s\n%q, want %q", to, shown, test.want, notices, test.stderr)
				}
			}
		})
	}
}

// TestFoundIsTold: where something was found is told in text, in JSON and by colours.
func TestFoundIsTold(t *testing.T) {
	file := saveDialogues(t, 1, "a question", "an answer")
	for args, want := range map[string]string{
		"-A": " 9 bytes match at 3\n  an answer\\\n", "--format json": `,"matches":[{"offset":3,"len":3}]`,
		"-A --color always": "an \x1b[0;30;43mans\x1b[0;32mwer", "--follow --color always": "< an \x1b[0;30;43mans",
	} {
		got := runCommand(t, unixsnoop(append(strings.Fields(args), "--grep", "ans", "-r", file)...))
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%s: %q, want %q", args, got.stdout, want)
		}
	}
}

// TestDecoded: what a message says is shown instead of its bytes, beside them in JSON and on
// the page, and whatever -s leaves of them; what is not known stays as it is.
func TestDecoded(t *testing.T) {
	file := saveDialogues(t, 1, "GET /one HTTP/1.1\r\nHost: x\r\n\r\n", "\x00")
	for args, want := range map[string]string{
		"-t": "client[10] > server[1] stream /run/x 30 bytes (4 captured)\n  HTTP GET /one\n" +
			"server[1] > client[10] stream /run/x 1 bytes\n  0000  00                                                |.|\n",
		"-t -q":         "client[10] > server[1] stream /run/x 30 bytes (4 captured)\n  HTTP GET /one\nserver[1] > client[10] stream /run/x 1 bytes\n",
		"--follow":      "client[10] <> server[1] stream /run/x conversation 100\n> HTTP GET /one\n< \\x00\\\n",
		"--format json": `,"data":"R0VUIA==","holes":[{"offset":4,"len":26}],"decoded":[{"protocol":"HTTP","text":"GET /one"}]}` + "\n",
		"--format html": `"decoded":[{"protocol":"HTTP","text":"GET /one"}]}`,
	} {
		got := runCommand(t, unixsnoop(append(strings.Fields(args), "--decode", "-s", "4", "-r", file)...))
		if !strings.Contains(got.stdout, want) {
			t.Errorf("%s: %q, want %q", args, got.stdout, want)
		}
	}
}

// TestColours: on a terminal messages have colours, unless the user or the terminal wants
// none; elsewhere if they are asked for.
func TestColours(t *testing.T) {
	file := saveDialogues(t, 1, "hello\n")
	for _, test := range []struct {
		env, colour string
		onTerminal  bool
		want        bool
	}{
		{"TERM=xterm", "auto", true, true},
		{"TERM=xterm", "never", true, false},
		{"NO_COLOR=1", "auto", true, false},
		{"NO_COLOR=1", "always", true, true},
		{"TERM=dumb", "auto", true, false},
		{"TERM=xterm", "auto", false, false},
		{"TERM=xterm", "always", false, true},
	} {
		cmd := unixsnoop("-A", "--color", test.colour, "-r", file)
		cmd.Env = append(cmd.Env, "TERM=xterm", "NO_COLOR=", test.env)
		var shown string
		if test.onTerminal {
			terminal, ours := testhost.Terminal(t)
			cmd.Stdout = ours
			if err := cmd.Run(); err != nil {
				t.Fatal(err)
			}
			ours.Close()
			all, _ := io.ReadAll(terminal) // ends with an error once nobody writes
			shown = string(all)
		} else {
			shown = runCommand(t, cmd).stdout
		}
		if got := strings.Contains(shown, "\x1b[0;32mhello\x1b[0m"); got != test.want || !test.want && strings.Contains(shown, "\x1b") {
			t.Errorf("%+v: %q", test, shown)
		}
	}
}

// TestUntil: a capture ends with the message that was waited for, which is shown.
func TestUntil(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path := filepath.Join(shortDir(t), "s")
	r := startCapture(t, "-A", "-t", "--grep", "nothing", "--around", "3", "--until", "^quest", path)
	converse(t, path)
	if got := r.stop(0); got.status != 0 || !strings.HasSuffix(got.stdout, " 8 bytes match at 0\n  question\\\n") || strings.Count(got.stdout, "\n") != 2 ||
		got.stderr != "unixsnoop: 1 message searched, 1 found\nunixsnoop: 1 message captured, 0 lost\n" {
		t.Errorf("%+v", got)
	}
}
