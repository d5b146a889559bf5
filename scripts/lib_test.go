package scripts

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestPrivateApt: whatever apt writes for the scripts, its locks too, is below the directory
// that it was given. So anybody may run them, and nothing is left elsewhere.
func TestPrivateApt(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "apt-get")
	dir := t.TempDir()
	script := `
		HERE=$PWD/scripts GUEST_ARCH=amd64
		. scripts/lib/common.sh && . scripts/lib/progress.sh && . scripts/lib/apt.sh
		debian_source() { echo "http://127.0.0.1:9/debian"; }
		apt-get() { [[ $* == *" update" ]] || command apt-get "$@"; } # without the network
		cd "$1" && private_apt bookworm
		apt-get -c apt.conf -qq check # takes the locks of what is installed
		eval "$(apt-config -c apt.conf shell a Dir::State/d b Dir::State::Lists/d c Dir::State::status/f \
			d Dir::Cache/d e Dir::Cache::archives/d f Dir::Log/d g Dir::Etc::SourceList/f)"
		printf '%s\n' "$a" "$b" "$c" "$d" "$e" "$f" "$g"`
	got := runCommand(t, exec.Command("bash", "-euc", script, "bash", dir))
	if got.status != 0 || got.stderr != "reading the package lists of Debian's bookworm, 10 MB\n" {
		t.Fatalf("%+v", got)
	}
	for place := range strings.Lines(got.stdout) {
		if !strings.HasPrefix(place, dir+"/apt/") {
			t.Errorf("apt keeps something in %s", place)
		}
	}
	locks, err := filepath.Glob(filepath.Join(dir, "apt", "lock*"))
	if err != nil || len(locks) == 0 {
		t.Errorf("no lock is taken below %s (%v): where is it?", dir, err)
	}
}

// TestQuietly: what a command prints is shown if it fails, and then all of it; the status is
// the command's.
func TestQuietly(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	const script = `. scripts/lib/common.sh && . scripts/lib/progress.sh
		quietly "doing well" sh -c 'echo out; echo err >&2'
		quietly "failing" sh -c 'echo out; echo err >&2; exit 7' || exit`
	want := result{7, "", "doing well\nfailing\nout\nerr\n"}
	if got := runCommand(t, exec.Command("bash", "-euc", script)); got != want {
		t.Errorf("%+v", got)
	}
}

// TestQuietlyInterrupted: a signal to the group, as Ctrl-C is one, ends all that quietly has started, and leaves no file.
func TestQuietlyInterrupted(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	const script = `. scripts/lib/common.sh && . scripts/lib/progress.sh
		at_end 'echo "interrupted $interrupted" >&2'
		quietly "waiting" sh -c 'kill -TERM 0; exec sleep 1000'`
	cmd := exec.Command("bash", "-euc", script)
	dir := t.TempDir()
	cmd.Env = append(os.Environ(), "TMPDIR="+dir, "LC_ALL=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // as of a terminal
	out, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); cmd.Wait() })
	// What counts the minutes must not sleep through one of them.
	if err := out.(*os.File).SetReadDeadline(time.Now().Add(50 * time.Second)); err != nil {
		t.Fatal(err)
	}
	// All who could write to it are gone at its end.
	said, err := io.ReadAll(out)
	if want := "waiting\nTerminated\ninterrupted 1\n"; string(said) != want || err != nil {
		t.Errorf("said %q, %v; want %q", said, err, want)
	}
	if cmd.Wait(); cmd.ProcessState.ExitCode() != 143 {
		t.Errorf("exit status %d", cmd.ProcessState.ExitCode())
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left: %v, %v", left, err)
	}
}

// TestPackagesFor: of Debian's packages a guest gets those that what it runs is in.
func TestPackagesFor(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	const script = `. scripts/lib/common.sh && . scripts/lib/programs.sh
		packages_for chronyd chronyc /bin/sh "$PWD/main.go" | paste -sd ' '
		packages_for /usr/lib/postgresql/15/bin/psql ss | paste -sd ' '
		[[ $(packages_for no-such-program) == "$(printf '%s\n' "${GUEST_PACKAGES[@]}" | sort)" ]]`
	want := result{0, "busybox-static chrony\nbusybox-static iproute2 postgresql-15\n", ""}
	if got := runCommand(t, exec.Command("bash", "-euc", script)); got != want {
		t.Errorf("%+v", got)
	}
}

