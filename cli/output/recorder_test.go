package output

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// lengths are the lengths of the messages in a file.
func lengths(t *testing.T, path string) string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		return "no file"
	}
	defer file.Close()
	in, err := packets.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for {
		m, err := in.Next()
		if err != nil {
			return strings.Join(all, " ")
		}
		all = append(all, fmt.Sprint(m.Len))
	}
}

// TestRecorder: the last messages are in memory, and written when SIGUSR2 or the end asks for
// them, each to one file.
func TestRecorder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.pcapng")
	var told []string
	o := Options{Save: Save{Path: path, Memory: 8 << 10, Packets: packets.DefaultOptions()}}
	out, err := o.open(nil, About{Losses: func() []format.Loss { return nil }, Tell: func(s string) { told = append(told, s) }})
	if err != nil {
		t.Fatal(err)
	}
	limited := o.Limit(out)
	stop := limited.ReportOn(func() { t.Error("SIGUSR2 asked for a report") })
	defer stop()
	write := func(from, to int) {
		m := message(0)
		for n := from; n <= to; n++ {
			m.Len, m.Parts = int64(n), []format.Part{{Data: make([]byte, n)}} // what was written is the caller's again
			if err := limited.Write(m); err != nil {
				t.Fatal(err)
			}
		}
	}
	flush := func() {
		if err := limited.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	dump := func() {
		before := len(told)
		if err := syscall.Kill(os.Getpid(), syscall.SIGUSR2); err != nil {
			t.Fatal(err)
		}
		if !testrun.Until(func() bool { flush(); return len(told) > before }) {
			t.Fatal("SIGUSR2 had nothing written")
		}
	}
	write(1, 1000)
	flush()
	if got := lengths(t, path); got != "" {
		t.Errorf("before anybody asked there were %s", got)
	}
	dump()
	if got := lengths(t, path); got != "997 998 999 1000" {
		t.Errorf("there were %s", got)
	}
	write(20_000, 20_000) // more than there is room for
	dump()
	write(1, 2)
	if err := out.Close(); err != nil {
		t.Error(err)
	}
	for name, want := range map[string]string{path + "1": "20000", path + "2": "1 2", path + "3": "no file"} {
		if got := lengths(t, name); got != want {
			t.Errorf("%s has %s, want %s", name, got, want)
		}
	}
	want := []string{
		"4 messages of the last 8K written to " + path,
		"1 message of the last 8K written to " + path + "1",
		"2 messages of the last 8K written to " + path + "2",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
	if there, unwritten := limited.Outcome(); there != 7 || unwritten != 996 {
		t.Errorf("%d are there, %d are not", there, unwritten)
	}
}

// TestRecorderKeeps: what can't be written stays in memory until it can.
func TestRecorderKeeps(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	var told []string
	save := &Save{Path: path, Memory: 1 << 20, Packets: packets.DefaultOptions()}
	r, err := save.record(About{Losses: func() []format.Loss { return nil }, Tell: func(s string) { told = append(told, s) }})
	if err == nil {
		err = r.Dump()
	}
	if err == nil {
		err = r.Write(message(5))
	}
	if err == nil {
		err = os.Mkdir(path+"1", 0o700) // in the way
	}
	if err == nil {
		err = r.Dump()
	}
	if err != nil || len(told) != 2 || !strings.Contains(told[1], "could not be written, and is kept: "+path+"1 is a directory") {
		t.Fatalf("%v, told %q", err, told)
	}
	if err := r.Close(); err == nil {
		t.Error("at the end it was no error")
	}
	if err := os.Remove(path + "1"); err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil || lengths(t, path+"1") != "5" {
		t.Errorf("%v, there is %s", err, lengths(t, path+"1"))
	}
}

// TestSize reads sizes, and refuses what is none.
func TestSize(t *testing.T) {
	for text, want := range map[string]int64{"1": 1, "64K": 64 << 10, "16m": 16 << 20, "2G": 2 << 30, "1048576G": 1 << 50} {
		var s size
		if err := s.Set(text); err != nil || int64(s) != want {
			t.Errorf("%s is %d, %v", text, s, err)
		}
	}
	for _, text := range []string{"", "0", "-1", "K", "1.5M", "64KB", "9999999999G", "0x10"} {
		var s size
		if err := s.Set(text); err == nil {
			t.Errorf("%q is %d", text, s)
		}
	}
	s := size(96 << 10)
	if s.String() != "96K" {
		t.Error(s.String())
	}
}
