package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// block is one of code in a document.
type block struct {
	line      int    // that of its fence, from 1
	language  string // "" for commands and what they print, "text" for what is neither a command nor a file
	paragraph string // the first word of the paragraph before
	lines     []string

	triedBy []string // tests and scripts that do what it says, by the comment above
	untried string   // why nothing does, by the paragraph below
}

var (
	triedMark   = regexp.MustCompile(`^<!-- tried by (.+) -->$`)
	untriedMark = regexp.MustCompile(`^\*Not tried here: (.+)`)
)

// blocks are those of a document.
func blocks(t *testing.T, document string) []*block {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var (
		all       []*block
		now       *block // nil outside
		paragraph string // its first line
		lines     = strings.Split(string(text), "\n")
	)
	for i, line := range lines {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && now != nil:
			now = nil
		case fence:
			now = &block{line: i + 1, language: language}
			if mark := triedMark.FindStringSubmatch(paragraph); mark != nil {
				now.triedBy = strings.Split(mark[1], ", ")
			}
			now.paragraph, _, _ = strings.Cut(paragraph, " ")
			all = append(all, now)
			paragraph = ""
		case now != nil:
			now.lines = append(now.lines, line)
		case line != "" && (lines[i-min(i, 1)] == "" || i == 0 || triedMark.MatchString(line)):
			if mark := untriedMark.FindStringSubmatch(line); mark != nil && paragraph == "" && len(all) > 0 {
				all[len(all)-1].untried = mark[1]
			}
			paragraph = line
		}
	}
	return all
}

// ran finds the documents whose steps a test runs, in its source.
var ran = regexp.MustCompile(`steps\(t, "\.\./([^"]+)"\)`)

// TestEveryLineIsTried: each command of the documents is run by a test as it stands there, or is marked
// with what does the same, or with why nothing does.
func TestEveryLineIsTried(t *testing.T) {
	if testhost.Guest() != "" {
		t.Skip("it needs no kernel of its own")
	}
	run, tests := map[string]bool{}, map[string]bool{}
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
	documents, err := filepath.Glob("../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, document := range append(documents, "../README.md", "../CONTRIBUTING.md", "../SECURITY.md") {
		name := strings.TrimPrefix(document, "../")
		for _, b := range blocks(t, document) {
			for _, by := range b.triedBy {
				if _, err := os.Stat("../" + by); !tests[by] && err != nil {
					t.Errorf("%s:%d: there is neither a test nor a script %s", name, b.line, by)
				}
			}
			switch marked := len(b.triedBy) > 0 || b.untried != ""; {
			case b.language != "" && b.language != "sh" || marked:
			case !run[name] || !strings.HasPrefix(b.lines[0], "$ "):
				t.Errorf("%s:%d: nothing runs this, and no mark says why (CONTRIBUTING.md, Documents): %s", name, b.line, b.lines[0])
			}
		}
	}
}

// TestReadme: the commands of these documents that need no kernel of their own print what they say.
func TestReadme(t *testing.T) {
	if testhost.Guest() != "" {
		t.Skip("it needs no kernel of its own")
	}
	testhost.Tool(t, testhost.OnEveryChange, "tshark")
	monday, err := os.ReadFile("../testdata/captures/redis.pcapng")
	if err != nil {
		t.Fatal(err)
	}
	// The second time, the server answers something else.
	first, rest, _ := strings.Cut(string(monday), "green")
	tuesday := first + "green" + strings.ReplaceAll(rest, "green", "brown")
	for document, steps := range map[string][]*step{
		"README":   steps(t, "../README.md"),
		"fixtures": steps(t, "../docs/fixtures.md"),
		"replay":   steps(t, "../docs/replay.md"),
		"report":   steps(t, "../docs/report.md"),
	} {
		t.Run(document, func(t *testing.T) {
			dir := t.TempDir()
			makeFile(t, filepath.Join(dir, "capture.pcapng"), string(monday), 0o600)
			makeFile(t, filepath.Join(dir, "monday.pcapng"), string(monday), 0o600)
			makeFile(t, filepath.Join(dir, "tuesday.pcapng"), tuesday, 0o600)
			sample(t, dir, "../learn/modbus.pcapng", "plc.pcapng")
			startReplay(t, filepath.Join(dir, "tuesday.pcapng"), filepath.Join(dir, "mine.sock"))
			for _, s := range steps {
				switch {
				case s.file != "": // the source that fixtures.md shows is held by format/fixtures
				case strings.HasPrefix(s.command, "tshark "):
					s.quietly(t, dir)
				default:
					s.run(t, dir)
				}
			}
		})
	}
}
