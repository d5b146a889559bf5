package cli

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// block is one of code in a document, or of prose.
type block struct {
	line      int    // that of its fence, or its first, from 1
	prose     bool   // it is no code: a paragraph, a list or a table
	language  string // "" for commands and what they print, "text" for what is neither a command nor a file
	paragraph string // of code, the first word of the paragraph before
	lines     []string

	triedBy []string // tests and scripts that do what it says, by the comment above
	untried string   // why nothing does, by the paragraph below
}

var (
	triedMark   = regexp.MustCompile(`^<!-- tried by (.+) -->$`)
	untriedMark = regexp.MustCompile(`^\*Not tried here: (.+)`)
)

// blocks are those of a document, of code and of prose.
func blocks(t *testing.T, document string) []*block {
	t.Helper()
	text, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	var (
		all  []*block
		now  *block   // nil between two
		mark []string // of the comment above
		word string   // the first of the paragraph before
	)
	begin := func(line int, b block) {
		b.line, b.triedBy, b.paragraph = line, mark, word
		now, mark, word = &b, nil, ""
		all = append(all, now)
	}
	for i, line := range strings.Split(string(text), "\n") {
		language, fence := strings.CutPrefix(line, "```")
		tried := triedMark.FindStringSubmatch(line)
		untried := untriedMark.FindStringSubmatch(line)
		switch inCode := now != nil && !now.prose; {
		case fence && inCode:
			now = nil
		case fence:
			begin(i+1, block{language: language})
		case inCode:
			now.lines = append(now.lines, line)
		case line == "":
			now = nil
		case tried != nil:
			mark, now = strings.Split(tried[1], ", "), nil
		case now == nil && untried != nil && len(all) > 0:
			all[len(all)-1].untried = untried[1]
			now = &block{prose: true} // the rest of the reason
		case now == nil:
			begin(i+1, block{prose: true, lines: []string{line}})
			word, _, _ = strings.Cut(line, " ")
		default:
			now.lines = append(now.lines, line)
		}
	}
	return all
}

// marked tells whether the document says what tries the block, or why nothing does.
func (b *block) marked() bool { return len(b.triedBy) > 0 || b.untried != "" }

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
