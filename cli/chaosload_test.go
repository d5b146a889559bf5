package cli

import (
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testcpu"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// The tests in this file have a capture keep up with more than there is on most machines.

// TestManyConnections: connections come as fast as the machine makes them, with a message and
// an answer each, by whichever end the filter finds them.
func TestManyConnections(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	connections, filters := 30_000, [][]string{{"-p", fmt.Sprint(os.Getpid()), path}, {path}}
	if testing.Short() {
		connections, filters = 500, filters[:1]
	}
	for _, args := range filters {
		r := startCapture(t, append([]string{"-q"}, args...)...)
		l := testsock.Listen(t, path)
		go answerAll(l)
		var (
			all   sync.WaitGroup
			begun atomic.Int64
		)
		start := time.Now()
		for range 8 {
			all.Go(func() {
				for begun.Add(1) <= int64(connections) {
					if err := askOnce(path); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		t.Logf("%.0f connections a second", float64(connections)/time.Since(start).Seconds())
		l.Close()
		r.stop(unix.SIGTERM).accountsFor(t, 2*connections)
	}
}

// answerAll answers the first message of every connection.
func answerAll(l net.Listener) {
	for {
		connection, err := l.Accept()
		if err != nil {
			return // it is closed
		}
		go func() {
			defer connection.Close()
			question := make([]byte, 16)
			if n, err := connection.Read(question); err == nil {
				connection.Write(question[:n])
			}
		}()
	}
}

// askOnce connects, says something and waits for the end of the answer.
func askOnce(path string) error {
	connection, err := net.Dial("unix", path)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, "a message"); err != nil {
		return err
	}
	answer, err := io.ReadAll(connection)
	if err == nil && string(answer) != "a message" {
		err = fmt.Errorf("answered %q", answer)
	}
	return err
}

// TestManyForks: processes that are followed start others as fast as they can, each of which
// says something and ends.
func TestManyForks(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	shell := testhost.Tool(t, testhost.InGuests, "sh")
	forks := 10_000
	if testing.Short() {
		forks = 100
	}
	client, server, hangUp := connectAt(t, filepath.Join(t.TempDir(), "s"))
	defer hangUp()
	go io.Copy(io.Discard, server)
	said, err := client.(*net.UnixConn).File()
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	// Two at once, and one of them not waited for.
	cmd := exec.Command(shell, "-c", fmt.Sprintf(`read go
		i=0
		while [ $i -lt %d ]; do
			(echo one >&3) & (echo two >&3)
			i=$((i+2))
		done
		wait`, forks))
	cmd.ExtraFiles = []*os.File{said}
	begin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := startCapture(t, "-q", "-f", "-p", fmt.Sprint(cmd.Process.Pid))
	start := time.Now()
	if _, err := io.WriteString(begin, "go\n"); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%.0f forks a second", float64(forks)/time.Since(start).Seconds())
	r.stop(unix.SIGTERM).accountsFor(t, forks)
}

// TestLittleMemory: a capture goes on while there is hardly any memory left, and while that
// is given back and taken again.
func TestLittleMemory(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	testhost.Expendable(t)
	if _, err := os.Stat(largePages); err != nil {
		t.Skipf("this machine has no large pages to use its memory up with: %v", err)
	}
	path := filepath.Join(t.TempDir(), "s")
	rounds := 30
	if testing.Short() {
		rounds = 1
	}
	r := startCapture(t, "-q", path)
	sent := 0
	for range rounds {
		useUp(t)
		sent += sendMany(t, path, 2000, never)
		os.Remove(path)
		reserve(t, 0)
	}
	r.stop(unix.SIGTERM).accountsFor(t, sent)
}

const largePages = "/proc/sys/vm/nr_hugepages" // how many are reserved

// useUp has the kernel take what memory is free, but for a little: as large pages for
// whoever may ask for them, which costs next to no time.
func useUp(t *testing.T) {
	t.Helper()
	const little = 32 << 20
	t.Cleanup(func() { reserve(t, 0) })
	var pages int64
	enough := func() bool {
		left := sizeIn(t, "/proc/meminfo", "MemAvailable")
		pages += max(0, left-little) / sizeIn(t, "/proc/meminfo", "Hugepagesize")
		reserve(t, pages) // what is in pieces is put together, and some of it is there at the next try
		return left < 4*little
	}
	if !testrun.Until(enough) {
		t.Fatalf("%d MiB of memory are left", sizeIn(t, "/proc/meminfo", "MemAvailable")>>20)
	}
}

func reserve(t *testing.T, pages int64) {
	t.Helper()
	if err := os.WriteFile(largePages, fmt.Append(nil, pages), 0); err != nil {
		t.Fatal(err)
	}
}

// sizeIn is how many bytes a line of a file of /proc tells.
func sizeIn(t *testing.T, file, name string) int64 {
	t.Helper()
	info, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text, _ := proc.Field(info, name)
	kib, err := strconv.ParseInt(strings.TrimSuffix(text, " kB"), 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return kib << 10
}

// TestCPUsComeAndGo: CPUs are taken away and brought back while all of them send.
func TestCPUsComeAndGo(t *testing.T) {
	testhost.MuchTheSame(t)
	testkernel.Need(t)
	cpu := testcpu.Removable(t)
	dir := t.TempDir()
	rounds := 50
	if testing.Short() {
		rounds = 2
	}
	r := startCapture(t, "-q", dir+"/*")
	var (
		done atomic.Bool
		sent atomic.Int64
		all  sync.WaitGroup
	)
	for i := range 4 {
		path := filepath.Join(dir, fmt.Sprint(i))
		all.Go(func() { sent.Add(int64(sendMany(t, path, 1<<30, done.Load))) })
	}
	for range rounds {
		testcpu.Offline(t, cpu)
		testcpu.Online(t, cpu)
	}
	done.Store(true)
	all.Wait()
	r.stop(unix.SIGTERM).accountsFor(t, int(sent.Load()))
}
