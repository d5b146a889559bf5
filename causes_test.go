package main

import (
	"regexp"
	"strings"
	"testing"
)

// TestCauses: docs/json.md explains each cause of a loss that there is, and no other in its table.
func TestCauses(t *testing.T) {
	text, source := document(t, "docs/json.md"), linesWith(t, `Cause: "`, "*.go", ":!*_test.go")
	causes := map[string]bool{}
	for _, found := range regexp.MustCompile(`Cause: "([^"]+)"`).FindAllStringSubmatch(source, -1) {
		causes[found[1]] = true
	}
	words := strings.Join(strings.Fields(text), " ") // a line may end within a name
	for cause := range causes {
		if !strings.Contains(words, "`"+cause+"`") {
			t.Errorf("docs/json.md does not have %q", cause)
		}
	}
	_, table, _ := strings.Cut(text, "\n| Cause | Counts |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	rows := strings.Split(table, "\n")
	if len(rows) < 8 {
		t.Fatalf("docs/json.md has no table of causes: %q", table)
	}
	for _, row := range rows {
		names, _, _ := strings.Cut(strings.TrimPrefix(row, "|"), "|")
		for _, found := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(names, -1) {
			if !causes[found[1]] {
				t.Errorf("there is no cause %q", found[1])
			}
		}
	}
}
