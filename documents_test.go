package main

import (
	"os"
	"os/exec"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// document is what a file of this checkout says.
func document(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// linesWith are the lines of files of this checkout that a pattern of grep fits. Which files,
// pathspecs of git say.
func linesWith(t *testing.T, pattern string, files ...string) string {
	t.Helper()
	git := testhost.Tool(t, testhost.OnEveryChange, "git")
	lines, err := exec.Command(git, append([]string{"grep", "-h", "--untracked", pattern, "--"}, files...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(lines)
}
