package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn"
	"github.com/unixsnoop/unixsnoop/internal/testgolden"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/protocols"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// learned is what learn says of a capture.
func learned(t *testing.T, c *truth.Capture) []answer {
	t.Helper()
	in := &learn.Capture{}
	for _, s := range c.Sends {
		in.Add(s.Message)
	}
	var lines bytes.Buffer
	if err := learn.WriteEach(&lines, learn.Learn(in)); err != nil {
		t.Fatal(err)
	}
	answers, err := readAnswers(&lines)
	if err != nil {
		t.Fatal(err)
	}
	return answers
}

// TestTables: learn knows the protocols in testdata/learn as well as docs/learn-scores.md says, and no
// step of it can be lost without that being seen.
func TestTables(t *testing.T) {
	var scores []*score
	for i := range protocols.All {
		p := &protocols.All[i]
		c, known := load(t, p)
		s, err := judge(p, c, known, learned(t, c))
		if err != nil {
			t.Fatalf("%s: %v", p.Name, err)
		}
		scores = append(scores, s)
	}
	var tables bytes.Buffer
	writeTables(&tables, scores)
	document := filepath.Join("..", "..", "docs", "learn-scores.md")
	was, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(was), "\n")
	for text := range strings.SplitSeq(strings.TrimSpace(tables.String()), "\n\n") {
		table := strings.Split(text, "\n")
		at := slices.Index(lines, table[0])
		if at < 0 {
			t.Errorf("%s has no table that begins with\n%s", document, table[0])
			continue
		}
		end := at + slices.IndexFunc(lines[at:], func(line string) bool { return !strings.HasPrefix(line, "|") })
		lines = slices.Replace(lines, at, end, table...)
	}
	testgolden.Check(t, document, []byte(strings.Join(lines, "\n")))
}
