package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestBounds: each bound of docs/bounds.md is reached by a test that there is.
func TestBounds(t *testing.T) {
	text, source := document(t, "docs/bounds.md"), linesWith(t, "^func Test", "*_test.go")
	rows := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| What ") {
			continue
		}
		rows++
		name := regexp.MustCompile("`(Test[A-Za-z]+)` \\|\n$").FindStringSubmatch(line)
		if name == nil {
			t.Errorf("no test: %s", line)
		} else if !strings.Contains(source, "\nfunc "+name[1]+"(t ") {
			t.Errorf("there is no test %s", name[1])
		}
	}
	if rows < 20 {
		t.Errorf("%d rows", rows)
	}
}