// TestNoLibraries: of a static program no library is looked for, wherever there are none.
func TestNoLibraries(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	const script = `. scripts/lib/common.sh && . scripts/lib/programs.sh
		PROGRAMS=$1 && touch "$1/static" && packaged_libraries "$1/static"`
	if got := runCommand(t, exec.Command("bash", "-euc", script, "bash", t.TempDir())); got != (result{}) {
		t.Errorf("%+v", got)
	}
}

// TestRPMChangelog: a section of CHANGELOG.md is an entry of RPM's, with its version and day, and its
// items are those of the entry. What was not released is of the version that is packed.
func TestRPMChangelog(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	const script = `HERE=scripts VERSION=2.0.0~git1 SOURCE_DATE_EPOCH=1700000000
		. scripts/lib/common.sh && . scripts/lib/packages.sh
		printf '%s\n' '# Changelog' 'What a user notices.' '## Unreleased' 'Nothing.' '### Added' '- A: "b"' '  and c.' '' '- D.' \
			'## [1.0.0] - 2023-01-02' '### Added' '- E.' '## 0.9.0 - 2022-01-02' 'Nothing to tell.' | rpm_changelog`
	const packager = "  packager: unixsnoop contributors <unixsnoop@users.noreply.github.com>\n  changes:\n"
	want := result{0, "- semver: \"2.0.0~git1-1\"\n  date: 2023-11-14T12:00:00Z\n" + packager +
		"    - note: |-\n        A: \"b\"\n          and c.\n    - note: |-\n        D.\n" +
		"- semver: \"1.0.0-1\"\n  date: 2023-01-02T12:00:00Z\n" + packager + "    - note: |-\n        E.\n", ""}
	if got := runCommand(t, exec.Command("bash", "-euc", script)); got != want {
		t.Errorf("%s", cmp.Diff(want.stdout, got.stdout)+got.stderr)
	}
}

// TestTotal: all tests are counted, and skipped ones by their reasons.
func TestTotal(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	const script = `. scripts/lib/common.sh && . scripts/lib/tests.sh
		total <(printf '%s\n' '=== RUN   TestA' '--- PASS: TestA (0.00s)' '=== RUN   TestB' '    x_test.go:7: it needs root' '--- SKIP: TestB (0.00s)') \
			<(printf '%s\n' '    x_test.go:9: wrong: 1' '--- FAIL: TestC (0.00s)' '    --- FAIL: TestC/sub (0.00s)' '    x_test.go:7: it needs root' '--- SKIP: TestD (0.00s)')`
	want := result{0, "tests: 1 passed, 1 failed, 2 skipped\n     2 skipped: it needs root\n", ""}
	if got := runCommand(t, exec.Command("bash", "-euc", script)); got != want {
		t.Errorf("%+v", got)
	}
}

// TestTell: what is told of failed tests ends with their names, and with what ended the rest.
func TestTell(t *testing.T) {
	testhost.Tool(t, testhost.OnEveryChange, "bash")
	log := filepath.Join(t.TempDir(), "log")
	const ran = `=== PACKAGE a
=== RUN   TestA
--- PASS: TestA (0.10s)
=== STATUS 0 a
=== PACKAGE a/b
=== RUN   TestB
    b_test.go:1: wrong
--- FAIL: TestB (0.10s)
=== RUN   TestC
fatal error: out of memory

goroutine 1 [running]:
=== STATUS 2 a/b
`
	if err := os.WriteFile(log, []byte(ran), 0o600); err != nil {
		t.Fatal(err)
	}
	const told = `ok    a                    1 passed
    b_test.go:1: wrong
--- FAIL: TestB (0.10s)
fatal error: out of memory

goroutine 1 [running]:
FAIL  a/b TestB TestC: fatal error: out of memory
`
	got := runCommand(t, exec.Command("bash", "-euc", `. scripts/lib/tests.sh && tell "$1"`, "bash", log))
	if want := (result{0, told, ""}); got != want {
		t.Errorf("%+v", got)
	}
}
