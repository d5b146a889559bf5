package cli

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestSoak captures for as long as the variable UNIXSNOOP_SOAK says, at a moderate load or,
// if UNIXSNOOP_FLOOD is set, at as much as there can be: what was sent is what was captured
// and lost, and the memory of the capture does not grow. scripts/soak runs it.
func TestSoak(t *testing.T) {
	length, err := time.ParseDuration(os.Getenv("UNIXSNOOP_SOAK"))
	if err != nil {
		t.Skip("it takes as long as UNIXSNOOP_SOAK says (scripts/soak)")
	}
	testkernel.Need(t)
	pause := 20 * time.Millisecond
	if os.Getenv("UNIXSNOOP_FLOOD") != "" {
		pause = 0
	}
	dir, files := t.TempDir(), t.TempDir()
	r := startCapture(t, "-w", filepath.Join(files, "x"), "-C", "10", "-W", "3", dir+"/*")
	var (
		load soakLoad
		all  sync.WaitGroup
	)
	for i := range 4 {
		all.Go(func() { load.run(t, dir, i, pause) })
	}
	if pause == 0 {
		for load.connected.Load() < soakConnections && !load.over.Load() {
			time.Sleep(10 * time.Second)
			t.Logf("%d connections, %d KiB resident", load.connected.Load(), residentOf(t, r.cmd.Process.Pid)>>10)
		}
	}
	load.filled.Store(true)
	var sizes []int64
	start := time.Now()
	for next := time.NewTicker(length / 60); len(sizes) < 60; {
		<-next.C
		sizes = append(sizes, residentOf(t, r.cmd.Process.Pid))
		if len(sizes)%6 == 0 {
			t.Logf("%v: %d messages sent, %d KiB resident", time.Since(start).Round(time.Second), load.sent.Load(), sizes[len(sizes)-1]>>10)
		}
	}
	load.over.Store(true)
	all.Wait()
	got := r.stop(unix.SIGTERM)
	t.Log(got.stderr)
	if captured, lost := got.counts(t); captured+lost != int(load.sent.Load()) {
		t.Errorf("%d sent: %s", load.sent.Load(), got.stderr)
	}
	// The first third is for what is allocated as it comes.
	if before, after := maxOf(sizes[:20]), maxOf(sizes[40:]); after > before+before/5 {
		t.Errorf("%d KiB of memory in the first third, %d in the last", before>>10, after>>10)
	}
}

// soakConnections are made before a flood, one for each table of docs/bounds.md that has an
// entry for a connection: until the largest is full, memory grows as it should.
const soakConnections = 140_000

// soakLoad is a mixture of what programs do, and how much of it was sent.
type soakLoad struct {
	sent, connected atomic.Int64
	filled          atomic.Bool // there are enough connections
	over            atomic.Bool
}

// run is one client and its server, until it is over.
func (l *soakLoad) run(t *testing.T, dir string, number int, pause time.Duration) {
	path := filepath.Join(dir, fmt.Sprint(number))
	listener := testsock.Listen(t, path)
	defer listener.Close()
	go answerAll(listener)
	client, server, hangUp := connectAt(t, path+".long")
	defer hangUp()
	receiver := testsock.Bound(t, unix.SOCK_DGRAM, path+".dgram")
	sender := testsock.Open(t, unix.SOCK_DGRAM)
	to := &unix.SockaddrUnix{Name: path + ".dgram"}
	said := func(err error) {
		if err != nil {
			t.Error(err)
			l.over.Store(true)
			return
		}
		l.sent.Add(1)
	}
	connect := func() {
		said(askOnce(path))
		l.sent.Add(1)
		l.connected.Add(1)
	}
	for pause == 0 && !l.filled.Load() && !l.over.Load() {
		connect()
	}
	short, long := strings.Repeat("x", 100), strings.Repeat("y", 20_000)
	buffer := make([]byte, len(long))
	for round := 0; !l.over.Load(); round++ {
		text := short
		if round%10 == 0 {
			text = long
		}
		_, err := io.WriteString(client, text)
		said(err)
		_, err = io.ReadFull(server, buffer[:len(text)])
		if err != nil {
			t.Error(err)
			return
		}
		said(unix.Sendto(sender, []byte(short), 0, to))
		unix.Read(receiver, buffer)
		switch round % 20 {
		case 5: // a descriptor
			_, _, err := server.(*net.UnixConn).WriteMsgUnix([]byte("take"), unix.UnixRights(receiver), nil)
			said(err)
			io.ReadFull(client, buffer[:4])
		case 15: // two messages over a connection of their own
			connect()
		}
		time.Sleep(pause)
	}
}

// residentOf is how many bytes of memory a process has.
func residentOf(t *testing.T, pid int) int64 {
	t.Helper()
	return sizeIn(t, fmt.Sprintf("/proc/%d/status", pid), "VmRSS")
}

func maxOf(sizes []int64) (most int64) {
	for _, size := range sizes {
		most = max(most, size)
	}
	return most
}
