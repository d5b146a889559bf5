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
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

// step is one of a document: a command with what it prints there, or a file.
type step struct {
	line    int
	command string
	output  []string
	varies  *regexp.Regexp // what may differ in the output
	again   *regexp.Regexp // of what the machine was too slow for, so that it is run again; or nil

	file, content string

	as *syscall.Credential // nil for who runs the test
}

// steps are those of a document. In its plain code blocks, lines behind "$ " are
// commands, which go on behind a backslash; what follows up to the next is what they
// print, where "..." stands for any lines and, at the end of a line, for its rest. A
// block in a language is a file, whose name begins the paragraph before. A block that is marked as
// tried by something else, or not at all, has no steps.
func steps(t *testing.T, document string) []*step {
	t.Helper()
	var all []*step
	for _, b := range blocks(t, document) {
		switch {
		case b.prose || b.language == "text" || b.marked():
		case b.language != "":
			all = append(all, &step{line: b.line, file: b.paragraph, content: strings.Join(b.lines, "\n") + "\n"})
		default:
			all = append(all, b.commands()...)
		}
	}
	if len(all) == 0 {
		t.Fatalf("%s shows no command", document)
	}
	return all
}

// commands are those of a block.
func (b *block) commands() []*step {
	var all []*step
	var now *step
	for i, line := range b.lines {
		command, begins := strings.CutPrefix(line, "$ ")
		switch {
		case now != nil && strings.HasSuffix(now.command, `\`) && len(now.output) == 0:
			now.command += "\n" + line
		case begins:
			now = &step{line: b.line + 1 + i, command: command}
			all = append(all, now)
		case now != nil:
			now.output = append(now.output, line)
		}
	}
	return all
}

// run writes the file or runs the command in a directory, with our unixsnoop in front of the path, and
// compares what it prints.
func (s *step) run(t *testing.T, dir string) {
	t.Helper()
	if s.file != "" {
		path := filepath.Join(dir, s.file)
		err := os.WriteFile(path, []byte(s.content), 0o600)
		if err == nil && s.as != nil {
			err = os.Chown(path, int(s.as.Uid), int(s.as.Gid))
		}
		if err != nil {
			t.Fatal(err)
		}
		return
	}
	var (
		text   string
		failed error
	)
	waitUntil(t, s.command+" is not too slow", func() bool {
		text, failed = s.prints(t, dir)
		return s.again == nil || !s.again.MatchString(text)
	})
	got := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if diff := s.differs(got); diff != "" {
		t.Errorf("$ %s (line %d, %v)\n%s", s.command, s.line, failed, diff)
	}
}

// prints runs the command, and returns what it prints.
func (s *step) prints(t *testing.T, dir string) (text string, failed error) {
	t.Helper()
	cmd := exec.Command("sh", "-c", s.command)
	cmd.Dir = dir
	cmd.Env = append(unixsnoop().Env, "PATH="+ourselves(t)+":"+os.Getenv("PATH"), "TZ=UTC")
	out := create(t, filepath.Join(t.TempDir(), "output"))
	cmd.Stdout, cmd.Stderr = out, out
	if s.as != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: s.as}
		cmd.Env = []string{"PATH=" + os.Getenv("PATH") + ":/usr/local/bin", "HOME=" + dir, "TZ=UTC"}
	}
	failed = cmd.Run()
	return content(t, out), failed
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

// varying is what differs from run to run: times, with the date of those of another day, and the numbers of processes and
// sockets. The bytes of another capture differ too.
var (
	varying  = regexp.MustCompile(`^\d+-\d+ |(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6}|\[\d+\]|(conversation|ID|chronyc\.)\s?\d+(-\d+)?`)
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
// runs now with a server that is asked. In a virtual machine they are those of a user who may
// call sudo.
func TestRecipes(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "jq")
	var (
		dir  = t.TempDir()
		user *syscall.Credential // nil for this one
	)
	if testhost.Guest() != "" {
		user, dir = sudoUser(t)
	}
	sample(t, dir, "redis.pcapng", "capture.pcapng")
	if user != nil {
		if err := os.Chown(filepath.Join(dir, "capture.pcapng"), int(user.Uid), int(user.Gid)); err != nil {
			t.Fatal(err)
		}
	}
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
				if user == nil {
					c.command = strings.TrimPrefix(c.command, "sudo ")
				}
				c.command = strings.Replace(c.command, "timeout 60 ", "", 1)
				c.command = strings.Replace(c.command, "top ", "top --once ", 1)
			}
			c.as = user
			c.run(t, dir)
		})
	}
}

// TestProfile: Wireshark takes the profile that docs/wireshark.md describes, and shows
// with it, and without, what is shown there.
func TestProfile(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testhost.Tool(t, testhost.InGuests|testhost.OnEveryChange, "tshark")
	dir := t.TempDir()
	sample(t, dir, "redis.pcapng", "capture.pcapng")
	profile := filepath.Join(dir, "config", "wireshark", "profiles", "unixsnoop")
	preferences, err := os.ReadFile("extcap/profile/preferences")
	if err := errors.Join(err, os.MkdirAll(profile, 0o700), os.WriteFile(filepath.Join(profile, "preferences"), preferences, 0o600)); err != nil {
		t.Fatal(err)
	}
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(dir, "config"))
	shown := false
	for _, c := range steps(t, "../docs/wireshark.md") {
		isProfile := strings.HasPrefix(c.command, "tshark -C ")
		if shown = shown || isProfile; isProfile || testhost.Guest() == "" { // each takes seconds there
			c.quietly(t, dir)
		}
	}
	if !shown {
		t.Error("the document does not show it")
	}
}

// quietly runs a step whose output is only that on standard output: tshark warns root on the other.
func (s *step) quietly(t *testing.T, dir string) {
	t.Helper()
	s.command += " 2>/dev/null"
	s.run(t, dir)
}

// TestTutorial: what docs/tutorial.md does works for a user who may call sudo, and prints
// what it says. What needs a kernel that can be captured on is done in a virtual machine,
// what needs a Go tool chain elsewhere, where chrony's conversation is one that was captured
// before.
func TestTutorial(t *testing.T) {
	testhost.SameOnAllKernels(t)
	var (
		dir  = t.TempDir()
		inVM = testhost.Guest() != ""
		user *syscall.Credential // nil for this one
	)
	if inVM {
		user, dir = sudoUser(t)
		stockChrony(t)
	} else {
		sample(t, dir, "chrony.pcapng", "chrony.pcapng")
	}
	_, err := exec.LookPath("go")
	hasGo := err == nil
	for _, s := range steps(t, "../docs/tutorial.md") {
		if !inVM && strings.HasPrefix(s.command, "sudo ") || strings.HasPrefix(s.command, "go ") && !hasGo {
			continue
		}
		s.as = user
		if inVM {
			s.varies = andBytes
		}
		if strings.Contains(s.command, "chronyc -h ") { // it asks again after a second without an answer
			s.again = regexp.MustCompile(`(?m)^unixsnoop: ([7-9]|\d\d+) messages captured, 0 lost$`)
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

// stockChrony is what Debian's package chrony brings, and what the tutorial starts of it is
// ended. Its programs have no user of their own here.
func stockChrony(t *testing.T) {
	program(t, "chronyd")
	program(t, "chronyc")
	addLine(t, "/etc/passwd", "_chrony:x:104:104::/var/lib/chrony:/usr/sbin/nologin")
	addLine(t, "/etc/group", "_chrony:x:104:")
	if err := os.MkdirAll("/etc/chrony", 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		pids, err := filepath.Glob("/run/chrony/*.pid")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range pids { // of a tutorial that failed
			pid, err := os.ReadFile(file)
			if err == nil {
				err = exec.Command("kill", strings.TrimSpace(string(pid))).Run()
			}
			t.Logf("%s is left, with process %s: %v", file, pid, err)
		}
	})
}

// sudoUser makes a user of this guest who may call sudo, as on a machine that was just set
// up, with unixsnoop where sudo looks. It returns the user's home, too.
func sudoUser(t *testing.T) (user *syscall.Credential, home string) {
	t.Helper()
	sudo := program(t, "sudo")
	home = "/home/me"
	user = &syscall.Credential{Uid: 1000, Gid: 1000}
	addLine(t, "/etc/passwd", "me:x:1000:1000::"+home+":/bin/sh")
	addLine(t, "/etc/group", "me:x:1000:")
	addLine(t, "/etc/hosts", "127.0.1.1 guest") // sudo looks for itself
	if err := unix.Sethostname([]byte("guest")); err != nil {
		t.Fatal(err)
	}
	ourProgram, err := os.ReadFile(filepath.Join(ourselves(t), "unixsnoop"))
	if err != nil {
		t.Fatal(err)
	}
	// sudo passes no variables on, so this is how tests run it as users do.
	wrapped := strings.Replace(string(ourProgram), "exec ", "TZ=UTC "+runAsCommand+"=1 exec ", 1)
	for _, err := range []error{
		os.MkdirAll(filepath.Dir(home), 0o755), os.MkdirAll(home, 0o700), os.Chown(home, 1000, 1000),
		os.Chmod(sudo, 0o755|os.ModeSetuid), os.MkdirAll("/etc/pam.d", 0o755), os.MkdirAll("/usr/local/bin", 0o755),
		os.WriteFile("/etc/sudoers", []byte("Defaults secure_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nme ALL=(ALL:ALL) NOPASSWD: ALL\n"), 0o440),
		os.WriteFile("/etc/pam.d/sudo", []byte("auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n"), 0o644),
		os.WriteFile("/usr/local/bin/unixsnoop", []byte(wrapped), 0o755),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return user, home
}

// addLine adds a line to a file of the guest until the test ends.
func addLine(t *testing.T, file, line string) {
	t.Helper()
	before, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(before, line+"\n"...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.WriteFile(file, before, 0o644) })
}
