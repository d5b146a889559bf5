package confine

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/kernel/capability"
)

// The test binary is what is confined, too.
const (
	part     = "CONFINE_TEST_PART" // what it is to do
	confined = "confined"          // with Needs as its argument, in JSON
	opening  = "opening"           // the file that is its argument, as itself and as the invoker

	nobody = 65534
)

func TestMain(m *testing.M) {
	switch os.Getenv(part) {
	case confined:
		beConfined(os.Args[1])
	case opening:
		open := func() error {
			file, err := os.Open(os.Args[1])
			if err == nil {
				file.Close()
			}
			return err
		}
		fmt.Println(errors.Is(open(), os.ErrPermission), errors.Is(AsInvoker(open), os.ErrPermission), errors.Is(open(), os.ErrPermission))
	default:
		os.Exit(m.Run())
	}
}

// beConfined prints what is left of each of many threads, and of what it may do.
func beConfined(needs string) {
	var n Needs
	if err := json.Unmarshal([]byte(needs), &n); err != nil {
		fmt.Println(err)
		return
	}
	var gates [8]chan struct{}
	started := make(chan struct{})
	for i := range gates { // threads that are there before, blocked in the kernel
		gates[i] = make(chan struct{})
		go func() {
			var pipe [2]int
			_ = unix.Pipe(pipe[:])
			started <- struct{}{}
			_, _ = unix.Read(pipe[0], make([]byte, 1))
		}()
		<-started
	}
	if err := Process(n); err != nil {
		fmt.Println(err)
		return
	}
	threads, _ := os.ReadDir("/proc/self/task")
	seen := map[string]bool{}
	for _, thread := range threads {
		status, err := os.ReadFile("/proc/self/task/" + thread.Name() + "/status")
		if err != nil {
			fmt.Println(err)
			return
		}
		var lines []string
		for line := range strings.Lines(string(status)) {
			switch key, value, _ := strings.Cut(strings.TrimSpace(line), ":"); key {
			case "Uid", "Gid", "CapInh", "CapPrm", "CapEff", "CapAmb", "NoNewPrivs", "Seccomp":
				lines = append(lines, key+"="+strings.Join(strings.Fields(value), ","))
			}
		}
		seen[strings.Join(lines, " ")] = true
	}
	for line := range seen {
		fmt.Println(line)
	}
	fmt.Println("threads:", len(threads) > 8)
	fmt.Println("exec:", exec.Command("/bin/true").Run())
	fmt.Println("mount:", unix.Mount("none", "/tmp", "tmpfs", 0, ""))
	fmt.Println("setuid:", syscall.Setuid(0))
	_, err := os.ReadDir("/proc/1/fd")
	fmt.Println("fds of process 1:", err)
}

