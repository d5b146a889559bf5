package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// documents are the paths of all that people read.
func documents(t *testing.T) []string {
	t.Helper()
	all, err := filepath.Glob("../docs/*.md")
	if err != nil || len(all) == 0 {
		t.Fatalf("there are no documents: %v", err)
	}
	return append(all, "../README.md", "../CONTRIBUTING.md", "../SECURITY.md")
}

// ran finds the documents whose steps a test runs, in its source.
var ran = regexp.MustCompile(`steps\(t, "\.\./([^"]+)"\)`)

// trials are the documents whose steps tests run, and the names of all tests.
func trials(t *testing.T) (run, tests map[string]bool) {
	t.Helper()
	run, tests = map[string]bool{}, map[string]bool{}
	for _, pattern := range []string{"*_test.go", "*/*_test.go", "*/*/*_test.go"} {
		files, err := filepath.Glob("../" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, found := range ran.FindAllStringSubmatch(string(text), -1) {
				run[found[1]] = true
			}
			for _, found := range regexp.MustCompile(`(?m)^func (Test\w+)\(`).FindAllStringSubmatch(string(text), -1) {
				tests[found[1]] = true
			}
		}
	}
	return run, tests
}

// otherFence is one that blocks does not see: within a list, or of another kind.
var otherFence = regexp.MustCompile("^(\\s+```|\\s*~~~)")

// TestEveryLineIsTried: each command of the documents is run by a test as it stands there, or is marked
// with what does the same, or with why nothing does. A command within a sentence or a table is marked
// so, too, or is the beginning of one that stands in a block of any document.
func TestEveryLineIsTried(t *testing.T) {
	if testhost.Guest() != "" {
		t.Skip("it needs no kernel of its own")
	}
	run, tests := trials(t)
	var known [][]string // the words of commands in blocks
	programs := map[string]bool{}
	for _, document := range documents(t) {
		for _, b := range blocks(t, document) {
			if b.prose || b.language != "" {
				continue
			}
			for _, line := range b.commandLines() {
				known = append(known, line)
				programs[line[0]] = true
			}
		}
	}
	for _, name := range alsoPrograms {
		programs[name] = true
	}
	for _, document := range documents(t) {
		name := strings.TrimPrefix(document, "../")
		for _, b := range blocks(t, document) {
			for _, by := range b.triedBy {
				if _, err := os.Stat("../" + by); !tests[by] && (err != nil || !strings.HasPrefix(by, "scripts/")) {
					t.Errorf("%s:%d: there is neither a test nor a script %s", name, b.line, by)
				}
			}
			switch {
			case b.marked():
			case b.prose:
				for _, command := range b.spans(programs) {
					if !slices.ContainsFunc(known, func(whole []string) bool { return begins(whole, command) }) {
						t.Errorf("%s:%d: no block has this command, and no mark says what tries it (CONTRIBUTING.md, Documents): %s",
							name, b.line, strings.Join(command, " "))
					}
				}
				for _, line := range b.lines {
					if otherFence.MatchString(line) {
						t.Errorf("%s:%d: a block of code begins with ``` at the beginning of the line, so that it is tried", name, b.line)
					}
				}
			case b.language == "text":
				if slices.ContainsFunc(b.lines, func(line string) bool { return strings.HasPrefix(line, "$ ") }) {
					t.Errorf("%s:%d: a command stands in what is marked as text", name, b.line)
				}
			case !run[name], b.language == "" && !strings.HasPrefix(b.lines[0], "$ "):
				t.Errorf("%s:%d: nothing runs this, and no mark says why (CONTRIBUTING.md, Documents): %s", name, b.line, b.lines[0])
			case slices.Contains([]string{"sh", "bash", "zsh", "shell", "console"}, b.language):
				t.Errorf("%s:%d: commands stand in blocks without a language, behind $", name, b.line)
			}
		}
	}
}

// alsoPrograms are called in sentences, but in no block.
var alsoPrograms = []string{
	"bpftrace", "curl", "dnf", "govulncheck", "mergecap", "modprobe", "mount", "nice", "nsenter", "npm", "perf", "pkill", "podman",
	"rpm", "setcap", "socat", "ssh", "strace", "sysctl", "systemctl", "tcpdump", "vagrant", "virsh", "wireshark", "zypper",
}
