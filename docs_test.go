package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shown is a command of a document, with what it prints there.
type shown struct {
	line    int
	command string
	output  []string
}

// commands are those of a document: in its code blocks, lines behind "$ ", which go on
// behind a backslash. What follows up to the next is what they print, "..." stands for
// any lines and, at the end of a line, for its rest.
func commands(t *testing.T, document string) []shown {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var (
		all     []shown
		inBlock bool
		begun   bool // a command of this block
		goesOn  bool
	)
	for i, line := range strings.Split(string(text), "\n") {
		command, starts := strings.CutPrefix(line, "$ ")
		switch {
		case strings.HasPrefix(line, "```"):
			inBlock, begun = !inBlock && line == "```", false
		case !inBlock:
		case goesOn:
			all[len(all)-1].command += "\n" + line
			goesOn = strings.HasSuffix(line, `\`)
		case starts:
			all = append(all, shown{line: i + 1, command: command})
			begun, goesOn = true, strings.HasSuffix(line, `\`)
		case begun:
			all[len(all)-1].output = append(all[len(all)-1].output, line)
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s shows no command", document)
	}
	return all
}

// run runs the command in a directory, with our unixsnoop in front of the path, and
// compares what it prints.
func (s shown) run(t *testing.T, dir string) {
	t.Helper()
	cmd := exec.Command("sh", "-c", s.command)
	cmd.Dir = dir
	cmd.Env = append(unixsnoop().Env, "PATH="+ourselves(t)+":"+os.Getenv("PATH"), "TZ=UTC")
	out := create(t, filepath.Join(t.TempDir(), "output"))
	cmd.Stdout, cmd.Stderr = out, out
	failed := cmd.Run()
	got := strings.Split(strings.TrimSuffix(content(t, out), "\n"), "\n")
	if diff := differs(s.output, got); diff != "" {
		t.Errorf("$ %s (line %d, %v)\n%s", s.command, s.line, failed, diff)
	}
}

// ourselves is a directory with a program unixsnoop that is this test as the command.
func ourselves(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "unixsnoop"), []byte("#!/bin/sh\nexec "+os.Args[0]+` "$@"`+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// differs compares lines with those of a document.
func differs(want, got []string) string {
	rest := got
	for i, line := range want {
		switch start, cut := strings.CutSuffix(line, "..."); {
		case line == "...":
			next := len(rest)
			if i+1 < len(want) {
				for next = range rest {
					if matches(want[i+1], rest[next]) {
						break
					}
				}
			}
			rest = rest[next:]
		case len(rest) == 0, !cut && !matches(line, rest[0]), cut && !strings.HasPrefix(normal(rest[0]), normal(strings.TrimRight(start, " "))):
			return cmp.Diff(want, got)
		default:
			rest = rest[1:]
		}
	}
	if len(rest) > 0 && !(len(rest) == 1 && rest[0] == "") {
		return cmp.Diff(want, got)
	}
	return ""
}

func matches(want, got string) bool { return normal(want) == normal(got) }

// varying is what differs from run to run: times, and the numbers of processes and
// sockets.
var varying = regexp.MustCompile(`\d\d:\d\d:\d\d\.\d{6}|\[\d+\]|(conversation|ID|chronyc\.)\s?\d+(-\d+)?`)

func normal(line string) string {
	return strings.TrimSpace(varying.ReplaceAllString(line, "N"))
}

func sample(t *testing.T, dir, name, as string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("testdata", "captures", name))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, as), file, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestRecipes: the commands of docs/json.md print what it says, those that look at what
// runs now with a server that is asked.
func TestRecipes(t *testing.T) {
	if _, err := exec.LookPath("jq"); err != nil && os.Getenv("UNIXSNOOP_VM") == "" {
		t.Skip("jq is not installed")
	}
	dir := t.TempDir()
	sample(t, dir, "redis.pcapng", "capture.pcapng")
	live := sync.OnceFunc(func() {
		const socket = "/run/redis.sock"
		daemon(t, program(t, "redis-server"), "--port", "0", "--unixsocket", socket, "--save", "", "--dir", dir)
		waitFor(t, socket)
		cli := program(t, "redis-cli")
		daemon(t, cli, "-s", socket, "SUBSCRIBE", "news")
		waitUntil(t, "the client is connected", func() bool {
			_, out := runClient(t, cli, "-s", socket, "PUBSUB", "NUMSUB", "news")
			return strings.HasSuffix(strings.TrimSpace(out), "1")
		})
	})
	for _, c := range commands(t, "docs/json.md") {
		t.Run(fmt.Sprintf("line %d", c.line), func(t *testing.T) {
			if !strings.Contains(c.command, " -r capture.pcapng ") {
				needKernel(t)
				live()
				c.command = strings.TrimPrefix(c.command, "sudo timeout 60 ")
				c.command = strings.Replace(c.command, "top ", "top --once ", 1)
			}
			c.run(t, dir)
		})
	}
}

// TestProfile: Wireshark takes the profile that docs/wireshark.md describes, and shows
// with it what is shown there.
func TestProfile(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil && os.Getenv("UNIXSNOOP_VM") == "" {
		t.Skip("tshark is not installed")
	}
	dir := t.TempDir()
	sample(t, dir, "redis.pcapng", "capture.pcapng")
	profile := filepath.Join(dir, "config", "wireshark", "profiles", "unixsnoop")
	preferences, err := os.ReadFile("docs/wireshark/preferences")
	if err := errors.Join(err, os.MkdirAll(profile, 0o700), os.WriteFile(filepath.Join(profile, "preferences"), preferences, 0o600)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	for _, c := range commands(t, "docs/wireshark.md") {
		if strings.HasPrefix(c.command, "tshark -C ") {
			c.command += " 2>/dev/null" // it warns root
			c.run(t, dir)
			return
		}
	}
	t.Error("the document does not show it")
}