// playing is the test binary in one of its parts.
func playing(t *testing.T, what, arg string, as *syscall.SysProcAttr) string {
	t.Helper()
	cmd := exec.Command("/proc/self/exe", arg)
	cmd.Env = append(os.Environ(), part+"="+what)
	cmd.SysProcAttr = as
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

// TestConfined: every thread has lost what is not needed any more, and looks at others work.
func TestConfined(t *testing.T) {
	testhost.Root(t)
	if err := Possible(); err != nil {
		t.Skipf("with the race detector there is cgo: %v", err)
	}
	held, err := capability.Held()
	if err != nil {
		t.Fatal(err)
	}
	plain := looks &^ capability.Of(unix.CAP_SYS_ADMIN)
	files := capability.Of(unix.CAP_DAC_OVERRIDE, unix.CAP_CHOWN, unix.CAP_FOWNER)
	for name, test := range map[string]struct {
		needs Needs
		keeps capability.Set
		uid   int
	}{
		"as root":        {Needs{}, plain, 0},
		"administrator":  {Needs{Administrator: true}, looks, 0},
		"files to come":  {Needs{Files: true}, plain | files, 0},
		"a command":      {Needs{Command: true}, plain | capability.Of(unix.CAP_KILL), 0},
		"as nobody":      {Needs{As: &invoker.User{Name: "nobody", Uid: nobody, Gid: nobody, Groups: []int{nobody}}}, plain, nobody},
		"files, as such": {Needs{Files: true, As: &invoker.User{Name: "nobody", Uid: nobody, Gid: nobody, Groups: []int{nobody}}}, plain, nobody},
	} {
		t.Run(name, func(t *testing.T) {
			needs, err := json.Marshal(test.needs)
			if err != nil {
				t.Fatal(err)
			}
			keeps := fmt.Sprintf("%016x", uint64(test.keeps&held.Permitted))
			want := fmt.Sprintf("Uid=%[1]d,%[1]d,%[1]d,%[1]d Gid=%[1]d,%[1]d,%[1]d,%[1]d CapInh=%[2]s CapPrm=%[3]s CapEff=%[3]s CapAmb=%[2]s NoNewPrivs=1 Seccomp=2\n",
				test.uid, strings.Repeat("0", 16), keeps) +
				"threads: true\nexec: fork/exec /bin/true: operation not permitted\nmount: operation not permitted\nsetuid: operation not permitted\nfds of process 1: <nil>\n"
			if got := playing(t, confined, string(needs), nil); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// TestAsInvoker: a file that the user names is opened as this user would open it, whatever
// capabilities the program was given.
func TestAsInvoker(t *testing.T) {
	testhost.Root(t)
	file := filepath.Join(t.TempDir(), "root's")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir := filepath.Dir(file); dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	as := &syscall.SysProcAttr{
		Credential:  &syscall.Credential{Uid: nobody, Gid: nobody},
		AmbientCaps: []uintptr{unix.CAP_DAC_READ_SEARCH},
	}
	if got := playing(t, opening, file, as); got != "false true false\n" {
		t.Errorf("refused with capabilities, as the invoker, with them again: %s", got)
	}
	if got := playing(t, opening, file, nil); got != "false false false\n" {
		t.Errorf("refused, of root: %s", got)
	}
}

// TestFilterOfCalls: each call that is refused has a test of its own in the filter, whose
// jumps lead to what is behind it.
func TestFilterOfCalls(t *testing.T) {
	f := filter()
	allowed := f[len(f)-1]
	if allowed.K != unix.SECCOMP_RET_ALLOW {
		t.Fatalf("it ends with %+v", allowed)
	}
	// run is what the kernel does.
	run := func(arch, number uint32) uint32 {
		var accumulator uint32
		for at := 0; ; at++ {
			switch i := f[at]; i.Code & 7 {
			case unix.BPF_LD:
				accumulator = map[uint32]uint32{callNumber: number, callArch: arch}[i.K]
			case unix.BPF_RET:
				return i.K
			case unix.BPF_JMP:
				holds := accumulator == i.K
				if i.Code&0xf0 == unix.BPF_JGE {
					holds = accumulator >= i.K
				}
				if holds {
					at += int(i.Jt)
				} else {
					at += int(i.Jf)
				}
			}
		}
	}
	for _, number := range useless {
		if run(arch, number) == allowed.K {
			t.Errorf("call %d is allowed", number)
		}
	}
	for _, number := range []uint32{unix.SYS_OPENAT, unix.SYS_BPF, unix.SYS_PERF_EVENT_OPEN, unix.SYS_WRITE, unix.SYS_CLONE, unix.SYS_EXIT_GROUP} {
		if run(arch, number) != allowed.K {
			t.Errorf("call %d is refused", number)
		}
		if run(arch+1, number) == allowed.K || run(arch, number|1<<30) == allowed.K {
			t.Errorf("call %d is allowed in another architecture's numbers", number)
		}
	}
	if bytes.Count([]byte(fmt.Sprint(useless)), []byte(" ")) < 30 {
		t.Errorf("only %v are refused", useless)
	}
}
