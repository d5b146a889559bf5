package cli

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// The test binary is the command as well, so that tests can run it as users do,
// also on a machine that has nothing but this binary.
const runAsCommand = "UNIXSNOOP_RUN_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(runAsCommand) != "" {
		Main()
	}
	os.Exit(m.Run())
}

// unixsnoop is the command with these arguments.
func unixsnoop(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), runAsCommand+"=1", "TZ=UTC")
	return cmd
}

// result is what a finished command left.
type result struct {
	status         int
	stdout, stderr string
}

// runCommand runs a command to its end.
func runCommand(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	status, stdout, stderr := testrun.Run(t, cmd)
	return result{status, stdout, stderr}
}

// refuses fails unless a command is a wrong use of the command line, for this reason, told
// in one line that ends with where the help is.
func refuses(t *testing.T, want, help string, args ...string) {
	t.Helper()
	got := runCommand(t, unixsnoop(args...))
	if got.status != 2 || got.stdout != "" {
		t.Errorf("%q: status %d, stdout %q", args, got.status, got.stdout)
	}
	if !strings.HasPrefix(got.stderr, "unixsnoop: "+want) || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("%q: got  %swant %s, on one line", args, got.stderr, want)
	}
	if !strings.HasSuffix(got.stderr, "(see "+help+")\n") {
		t.Errorf("%q: no pointer to %s: %s", args, help, got.stderr)
	}
}

func create(t *testing.T, path string) *os.File {
	t.Helper()
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return file
}

// content is all that was written to a file, from its start on.
func content(t *testing.T, file *os.File) string {
	t.Helper()
	b, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	for _, test := range []struct {
		args string
		want string
	}{
		{"", "no SOCKET given; '*' captures every socket"},
		{"--nonsense /x", "unknown flag: --nonsense"},
		{"--follow --format json /x", "--follow shows payloads as string, hex, hexstring, not as json; --conversation keeps to one conversation in any format"},
		{"--conversation= /x", "--conversation needs an id; --format json shows them"},
		{"-Z nosuchuser /x", `-Z: there is no user "nosuchuser"`},
		{"-Z root -r x", "-Z gives up what a capture takes; to read a file takes nothing of it"},
		{"-Y /x", "unknown shorthand flag: 'Y' in -Y"},
		{"-i eth0", `there is no interface "eth0", as unix sockets have none: unixsnoop list shows which sockets there are, and '*' stands for every one`},
		{"-i ./nothing*x", `bad socket pattern "./nothing*x"`},
		{"nothing.pcapng", `"nothing.pcapng" is no socket, and there is no capture file of this name; -r FILE reads one, -w FILE writes one`},
		{"../testdata/captures/redis.pcapng", `"../testdata/captures/redis.pcapng" is a capture file and no socket; unixsnoop -r ../testdata/captures/redis.pcapng shows what is in it`},
		{"version x", `version takes no argument, but there is "x"`},
		{"docker", `bad socket pattern "docker": it is neither a path nor a command; write ./docker for a relative path, @docker for an abstract name`},
		{"/a*b", `bad socket pattern "/a*b": '*' stands at the end only; a '*' in a name is written \x2a`},
		{"--format xml /x", `unknown format "xml"; known are c, go, har, header, hex, hexstring, html, json, parquet, python, rust, string`},
		{"-A -x /x", "choose one format: string and hex contradict each other"},
		{"--format hexstring -q /x", "choose one format: hexstring and header contradict each other"},
		{"-c many /x", `invalid argument "many" for "-c, --count" flag`},
		{"-c -1 /x", `invalid argument "-1" for "-c, --count" flag`},
		{"--duration -1s /x", "--duration -1s is negative"},
		{"--duration 5 /x", `invalid argument "5" for "--duration" flag`},
		{"-s -1 /x", "--snaplen -1 is negative"},
		{"--metrics nowhere /x", "--metrics: want a port, such as 9435, or HOST:PORT"},
		{"--metrics 9435 -r x.pcapng", "--metrics tells of a capture that goes on; a file of -r is over"},
		{"-tttttt /x", "-t is given 6 times; five times is the time since the first line"},
		{"--times=-1 /x", "-t is given -1 times"},
		{"--follow --memfd /x", "--memfd has no effect with --follow, which shows what is said and no more"},
		{"--memfd -q /x", "--memfd has no effect with --format header; it is for hex, hexstring, json, string, html and -w"},
		{"--memfd --har -r x", "--memfd has no effect with --format har"},
		{"--memfd 64K /x", "a size of --memfd stands behind an equals sign: --memfd=64K; for a socket of this name write ./64K"},
		{"-B 1 /x", "--buffer-size 1 is not between 64 and 1048576 KiB"},
		{"-f /x", "-f follows the processes of -p, but there is none; give -p PID"},
		{"-p 1 -- ls", "choose one: -p and -f say whom to follow, and a command behind -- is followed by itself"},
		{"--", "there is no command behind --"},
		{"/x --", "there is no command behind --"},
		{"--exclude * /x", "--exclude * leaves nothing to capture"},
		{"--exclude /r* /run/a /run/b*", "--exclude /r* leaves nothing to capture"},
		{"--exclude /x --inode 0 /x", `invalid argument "0" for "--inode" flag: it is not an inode number`},
		{"-p 999999999 /x", `-p 999999999: there is no such process`},
		{"--uid nosuchuser /x", `invalid argument "nosuchuser" for "--uid" flag: there is no such user`},
		{"--type raw /x", `invalid argument "raw" for "--type" flag: known are stream, dgram, seqpacket`},
		{"--container= /x", "--container is empty: it takes the beginning of a container's id or name"},
		{"--container= -r x", "--container is empty"},
		{"--container nosuchcontainer", `no container has an id or name that starts with "nosuchcontainer"`},
	} {
		help := "unixsnoop --help"
		if strings.HasPrefix(test.args, "version ") {
			help = "unixsnoop version --help"
		}
		t.Run(test.args, func(t *testing.T) {
			refuses(t, test.want, help, strings.Fields(test.args)...)
		})
	}
}

