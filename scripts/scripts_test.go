package scripts

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestShellcheck: it finds nothing in the scripts.
func TestShellcheck(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "shellcheck")
	var scripts []string
	for _, pattern := range []string{".ci/*", "scripts/*", "scripts/lib/*"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			// A directory has no text.
			text, _ := os.ReadFile(file)
			if bytes.HasPrefix(text, []byte("#!")) || strings.HasSuffix(file, ".sh") {
				scripts = append(scripts, file)
			}
		}
	}
	if got := runCommand(t, exec.Command("shellcheck", scripts...)); got.status != 0 {
		t.Errorf("%+v", got)
	}
}

// TestScriptsRefuse: a mistake is told before anything is done.
func TestScriptsRefuse(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	const kernels = "; known are 5.10 6.1 6.12 7.2 7.3"
	for _, test := range []struct {
		script string
		args   []string
		want   string
	}{
		{"vm", nil, "no kernel given (see --help)"},
		{"vm", []string{"6.12"}, "no command given (see --help)"},
		{"vm", []string{"6.13", "--", "true"}, "unknown kernel '6.13'" + kernels},
		{"vm", []string{"--arch", "mips", "6.12", "--", "true"}, "unknown architecture 'mips'; known are amd64 arm64 s390x"},
		{"vm", []string{"--cpus", "0", "6.12", "--", "true"}, "--cpus 0: no number"},
		{"test", []string{"--some"}, "unknown option --some (see --help)"},
		{"test", []string{"--arch"}, "--arch needs a value"},
		{"test", []string{"--arch", "mips"}, "unknown architecture 'mips'; known are amd64 arm64 s390x"},
		{"test", []string{"6.1", "6.13"}, "unknown kernel '6.13'" + kernels},
		{"bench", []string{"--some"}, "unknown option --some (see --help)"},
		{"bench", []string{"6.1"}, "what is '6.1'? (see --help)"},
		{"bench", []string{"--rounds"}, "--rounds needs a value"},
		{"bench", []string{"--rounds", "0"}, "--rounds 0: no number"},
		{"bench", []string{"--cpus", "two"}, "--cpus two: no number"},
		{"bench", []string{"--kernel", ""}, "--kernel needs a value"},
		{"bench", []string{"--kernel", "6.1,6.13"}, "unknown kernel '6.13'" + kernels},
		{"btf", []string{"*"}, "unknown kernel '*'" + kernels},
		{"box", nil, "one kernel has to be named (see --help)"},
		{"box", []string{""}, "unknown kernel ''" + kernels},
		{"box", []string{"@"}, "unknown kernel '@'" + kernels},
		{"containers", []string{"buster"}, "unknown release 'buster'; known are bookworm bullseye sid trixie"},
		{"tables", []string{"x"}, "what is 'x'? (see --help)"},
		{"release", nil, "a directory for the files has to be named (see --help)"},
		{"release", []string{"--arch", "mips", "x"}, "unknown architecture 'mips'; known are amd64 arm64 s390x"},
		{"release", []string{"--try", "buster", "x"}, "unknown release 'buster'; known are bookworm bullseye sid trixie"},
		{"release", []string{"--arch", "s390x", "--try", "sid", "x"}, "--try needs the package for amd64"},
		{"release", []string{"x", "y"}, "one directory is enough (see --help)"},
		{"matrix", []string{"--logs"}, "--logs needs a value"},
		{"matrix", []string{"--private", "--keep"}, "--private leaves nothing behind, so --keep can't be given too"},
		{"features", nil, "one directory is wanted (see --help)"},
		{"features", []string{file}, file + " is no directory"},
		{"features", []string{filepath.Dir(file)}, filepath.Dir(file) + " has no log of a kernel; scripts/test --logs " + filepath.Dir(file) + " leaves them there"},
		{"learn-score", []string{"--some"}, "unknown option --some (see --help)"},
		{"learn-score", []string{"dns", "gopher"}, "unknown protocol 'gopher' (see --help)"},
		{"man", []string{"a", "b"}, "one directory is enough (see --help)"},
		{"lib/private-libvirt", nil, "no command given (see --help)"},
	} {
		got := runCommand(t, exec.Command("scripts/"+test.script, test.args...))
		if want := (result{2, "", filepath.Base(test.script) + ": " + test.want + "\n"}); got != want {
			t.Errorf("%s %q: got %+v, want %+v", test.script, test.args, got, want)
		}
	}
}

// features runs scripts/features on logs, made up here, and returns what is not "-": a
// cell for each feature and kernel, and the names of all features.
func features(t *testing.T, logs map[string]string) (cells map[string]string, names []string) {
	t.Helper()
	testhost.Tool(t, testhost.OnEveryChange, "bash")
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

// TestManPages: those in docs/man are what the commands tell of themselves now.
func TestManPages(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	testhost.Tool(t, testhost.OnEveryChange, "go")
	dir := t.TempDir()
	if got := runCommand(t, exec.Command("scripts/man", dir)); got.status != 0 || got.stderr != "" {
		t.Fatalf("%+v", got)
	}
	for _, places := range [][2]string{{dir, "docs/man"}, {"docs/man", dir}} {
		pages, err := filepath.Glob(filepath.Join(places[0], "*"))
		if err != nil || len(pages) == 0 {
			t.Fatalf("%s has no pages: %v", places[0], err)
		}
		for _, page := range pages {
			one, err := os.ReadFile(page)
			if err != nil {
				t.Fatal(err)
			}
			other, err := os.ReadFile(filepath.Join(places[1], filepath.Base(page)))
			if err != nil || !bytes.Equal(one, other) {
				t.Errorf("%s is not what scripts/man writes: run it (%v)", filepath.Base(page), err)
			}
		}
	}
}
