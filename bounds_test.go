package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestBounds: each bound of docs/bounds.md is reached by a test that there is.
func TestBounds(t *testing.T) {
	text, err := os.ReadFile("docs/bounds.md")
	if err != nil {
		t.Fatal(err)
	}
	git := testhost.Tool(t, testhost.OnEveryChange, "git")
	source, err := exec.Command(git, "grep", "-h", "--untracked", "^func Test", "--", "*_test.go").Output()
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| What ") {
			continue
		}
		rows++
		name := regexp.MustCompile("`(Test[A-Za-z]+)` \\|\n$").FindStringSubmatch(line)
		if name == nil {
			t.Errorf("no test: %s", line)
		} else if !strings.Contains(string(source), "\nfunc "+name[1]+"(t ") {
			t.Errorf("there is no test %s", name[1])
		}
	}
	if rows < 20 {
		t.Errorf("%d rows", rows)
	}
}
