package cli

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// TestCompletionUsageErrors: one shell, of those that there are.
func TestCompletionUsageErrors(t *testing.T) {
	for _, args := range [][]string{{"completion"}, {"completion", "ksh"}, {"completion", "bash", "zsh"}} {
		got := runCommand(t, unixsnoop(args...))
		if want := "unixsnoop: say for which shell: bash, zsh, fish, powershell (see unixsnoop completion --help)\n"; got != (result{2, "", want}) {
			t.Errorf("%q: %+v", args, got)
		}
	}
}

// completes are lines as they are typed, and the arguments that the command gets after the
// tabulator key. NAME stands for a name that only this test has.
var completes = []struct{ typed, want string }{
	{"unixsnoop li", "[list]"},
	{"unixsnoop --format hexs", "[--format] [hexstring]"},
	{"unixsnoop --follow-f", "[--follow-forks]"},
	{"unixsnoop -- cat NAME.pc", "[--] [cat] [NAME.pcapng]"},
	{"unixsnoop /x -- NAME.ot", "[/x] [--] [NAME.other]"},
	{"unixsnoop list --type seq", "[list] [--type] [seqpacket]"},
	{"unixsnoop top --sort pro", "[top] [--sort] [process]"},
	{"unixsnoop --uid roo", "[--uid] [root]"},
	{"unixsnoop --comm NAM", "[--comm] [NAME]"},
	{"unixsnoop @NAM", `[@NAME\x00a b]`},
	{"unixsnoop top /NAM", "[top] [/NAME:a b]"},
	{"unixsnoop @HNAM", "[HOSTILE]"},
	{"unixsnoop -r NAM", "[-r] [NAME.pcapng]"}, // not in fish, which does not look at the ending
	{"unixsnoop replay NAME.pc", "[replay] [NAME.pcapng]"},
	{"unixsnoop '@(touch done)' --form", "[@(touch done)] [--format]"},
	{"unixsnoop '@;touch done' --form", "[@;touch done] [--format]"},
	{"unixsnoop '@$(touch done)' --form", "[@$(touch done)] [--format]"},
}

// TestCompletion types into real shells. The command that they complete for is ours; when
// it runs it says what it got.
func TestCompletion(t *testing.T) {
	name := fmt.Sprintf("Q%d", os.Getpid())
	dir := t.TempDir()
	command := fmt.Sprintf("#!/bin/sh\ncase $1 in __complete* | completion) exec %s \"$@\" ;; esac\nprintf got\nprintf ' [%%s]' \"$@\"\necho\n", os.Args[0])
	makeFile(t, filepath.Join(dir, "unixsnoop"), command, 0o755)
	makeFile(t, filepath.Join(dir, name+".pcapng"), "", 0o644)
	makeFile(t, filepath.Join(dir, name+".other"), "", 0o644)
	// The kernel tells of the name as it was bound.
	hostile := "H" + name + "$(touch done);touch done;`touch done`'\"&|<touch >done *?[a]{b,c}#~!!\\\t\n:\x1b]0;x\a\u202e"
	for _, bound := range []string{"@" + name + "\x00a b", "/" + name + ":a b", "@" + hostile} {
		path := bound
		if bound[0] == '/' {
			t.Cleanup(func() { os.Remove(bound) })
		}
		l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
		if err != nil {
			testhost.Need(t, testhost.InGuests|testhost.OnEveryChange, fmt.Errorf("no socket in the root directory: %w", err))
		}
		defer l.Close()
	}
	sleep := exec.Command(testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "sleep"), "600")
	link := filepath.Join(dir, name)
	if err := os.Symlink(sleep.Path, link); err != nil {
		t.Fatal(err)
	}
	sleep.Path = link
	if err := sleep.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { sleep.Process.Kill(); sleep.Wait() }()

	makeFile(t, filepath.Join(dir, "bashrc"), "PS1='ready> '\n. /usr/share/bash-completion/bash_completion\n. <(unixsnoop completion bash)\n", 0o644)
	makeFile(t, filepath.Join(dir, ".zshrc"), "autoload -U compinit\ncompinit -u -D\n. <(unixsnoop completion zsh)\ncompdef _unixsnoop unixsnoop\n", 0o644)
	for _, shell := range [][]string{
		{"bash", "--noprofile", "--rcfile", filepath.Join(dir, "bashrc"), "-i"},
		{"zsh", "-i"},
		{"fish", "--no-config", "-i", "-C", "function fish_prompt; echo -n 'ready> '; end; unixsnoop completion fish | source"},
	} {
		t.Run(shell[0], func(t *testing.T) {
			path := testhost.Tool(t, testhost.OnEveryChange, shell[0])
			if _, err := os.Stat("/usr/share/bash-completion/bash_completion"); shell[0] == "bash" {
				testhost.Need(t, testhost.OnEveryChange, err)
			}
			cmd := exec.Command(path, shell[1:]...)
			cmd.Dir = dir
			cmd.Env = append(unixsnoop().Env, "PATH="+dir+":"+os.Getenv("PATH"), "PS1=ready> ", "TERM=xterm", "HOME="+dir, "ZDOTDIR="+dir)
			s := startShell(t, cmd)
			for _, c := range completes {
				if shell[0] == "fish" && strings.Contains(c.typed, "-r") {
					continue
				}
				typed, want := strings.ReplaceAll(c.typed, "NAM", name[:len(name)-1]), strings.ReplaceAll(c.want, "NAME", name)
				want = strings.ReplaceAll(want, "HOSTILE", format.Pattern{Name: format.Name("\x00" + hostile)}.String())
				typed = strings.ReplaceAll(typed, name[:len(name)-1]+"E", name)
				s.await("ready> ")
				s.typed(typed + "\t\r")
				s.await("got ")
				if got := s.await("\r\n"); got != want {
					t.Errorf("%s: got %s, want %s", typed, got, want)
				}
			}
			if _, err := os.Stat(filepath.Join(dir, "done")); err == nil {
				t.Error("the shell carries out what a word says that stands before what completes")
			}
		})
	}
}

func makeFile(t *testing.T, path, content string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
}

// shell is one that runs on a terminal.
type shell struct {
	*testing.T
	terminal *os.File
	screen   []byte // what it has written and nobody waited for
}

func startShell(t *testing.T, cmd *exec.Cmd) *shell {
	t.Helper()
	master, slave := testhost.Terminal(t)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return &shell{T: t, terminal: master}
}

func (s *shell) typed(keys string) {
	s.Helper()
	if _, err := s.terminal.WriteString(keys); err != nil {
		s.Fatal(err)
	}
}

// await reads what the shell writes up to a text, and returns what stands before it.
func (s *shell) await(text string) (before string) {
	s.Helper()
	if err := s.terminal.SetReadDeadline(time.Now().Add(testrun.Patience)); err != nil {
		s.Fatal(err)
	}
	for {
		if before, after, found := bytes.Cut(s.screen, []byte(text)); found {
			s.screen = after
			return string(before)
		}
		chunk := make([]byte, 4096)
		n, err := s.terminal.Read(chunk)
		if err != nil {
			s.Fatalf("waited in vain for %q, the screen has %q: %v", text, s.screen, err)
		}
		s.screen = append(s.screen, chunk[:n]...)
	}
}
