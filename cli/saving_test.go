package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
)

func TestSaveUsageErrors(t *testing.T) {
	testhost.SameOnAllKernels(t)
	dir := t.TempDir()
	file := filepath.Join(dir, "f")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ args, want string }{
		{"-C 1 *", "--file-size says how to write a file, but there is none; give -w FILE"},
		{"--ring-memory 1M *", "--ring-memory says how to write a file, but there is none; give -w FILE"},
		{"--ring-memory 1M -w x -C 1 *", "--ring-memory writes to a file when that is wanted; leave out -C"},
		{"--ring-memory 1M -w - *", "--ring-memory writes to a file when that is wanted"},
		{"--ring-memory much -w x *", "invalid argument \"much\" for \"--ring-memory\" flag: want a number of bytes, such as 65536, 64K, 16M or 1G"},
		{"--link ip *", "--link says how to write a file"},
		{"--print *", "--print shows what -w writes"},
		{"-w - --print *", "-w - and --print both want standard output"},
		{"-w x -A *", "with -w nothing is shown in format string; add --print"},
		{"-w x --link ethernet *", `unknown link "ethernet"; known are pktap, ip, exp, user0`},
		{"-w x --dgram tcp *", `unknown kind of datagram "tcp"; known are exp, udp`},
		{"-w x --link ip --dgram exp *", "--link ip has no place for exported PDUs"},
		{"-w x -W 3 *", "a number of files needs a size or an interval"},
		{"-w x -G 10 -W 3 *", "each file would replace the last"},
		{"-w x --end-after-files 3 *", "a number of files needs a size or an interval"},
		{"-w x -C 1 -W 2 --end-after-files 3 *", "choose one: how many files to keep, or after how many to end"},
		{"--end-after-files 3 *", "--end-after-files says how to write a file"},
		{"-w x -G 10 *", "each file would replace the last"},
		{"-w x -C -1 *", "-C and -G take a number"},
		{"-w - -C 1 *", "standard output is one file only"},
		{"-r x -f -p 1", "-f follows processes that live"},
		{"-r x --duration 1s", "--duration ends a capture"},
		{"-r x -- true", "choose one: -r reads a capture file"},
		{"-r " + file + " -w " + file, file + " can't be read and written at the same time"},
	} {
		refuses(t, test.want, "unixsnoop --help", strings.Fields(test.args)...)
	}
}

// TestReadErrors: files that can't be read are refused with their name and the reason.
func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	text, whole, cut := filepath.Join(dir, "text"), filepath.Join(dir, "whole"), filepath.Join(dir, "cut")
	if err := os.WriteFile(text, []byte("this is no capture file at all"), 0o600); err != nil {
		t.Fatal(err)
	}
	saveMessages(t, whole, 2)
	content, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(cut, content[:len(content)-7], 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		file, want string
		lines      int
	}{
		{filepath.Join(dir, "none"), "no such file", 0},
		{dir, "is a directory", 0},
		{os.DevNull, "is empty, which no capture file is", 0},
		{text, "is no capture file that can be read", 0},
		{cut, "ends in the middle", 2},
	} {
		got := runCommand(t, unixsnoop("-r", test.file, "-q"))
		if got.status != 1 || strings.Count(got.stdout, "\n") != test.lines || !strings.Contains(got.stderr, test.want) || !strings.Contains(got.stderr, test.file) {
			t.Errorf("%s: %+v", test.file, got)
		}
	}
	got := runCommand(t, unixsnoop("-r", whole, "-q"))
	if got.status != 0 || strings.Count(got.stdout, "\n") != 2 || got.stderr != "unixsnoop: 2 messages read\n" {
		t.Errorf("%+v", got)
	}
}

// saveMessages writes a capture file with so many messages.
func saveMessages(t *testing.T, path string, count int) {
	t.Helper()
	messages := make([]*format.Message, count)
	for i := range messages {
		messages[i] = &format.Message{Time: time.Unix(int64(i), 0), Type: format.Stream, Len: 1000, Parts: []format.Part{{Data: make([]byte, 1000)}},
			From: format.End{UID: -1}, To: format.End{UID: -1, Name: "/run/x"}}
	}
	writeCapture(t, path, messages)
}

