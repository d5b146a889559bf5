package cli

import (
	"strings"
	"testing"
)

// TestReport: a capture file becomes a page, whole or of so many bytes a message.
func TestReport(t *testing.T) {
	got := runCommand(t, unixsnoop("-r", saved(t, 2), "-s", "10", "--format", "html"))
	if got.status != 0 || !strings.HasPrefix(got.stdout, "<!DOCTYPE html>\n") || !strings.HasSuffix(got.stdout, "</html>\n") {
		t.Errorf("%d %s", got.status, got.stderr)
	}
	if n := strings.Count(got.stdout, `"holes":[{"offset":10,"len":990}]`); n != 2 {
		t.Errorf("%d messages that are cut: %s", n, got.stdout[strings.Index(got.stdout, `id="capture"`):])
	}
}
