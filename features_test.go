package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// features runs scripts/features on logs, made up here, and returns what is not "-": a
// cell for each feature and kernel, and the names of all features.
func features(t *testing.T, logs map[string]string) (cells map[string]string, names []string) {
	t.Helper()
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip(err)
	}
	dir := filepath.Join(t.TempDir(), "the logs")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range logs {
		if err := os.WriteFile(filepath.Join(dir, name+".log"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got := runCommand(t, exec.Command("scripts/features", dir))
	if got.status != 0 || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	cells = map[string]string{}
	var arch string
	var kernels []string
	for line := range strings.Lines(got.stdout) {
		fields := strings.Split(strings.Trim(line, "|\n"), "|")
		switch name := strings.TrimSpace(fields[0]); {
		case strings.HasPrefix(line, "### "):
			arch = strings.TrimSpace(line[4:])
		case strings.HasPrefix(line, "| |"):
			kernels = fields[1:]
		case strings.HasPrefix(line, "| "):
			names = append(names, name)
			for i, cell := range fields[1:] {
				if cell = strings.TrimSpace(cell); cell != "-" {
					cells[arch+strings.TrimRight(kernels[i], " ")+" "+name] = cell
				}
			}
		}
	}
	return cells, names
}

// TestFeatures: scripts/features says "yes" only of what all tests have shown.
func TestFeatures(t *testing.T) {
	const begin = "=== PACKAGE probes\n=== RUN   TestSocketKinds\n=== RUN   TestSocketKinds/stream\n"
	const kinds = begin + "--- PASS: TestSocketKinds (0.05s)\n    --- PASS: TestSocketKinds/stream (0.01s)\n"
	const others = "=== RUN   TestStreamBothDirections\n--- PASS: TestStreamBothDirections (0.01s)\n" +
		"=== RUN   TestDatagramElsewhere\n--- PASS: TestDatagramElsewhere (0.01s)\n"
	const feature = "stream, seqpacket, datagram"
	tests := []struct {
		name, log string
		want      string // nothing is "-"
	}{
		{"passed", kinds + others, "yes"},
		{"not all ran", kinds, ""},
		{"failed", begin + "--- FAIL: TestSocketKinds (0.05s)\n    --- FAIL: TestSocketKinds/stream (0.01s)\n" + others, "no"},
		{"skipped", begin + "--- SKIP: TestSocketKinds (0.05s)\n" + others, ""},
		{"a part was skipped", begin + "--- PASS: TestSocketKinds (0.05s)\n    --- SKIP: TestSocketKinds/stream (0.01s)\n" + others, ""},
		{"did not end", begin, "no"},
		{"of another package", strings.ReplaceAll(kinds+others, "PACKAGE probes", "PACKAGE format"), ""},
		{"skipped, but another package has its like", begin + "--- SKIP: TestSocketKinds (0.00s)\n" + others +
			"=== PACKAGE top\n--- PASS: TestSocketKinds (0.00s)\n", ""},
		{"failed, but another package has its like", begin + "--- FAIL: TestSocketKinds (0.00s)\n" + others +
			"=== PACKAGE top\n--- PASS: TestSocketKinds (0.00s)\n", "no"},
	}
	logs := map[string]string{"0 arm64 packages": "", "this machine": kinds + others}
	kernel := func(i int) string { return fmt.Sprintf("7.%d", i) }
	for i, test := range tests {
		logs[kernel(i)+" amd64 packages"] = test.log
	}
	cells, _ := features(t, logs)
	for i, test := range tests {
		name := "amd64 " + kernel(i) + " " + feature
		if cells[name] != test.want {
			t.Errorf("%s: got %q, want %q", test.name, cells[name], test.want)
		}
		delete(cells, name)
	}
	if len(cells) > 0 {
		t.Errorf("more than was run: %v", cells)
	}
}

// TestFeaturesDocumented: the tables of docs/kernels.md have the features of today.
func TestFeaturesDocumented(t *testing.T) {
	_, want := features(t, map[string]string{"6.1 amd64 packages": ""})
	document, err := os.ReadFile(filepath.Join("docs", "kernels.md"))
	if err != nil {
		t.Fatal(err)
	}
	tables := regexp.MustCompile(`(?m)^### .*\n\n((?:\|.*\n)+)`).FindAllSubmatch(document, -1)
	if len(tables) == 0 {
		t.Fatal("there is no table")
	}
	for _, table := range tables {
		var got []string
		for line := range strings.Lines(string(table[1])) {
			if name := strings.TrimSpace(strings.Split(line, "|")[1]); name != "" && name != "---" {
				got = append(got, name)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}
