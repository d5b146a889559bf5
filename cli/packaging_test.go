package cli

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestUnit: systemd takes the unit for flight recorders as it is, and what it runs is a
// command line of ours.
func TestUnit(t *testing.T) {
	const unit = "../scripts/packaging/unixsnoop@.service"
	text, err := os.ReadFile(unit)
	if err != nil {
		t.Fatal(err)
	}
	_, start, ok := strings.Cut(string(text), "ExecStart=/usr/bin/unixsnoop ")
	start, _, ends := strings.Cut(start, "\n")
	if !ok || !ends {
		t.Fatal("the unit starts something else")
	}
	words := strings.Fields(strings.NewReplacer("%%", "%", "%i", "run-x", "%f", "/run/x", "${LOGS_DIRECTORY}", t.TempDir(),
		"$UNIXSNOOP_OPTIONS", "-G 3600 -W 24 --no-such-flag").Replace(start))
	if got := runCommand(t, unixsnoop(words...)); got.status != exitUsage || !strings.Contains(got.stderr, "unknown flag: --no-such-flag") {
		t.Errorf("%q: %+v", words, got)
	}
	// Where systemd is old, its groups of system calls lack what is given up by.
	if _, calls, _ := strings.Cut(string(text), "\nSystemCallFilter="); !slices.Contains(strings.Fields(strings.SplitN(calls, "\n", 2)[0]), "seccomp") {
		t.Error("SystemCallFilter= does not name seccomp")
	}

	analyze := testhost.Tool(t, testhost.Nowhere, "systemd-analyze")
	// Where it is installed the program is there, too.
	mended := strings.ReplaceAll(string(text), "/usr/bin/unixsnoop", "/bin/true")
	file := filepath.Join(t.TempDir(), "unixsnoop@.service")
	if err := os.WriteFile(file, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(analyze, "--man=no", "verify", file).CombinedOutput()
	if err != nil || strings.Contains(string(out), "unixsnoop@") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestManifests: what Kubernetes is told to run is a command line of ours.
func TestManifests(t *testing.T) {
	text, err := os.ReadFile("../scripts/packaging/kubernetes/daemonset.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const item = "            - "
	_, rest, _ := strings.Cut(string(text), "\n          args:\n")
	var words []string
	for strings.HasPrefix(rest, item) {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		words = append(words, strings.TrimPrefix(line, item))
	}
	if len(words) == 0 {
		t.Fatal("the manifest has no arguments")
	}
	if got := runCommand(t, unixsnoop(append(words, "--no-such-flag")...)); got.status != exitUsage || !strings.Contains(got.stderr, "unknown flag: --no-such-flag") {
		t.Errorf("%q: %+v", words, got)
	}
}
