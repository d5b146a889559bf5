package cli

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

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// step is one of a document: a command with what it prints there, or a file.
type step struct {
	line    int
	command string
	output  []string
	varies  *regexp.Regexp // what may differ in the output

	file, content string
}

// steps are those of a document. In its plain code blocks, lines behind "$ " are
// commands, which go on behind a backslash; what follows up to the next is what they
// print, where "..." stands for any lines and, at the end of a line, for its rest. A
// block in a language is a file, whose name begins the paragraph before.
func steps(t *testing.T, document string) []*step {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var (
		all       []*step
		now       *step // nil outside of a step
		inBlock   bool
		paragraph string // its first word
		lines     = strings.Split(string(text), "\n")
	)
	for i, line := range lines {
		language, fence := strings.CutPrefix(line, "```")
		command, begins := strings.CutPrefix(line, "$ ")
		switch {
		case fence && inBlock:
			inBlock, now = false, nil
		case fence:
			inBlock = true
			if language != "" {
				now = &step{line: i + 1, file: paragraph}
				all = append(all, now)
			}
		case !inBlock && i > 0 && lines[i-1] == "":
			paragraph, _, _ = strings.Cut(line, " ")
		case !inBlock:
		case now != nil && now.file != "":
			now.content += line + "\n"
		case now != nil && strings.HasSuffix(now.command, `\`) && len(now.output) == 0:
			now.command += "\n" + line
		case begins:
			now = &step{line: i + 1, command: command}
			all = append(all, now)
		case now != nil:
			now.output = append(now.output, line)
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s shows no command", document)
	}
	return all
}

// run writes the file or runs the command in a directory, with our unixsnoop in front of the path, and
// compares what it prints.
func (s *step) run(t *testing.T, dir string) {
	t.Helper()
	if s.file != "" {
		if err := os.WriteFile(filepath.Join(dir, s.file), []byte(s.content), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	cmd := exec.Command("sh", "-c", s.command)
	cmd.Dir = dir
	cmd.Env = append(unixsnoop().Env, "PATH="+ourselves(t)+":"+os.Getenv("PATH"), "TZ=UTC")
	out := create(t, filepath.Join(t.TempDir(), "output"))
	cmd.Stdout, cmd.Stderr = out, out
	failed := cmd.Run()
	got := strings.Split(strings.TrimSuffix(content(t, out), "\n"), "\n")
	if diff := s.differs(got); diff != "" {
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

// differs compares lines with those of the document.
func (s *step) differs(got []string) string {
	want, rest := s.output, got
	for i, line := range want {
		switch start, cut := strings.CutSuffix(line, "..."); {
		case line == "...":
			next := len(rest)
			if i+1 < len(want) {
				for next = range rest {
					if s.normal(want[i+1]) == s.normal(rest[next]) {
						break
					}
				}
			}
			rest = rest[next:]
		case len(rest) == 0, !cut && s.normal(line) != s.normal(rest[0]),
			cut && !strings.HasPrefix(s.normal(rest[0]), s.normal(strings.TrimRight(start, " "))):
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

// varying is what differs from run to run: times, and the numbers of processes and
// sockets. The bytes of another capture differ too.
var (
	varying  = regexp.MustCompile(`^\d+-\d+ |\d\d:\d\d:\d\d\.\d{6}|\[\d+\]|(conversation|ID|chronyc\.)\s?\d+(-\d+)?`)
	andBytes = regexp.MustCompile(varying.String() + `|offset 6\d|  ([0-9a-f]{2} {1,2})+.*`)
)

func (s *step) normal(line string) string {
	varies := s.varies
	if varies == nil {
		varies = varying
	}
	return strings.TrimSpace(varies.ReplaceAllString(line, "N"))
}

func sample(t *testing.T, dir, name, as string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join("..", "testdata", "captures", name))
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
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "jq")
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
	for _, c := range steps(t, "../docs/json.md") {
		t.Run(fmt.Sprintf("line %d", c.line), func(t *testing.T) {
			if !strings.Contains(c.command, " -r capture.pcapng ") {
				testkernel.Need(t)
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
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "tshark")
	dir := t.TempDir()
	sample(t, dir, "redis.pcapng", "capture.pcapng")
	profile := filepath.Join(dir, "config", "wireshark", "profiles", "unixsnoop")
	preferences, err := os.ReadFile("../docs/wireshark/preferences")
	if err := errors.Join(err, os.MkdirAll(profile, 0o700), os.WriteFile(filepath.Join(profile, "preferences"), preferences, 0o600)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	for _, c := range steps(t, "../docs/wireshark.md") {
		if strings.HasPrefix(c.command, "tshark -C ") {
			c.command += " 2>/dev/null" // it warns root
			c.run(t, dir)
			return
		}
	}
	t.Error("the document does not show it")
}

// TestTutorial: what docs/tutorial.md does works, and prints what it says. What needs a
// kernel that can be captured on is done in a virtual machine, what needs a Go tool
// chain elsewhere, where chrony's conversation is one that was captured before.
func TestTutorial(t *testing.T) {
	dir := t.TempDir()
	_, err := exec.LookPath("go")
	hasGo, inVM := err == nil, testhost.Guest() != ""
	if inVM {
		chronyServer(t, dir)
	} else {
		sample(t, dir, "chrony.pcapng", "chrony.pcapng")
	}
	for _, s := range steps(t, "../docs/tutorial.md") {
		rest, asRoot := strings.CutPrefix(s.command, "sudo ")
		switch {
		case asRoot && !inVM, strings.HasPrefix(s.command, "go ") && !hasGo:
			continue
		case asRoot:
			s.command = rest
		}
		if inVM {
			s.varies = andBytes
		}
		if s.run(t, dir); t.Failed() {
			return // what follows builds on it
		}
	}
}

// TestLearned: the commands of docs/learned.md print what it says.
func TestLearned(t *testing.T) {
	for _, tool := range []string{"go", "rustc", "tshark"} {
		testhost.Tool(t, testhost.OnEveryChange, tool)
	}
	dir := t.TempDir()
	sample(t, dir, "chrony.pcapng", "capture.pcapng")
	for _, s := range steps(t, "../docs/learned.md") {
		if s.run(t, dir); t.Failed() {
			return
		}
	}
}

// chronyServer runs a chronyd as the tutorial expects it, and ends the one that it
// starts.
func chronyServer(t *testing.T, dir string) {
	const run = "/run/chrony"
	config := filepath.Join(dir, "chrony.conf")
	text := fmt.Sprintf("local stratum 3\nport 0\ncmdport 0\npidfile %s/pid\n", dir)
	if err := errors.Join(os.MkdirAll(run, 0o750), os.WriteFile(config, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
	daemon(t, program(t, "chronyd"), "-d", "-x", "-u", "root", "-f", config)
	waitFor(t, run+"/chronyd.sock")
	t.Cleanup(func() {
		pid, err := os.ReadFile("/run/another/chronyd.pid")
		if err != nil {
			return // the tutorial did not come so far
		}
		if err := exec.Command("kill", strings.TrimSpace(string(pid))).Run(); err != nil {
			t.Error(err)
		}
	})
}