// TestCheckUsageErrors: check has flags of its own, and none of a capture's.
func TestCheckUsageErrors(t *testing.T) {
	for args, want := range map[string]string{
		"check /x":        `check takes no argument, but there is "/x"`,
		"check -- /x":     `check takes no argument, but there is "/x"`,
		"check --comm x":  "unknown flag: --comm",
		"--btf x check":   "check comes before its flags",
		"-c 5 check":      "check comes before its flags",
		"check --btf":     "flag needs an argument: --btf",
		"check --version": "unknown flag: --version",
	} {
		got := runCommand(t, unixsnoop(strings.Fields(args)...))
		pointer := " (see unixsnoop check --help)\n"
		if strings.HasSuffix(want, "its flags") {
			pointer = " (see unixsnoop --help)\n"
		}
		if got != (result{2, "", "unixsnoop: " + want + pointer}) {
			t.Errorf("%s: %+v", args, got)
		}
	}
}

func TestHelpAndVersion(t *testing.T) {
	for _, flag := range []string{"--help", "-h"} {
		got := runCommand(t, unixsnoop(flag))
		if got.status != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, "Usage:\n  unixsnoop [flags] [SOCKET...]") {
			t.Errorf("%s: %+v", flag, got)
		}
	}
	for _, args := range [][]string{{"-h", "list"}, {"--help", "list"}, {"help", "list"}} {
		got := runCommand(t, unixsnoop(args...))
		if got.status != 0 || got.stderr != "" || !strings.HasPrefix(got.stdout, "Usage:\n  unixsnoop list [flags]") {
			t.Errorf("%s: %+v", args, got)
		}
	}
	version := runCommand(t, unixsnoop("--version"))
	if version.status != 0 || version.stderr != "" || !strings.HasPrefix(version.stdout, "unixsnoop ") || strings.Count(version.stdout, "\n") != 1 {
		t.Errorf("--version: %+v", version)
	}
	build := runCommand(t, unixsnoop("version"))
	facts, ok := strings.CutPrefix(build.stdout, version.stdout)
	if build.status != 0 || build.stderr != "" || !ok {
		t.Errorf("version: %+v", build)
	}
	for _, fact := range []string{"commit   ", "built    with " + runtime.Version(), "kernels  Linux 5.10 to ", "running  Linux "} {
		line, rest, _ := strings.Cut(facts, "\n")
		if !strings.HasPrefix(line, fact) {
			t.Errorf("%q does not begin with %q", line, fact)
		}
		facts = rest
	}
}

// TestBadBTF: whatever else the kernel lacks, the exit status is 1 and there is
// one line that says why.
func TestBadBTF(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bad.btf")
	if err := os.WriteFile(file, []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := runCommand(t, unixsnoop("--btf", file, "/x"))
	if got.status != 1 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("%+v", got)
	}
}

