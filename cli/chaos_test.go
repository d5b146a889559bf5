package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/cilium/ebpf"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// The tests in this file do to a capture what happens at the worst of times. In each, what was
// sent is what is shown and what is lost, to the message.

var (
	countsOf    = regexp.MustCompile(`(?m)(\d+) messages? captured, (\d+) lost`)
	undecidedOf = regexp.MustCompile(`(\d+) perhaps lost: who receives them was not known`)
)

// accountsFor fails unless a capture that ended shows and counts so many messages.
func (r result) accountsFor(t *testing.T, sent int) {
	t.Helper()
	captured, lost := r.counts(t)
	if shown := strings.Count(r.stdout, "\n"); shown != captured || captured+lost != sent {
		t.Errorf("%d sent, %d shown: %s", sent, shown, r.stderr)
	}
}

// counts are what a capture that ended says of messages. Those of which it was not known
// whether they are wanted count as lost.
func (r result) counts(t *testing.T) (captured, lost int) {
	t.Helper()
	counts := countsOf.FindStringSubmatch(r.stderr)
	if counts == nil {
		t.Fatalf("no sum in %q", r.stderr)
	}
	captured, _ = strconv.Atoi(counts[1])
	lost, _ = strconv.Atoi(counts[2])
	if undecided := undecidedOf.FindStringSubmatch(r.stderr); undecided != nil {
		perhaps, _ := strconv.Atoi(undecided[1])
		lost += perhaps
	}
	return captured, lost
}

// sendMany sends messages from a client to a server that reads them, until done says so, or
// as many as most. It returns how many.
func sendMany(t *testing.T, path string, most int, done func() bool) (sent int) {
	t.Helper()
	client, server, hangUp := connectAt(t, path)
	defer hangUp()
	go io.Copy(io.Discard, server)
	for ; sent < most && !done(); sent++ {
		if _, err := io.WriteString(client, "a message"); err != nil {
			t.Fatal(err)
		}
	}
	return sent
}

func never() bool { return false }

// TestStopped: while the tool stands still, its rings fill, and what finds no room is lost and
// counted, which it says before it ends.
func TestStopped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	r := startCapture(t, "-q", "-B", "64", path)
	if err := r.cmd.Process.Signal(unix.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	sent := sendMany(t, path, 3000, never)
	if !testing.Short() {
		time.Sleep(5 * time.Second) // of standing still
	}
	if err := r.cmd.Process.Signal(unix.SIGCONT); err != nil {
		t.Fatal(err)
	}
	r.awaitNotice(t, "unixsnoop: messages are being lost: ")
	r.stop(unix.SIGTERM).accountsFor(t, sent)
}

// awaitNotice waits until the capture says something on standard error.
func (r *running) awaitNotice(t *testing.T, beginning string) {
	t.Helper()
	defer time.AfterFunc(tooLong, func() { r.cmd.Process.Kill() }).Stop()
	if line, err := r.stderr.ReadString('\n'); err != nil || !strings.HasPrefix(line, beginning) {
		t.Errorf("it says %q and not %q: %v", line, beginning, err)
	}
}

// TestBlockedOutput: while nobody reads what the tool writes, it stands still as well; all that was
// shown or lost is there once somebody does.
func TestBlockedOutput(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	defer writer.Close()
	cmd := unixsnoop("-q", "-B", "64", path)
	cmd.Stdout = writer
	r := startCommand(t, cmd)
	writer.Close()
	sent := sendMany(t, path, 20_000, never) // a line each: more than pipe and rings have room for
	shown := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(reader) // what is missing is in no line
		shown <- string(text)
	}()
	r.awaitNotice(t, "unixsnoop: messages are being lost: ")
	got := r.stop(unix.SIGTERM)
	got.stdout = <-shown
	got.accountsFor(t, sent)
}

// TestKilledAtAnyMoment: whenever a capture is killed, the next one works, and removes what it
// left.
func TestKilledAtAnyMoment(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	before, programs, maps := probeEvents(t), programsOf(t), mapsOf(t)
	random := testrand.New(t)
	kills := 200
	if testing.Short() {
		kills = 2
	}
	for range kills {
		cmd := unixsnoop("-q", path)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.IntN(2000)) * time.Millisecond) // the moment is what is tested
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
	}
	// The kernel frees them a moment after the process is gone.
	if !testrun.Until(func() bool { return programsOf(t) <= programs && mapsOf(t) <= maps }) {
		t.Errorf("%d programs and %d maps in the kernel, there were %d and %d", programsOf(t), mapsOf(t), programs, maps)
	}
	r := startCapture(t, "-q", path)
	sent := sendMany(t, path, 100, never)
	r.stop(unix.SIGTERM).accountsFor(t, sent)
	if after := probeEvents(t); after != before {
		t.Errorf("left behind:\n%s", after)
	}
}

// programsOf and mapsOf are how many the kernel has, whoever loaded them.
func programsOf(t *testing.T) int { return howMany(t, ebpf.ProgramGetNextID) }
func mapsOf(t *testing.T) int     { return howMany(t, ebpf.MapGetNextID) }