// writeCapture writes a capture file with these messages, that tells of these losses.
func writeCapture(t *testing.T, path string, messages []*format.Message, losses ...format.Loss) {
	t.Helper()
	w, err := packets.NewWriter(create(t, path), packets.DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range messages {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	for _, l := range losses {
		w.AddLoss(l)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestSavedFullDisk: a disk that is full ends the capture with one clear error.
func TestSavedFullDisk(t *testing.T) {
	got := runCommand(t, unixsnoop("-w", "/dev/full", "-r", saved(t, 1)))
	if got.status != 1 || !strings.Contains(got.stderr, "/dev/full") || !strings.Contains(got.stderr, "no space left on device") {
		t.Errorf("%+v", got)
	}
}

func saved(t *testing.T, count int) (path string) {
	path = filepath.Join(t.TempDir(), "saved")
	saveMessages(t, path, count)
	return path
}

// TestRotation: the messages of a long capture are in several files, each of which can
// be read, and nobody else may.
func TestRotation(t *testing.T) {
	const count = 3000
	dir := t.TempDir()
	if got := runCommand(t, unixsnoop("-r", saved(t, count), "-w", filepath.Join(dir, "part"), "-C", "1")); got.status != 0 {
		t.Fatalf("%+v", got)
	}
	files, err := filepath.Glob(filepath.Join(dir, "part*"))
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 || info.Size() > 1e6 {
			t.Errorf("%s: %v, %d bytes", file, info.Mode(), info.Size())
		}
		got := runCommand(t, unixsnoop("-r", file, "-q"))
		if got.status != 0 {
			t.Errorf("%s: %+v", file, got.stderr)
		}
		lines += strings.Count(got.stdout, "\n")
	}
	if lines != count || len(files) < 3 {
		t.Errorf("%d messages in %q", lines, files)
	}
}

// TestFewOfMany: of a pipe no more is read than asked for, of a file the end, which says
// what is missing, whether or not it is whole.
func TestFewOfMany(t *testing.T) {
	path := saveEcho(t)
	capture, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	capture = capture[:bytes.LastIndex(capture, []byte("ring full"))]
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer write.Close() // it has no end before
	defer read.Close()
	if _, err := write.Write(capture); err != nil {
		t.Fatal(err)
	}
	cut := filepath.Join(t.TempDir(), "cut")
	if err := os.WriteFile(cut, capture, 0o600); err != nil {
		t.Fatal(err)
	}
	for from, want := range map[string]string{
		"-":  "unixsnoop: 1 message read\n",
		cut:  "unixsnoop: 1 message read\n",
		path: "unixsnoop: 1 message read, 1 lost because a ring was full\n",
	} {
		cmd := unixsnoop("-r", from, "-q", "-c", "1")
		cmd.Stdin = read
		if got := runCommand(t, cmd); got.status != 0 || got.stderr != want || strings.Count(got.stdout, "\n") != 1 {
			t.Errorf("%s: %+v", from, got)
		}
	}
}

// TestSignals: SIGUSR1 asks how far a capture is, SIGUSR2 changes nothing to be seen.
func TestSignals(t *testing.T) {
	testkernel.Need(t)
	path := filepath.Join(t.TempDir(), "s")
	file := filepath.Join(t.TempDir(), "capture")
	r := startCapture(t, "-w", file, path)
	converse(t, path)
	ask := func(signal syscall.Signal) {
		if err := r.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
	}
	ask(syscall.SIGUSR2)
	for line := ""; line != "unixsnoop: 2 messages captured, 0 lost so far\n"; {
		ask(syscall.SIGUSR1)
		var err error
		if line, err = r.stderr.ReadString('\n'); err != nil || !strings.HasSuffix(line, " 0 lost so far\n") {
			t.Fatalf("%q, %v", line, err)
		}
	}
	if got := r.stop(syscall.SIGKILL); got.stdout != "" {
		t.Errorf("%+v", got)
	}
	// What was captured is there, killed or not.
	got := runCommand(t, unixsnoop("-r", file, "-q"))
	if strings.Count(got.stdout, "\n") != 2 {
		t.Errorf("%+v", got)
	}
}

// TestSavedUntilDiskFull: what fits on a disk is readable, and one line says why there
// is no more.
func TestSavedUntilDiskFull(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		testhost.Need(t, testhost.InGuests, fmt.Errorf("no small disk: %w", err))
	}
	defer syscall.Unmount(dir, 0)
	file := filepath.Join(dir, "f")
	got := runCommand(t, unixsnoop("-r", saved(t, 2000), "-w", file))
	if got.status != 1 || got.stdout != "" || strings.Count(got.stderr, "\n") != 1 ||
		!strings.Contains(got.stderr, "no space left on device") || !strings.Contains(got.stderr, file) {
		t.Errorf("%+v", got)
	}
	got = runCommand(t, unixsnoop("-r", file, "-q"))
	if lines := strings.Count(got.stdout, "\n"); lines < 100 || lines >= 2000 || !strings.Contains(got.stderr, "ends in the middle") {
		t.Errorf("%d messages, %s", lines, got.stderr)
	}
}

// TestCapturedUntilDiskFull: a capture that fills a disk ends, and says of as many messages
// that they were captured as can be read there, saved or shown.
func TestCapturedUntilDiskFull(t *testing.T) {
	testhost.SameOnAllKernels(t)
	testkernel.Need(t)
	for _, how := range []string{"saved", "shown"} {
		t.Run(how, func(t *testing.T) {
			disk := t.TempDir()
			if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=1m"); err != nil {
				testhost.Need(t, testhost.InGuests, fmt.Errorf("no small disk: %w", err))
			}
			defer syscall.Unmount(disk, 0)
			path, file := filepath.Join(t.TempDir(), "s"), filepath.Join(disk, "f")
			cmd := unixsnoop("-w", file, path)
			if how == "shown" {
				cmd = unixsnoop("--format", "json", path)
				out := create(t, file)
				defer out.Close()
				cmd.Stdout = out
			}
			r := startCommand(t, cmd)
			client, server, hangUp := connectAt(t, path)
			defer hangUp()
			got := r.stopFlooded(client, server, 1000)
			// Rings may be too small for this, which is another matter.
			summary := regexp.MustCompile(`(\d+) messages captured, \d+ lost, .*\b[1-9]\d* could not be written\n`).FindStringSubmatch(got.stderr)
			if got.status != 1 || summary == nil || !strings.Contains(got.stderr, "no space left on device") {
				t.Fatalf("%+v", got)
			}
			captured, err := strconv.Atoi(summary[1])
			if err != nil {
				t.Fatal(err)
			}
			var readable int
			if how == "saved" {
				readable = strings.Count(runCommand(t, unixsnoop("-r", file, "-q")).stdout, "\n")
			} else {
				lines, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				for line := range strings.Lines(string(lines)) {
					if strings.HasSuffix(line, "\n") && !isAboutProcess(line) {
						readable++
					}
				}
			}
			if readable != captured || readable < 100 {
				t.Errorf("%d can be read: %s", readable, got.stderr)
			}
		})
	}
}