// TestCheckAgreesWithCapture: when check says that capture can't work, a
// capture fails for the reason that check gives.
func TestCheckAgreesWithCapture(t *testing.T) {
	check := runCommand(t, unixsnoop("check"))
	if !strings.HasPrefix(check.stdout, "kernel ") {
		t.Errorf("report: %q", check.stdout)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	reader.Close()
	defer writer.Close()
	unread := unixsnoop("check")
	unread.Stdout = writer
	if got := runCommand(t, unread); got.status != check.status || got.stderr != check.stderr {
		t.Errorf("nobody reads: %+v, else %+v", got, check)
	}
	if check.status == 0 {
		if check.stderr != "" || !strings.HasSuffix(check.stdout, "capture works on this kernel\n") {
			t.Errorf("%+v", check)
		}
		return // TestCaptureEnds shows that it does
	}
	capture := runCommand(t, unixsnoop("*"))
	if check.status != 1 || capture.status != 1 || capture.stderr != check.stderr || strings.Count(capture.stderr, "\n") != 1 {
		t.Errorf("check %+v\ncapture %+v", check, capture)
	}
}

// TestCheckWithoutTracing: what becomes of kprobes while function tracing is switched off
// depends on the kernel, and check knows it as well as a capture.
func TestCheckWithoutTracing(t *testing.T) {
	testkernel.Need(t)
	testhost.MuchTheSame(t)
	testhost.Expendable(t)
	const enabled = "/proc/sys/kernel/ftrace_enabled"
	switch err := os.WriteFile(enabled, []byte("0"), 0); {
	case errors.Is(err, errors.ErrUnsupported):
		t.Skip("this kernel does not switch function tracing off:", err)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.WriteFile(enabled, []byte("1"), 0); err != nil {
			t.Error(err)
		}
	})
	check := runCommand(t, unixsnoop("check"))
	capture := runCommand(t, unixsnoop("/x", "--duration", "1ms"))
	if !strings.Contains(check.stdout, "function tracing is switched off") || !strings.Contains(check.stdout, "sysctl kernel.ftrace_enabled=1") {
		t.Errorf("%s", check.stdout)
	}
	if check.status != capture.status {
		t.Errorf("check %+v\ncapture %+v", check, capture)
	}
}

// TestTimesOfFile: how times look, of a file that is not from today.
func TestTimesOfFile(t *testing.T) {
	for args, want := range map[string]string{
		"":              "2026-11-25 10:35:03.032528 redis-cli[221] >",
		"-t":            "redis-cli[221] >",
		"-tt":           "1795602903.032528 redis-cli[221] >",
		"-ttt":          "00:00:00.000000 redis-cli[221] >",
		"-tttt --utc":   "2026-11-25 10:35:03.032528 redis-cli[221] >",
		"-t -t -t -tt":  "00:00:00.000000 redis-cli[221] >",
		"-tt --nano":    "1795602903.03252",
		"--nano -tttt":  "2026-11-25 10:35:03.03252",
		"--format json": `{"v":1,"seq":1,"time":"2026-11-25T10:35:03.03252`,
	} {
		cmd := unixsnoop(append([]string{"-r", "../testdata/captures/redis.pcapng", "-q"}, strings.Fields(args)...)...)
		if strings.Contains(args, "json") {
			cmd = unixsnoop("-r", "../testdata/captures/redis.pcapng", "--format", "json")
		}
		if got := runCommand(t, cmd); got.status != 0 || !strings.HasPrefix(got.stdout, want) {
			t.Errorf("%s: status %d, %.150s, want %s", args, got.status, got.stdout, want)
		}
	}
	eastward := unixsnoop("-r", "../testdata/captures/redis.pcapng", "-q", "-c", "1")
	eastward.Env = append(eastward.Env, "TZ=Etc/GMT-14")
	if got := runCommand(t, eastward); !strings.HasPrefix(got.stdout, "2026-11-26 00:35:03.032528 ") {
		t.Errorf("in another zone: %+v", got)
	}
}

// TestHabits: what tcpdump's users type first captures, or shows, what they mean.
func TestHabits(t *testing.T) {
	testhost.SameOnAllKernels(t)
	file := "../testdata/captures/redis.pcapng"
	all := runCommand(t, unixsnoop("-r", file))
	if all.status != 0 || all.stdout == "" {
		t.Fatalf("%+v", all)
	}
	none := runCommand(t, unixsnoop("-r", file, "/nowhere"))
	for args, want := range map[string]result{
		"-n": all, "-nn": all, "-l": all, "-nnl -U": all, "-i any": all, "-ni any": all, "-i *": all, "-i /run/redis.sock": all,
		"-i any /nowhere": none, "-i /nowhere": none, "-i any --comm nobody": none,
	} {
		if got := runCommand(t, unixsnoop(append([]string{"-r", file}, strings.Fields(args)...)...)); got != want {
			t.Errorf("%s: %+v", args, got)
		}
	}
}