func howMany[ID ~uint32](t *testing.T, next func(ID) (ID, error)) (n int) {
	t.Helper()
	for id := ID(0); ; n++ {
		var err error
		if id, err = next(id); errors.Is(err, os.ErrNotExist) {
			return n
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestCapturesAtOnce: captures that run at once see the same, and none takes the probes of
// another away when it ends.
func TestCapturesAtOnce(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	before := probeEvents(t)
	var running []*running
	for range 3 {
		running = append(running, startCapture(t, "-q", path))
	}
	sent := 0
	for _, r := range running {
		sent += sendMany(t, path, 200, never)
		r.stop(unix.SIGTERM).accountsFor(t, sent)
	}
	if after := probeEvents(t); after != before {
		t.Errorf("left behind:\n%s", after)
	}
}

// TestOutputDirectoryRemoved: a capture whose next file has no place ends, and tells how many
// messages can be read.
func TestOutputDirectoryRemoved(t *testing.T) {
	testhost.SameOnAllKernels(t)
	path, dir := filepath.Join(t.TempDir(), "s"), filepath.Join(t.TempDir(), "removed")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r := startCapture(t, "-w", filepath.Join(dir, "x"), "-C", "1", path)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	client, server, hangUp := connectAt(t, path)
	defer hangUp()
	go io.Copy(io.Discard, server)
	text := strings.Repeat("x", 10_000)
	for range 300 { // more than a file has
		if _, err := io.WriteString(client, text); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.stop(0); got.status != 1 || !strings.Contains(got.stderr, "no such file or directory") || countsOf.FindString(got.stderr) == "" {
		t.Errorf("%+v", got)
	}
}

// TestRotatedUntilDiskFull: a capture ends that has no room for the next of its files, or for
// all of one, and says of as many messages that they were captured as can be read in them.
func TestRotatedUntilDiskFull(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	limits := []string{"nr_inodes=3", "size=2500k"} // the directory is one of the inodes
	if testing.Short() {
		limits = limits[:1] // TestCapturedUntilDiskFull is much the same as the other
	}
	for _, limit := range limits {
		t.Run(limit, func(t *testing.T) {
			disk := t.TempDir()
			if err := unix.Mount("tmpfs", disk, "tmpfs", 0, limit); err != nil {
				testhost.Need(t, testhost.InGuests, fmt.Errorf("no small disk: %w", err))
			}
			defer unix.Unmount(disk, 0)
			path := filepath.Join(t.TempDir(), "s")
			r := startCapture(t, "-w", filepath.Join(disk, "f"), "-C", "1", path)
			client, server, hangUp := connectAt(t, path)
			defer hangUp()
			got := r.stopFlooded(client, server, 10_000)
			counts := countsOf.FindStringSubmatch(got.stderr)
			if got.status != 1 || counts == nil || !strings.Contains(got.stderr, "no space left on device") {
				t.Fatalf("%+v", got)
			}
			files, err := filepath.Glob(filepath.Join(disk, "f*"))
			if err != nil {
				t.Fatal(err)
			}
			readable := 0
			for _, file := range files {
				readable += strings.Count(runCommand(t, unixsnoop("-r", file, "-q")).stdout, "\n")
			}
			if captured, _ := strconv.Atoi(counts[1]); readable != captured || len(files) < 2 {
				t.Errorf("%d can be read in %q: %s", readable, files, got.stderr)
			}
		})
	}
}

// TestTerminalHangsUp: who closes the terminal while messages are shown ends the capture, which says
// how many were and how many could not be, and nothing stays behind.
func TestTerminalHangsUp(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	before := probeEvents(t)
	path := filepath.Join(t.TempDir(), "s")
	master, slave := testhost.Terminal(t)
	cmd := unixsnoop("-q", "--terminal", path) // what is sent comes from who shows it
	cmd.Stdin, cmd.Stdout = slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	r := startCommand(t, cmd)
	slave.Close()
	sent := sendMany(t, path, 500, never)
	for lines := bufio.NewScanner(master); lines.Scan(); { // some of them are shown
		if strings.Contains(lines.Text(), " bytes") {
			break
		}
	}
	master.Close()
	got := r.stop(0)
	if captured, lost := got.counts(t); captured == 0 || lost == 0 || captured+lost > sent { // more may wait in the rings
		t.Errorf("%d sent: %+v", sent, got)
	}
	if after := probeEvents(t); after != before {
		t.Errorf("left behind:\n%s", after)
	}
}

// TestSendersComeAndGo: senders are killed while they are blocked, become other programs and
// end in the middle, and sockets are closed and made again: each send that the kernel accepted
// is shown or counted.
func TestSendersComeAndGo(t *testing.T) {
	testkernel.Need(t)
	shell := testhost.Tool(t, testhost.InGuests, "sh")
	path := filepath.Join(t.TempDir(), "s")
	r := startCapture(t, "-q", path)
	rounds := 50
	if testing.Short() {
		rounds = 3
	}
	sent := 0
	for range rounds {
		sent += sendMany(t, path, 100, never) // each time over new sockets
		os.Remove(path)
		receiver := testsock.Bound(t, unix.SOCK_DGRAM, path)
		sender := testsock.File(t, testsock.Open(t, unix.SOCK_DGRAM))
		if err := unix.Connect(int(sender.Fd()), &unix.SockaddrUnix{Name: path}); err != nil {
			t.Fatal(err)
		}
		// It says something, becomes another program, which says something, and is blocked
		// once the receiver's queue is full.
		cmd := exec.Command(shell, "-c", `echo one >&3; exec sh -c 'while :; do echo more >&3; done'`)
		cmd.ExtraFiles = []*os.File{sender}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		blocked := func() bool {
			call, err := os.ReadFile(fmt.Sprintf("/proc/%d/syscall", cmd.Process.Pid)) // or "running"
			return err == nil && strings.HasPrefix(string(call), fmt.Sprint(unix.SYS_WRITE, " "))
		}
		if !testrun.Until(blocked) {
			t.Fatal("the sender is not blocked")
		}
		cmd.Process.Kill()
		cmd.Wait()
		for buffer := make([]byte, 16); ; sent++ {
			if _, _, err := unix.Recvfrom(receiver, buffer, unix.MSG_DONTWAIT); err != nil {
				break
			}
		}
		os.Remove(path)
	}
	r.stop(unix.SIGTERM).accountsFor(t, sent)
}
