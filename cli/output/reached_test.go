package output

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/cli/savefile"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/format/packets"
)

// disk takes so many bytes.
type disk struct {
	bytes.Buffer
	room int
}

func (d *disk) Write(p []byte) (int, error) {
	n := min(len(p), d.room)
	d.room -= n
	d.Buffer.Write(p[:n])
	if n < len(p) {
		return n, syscall.ENOSPC
	}
	return n, nil
}

func message(size int) *format.Message {
	return &format.Message{Time: time.Unix(1, 0), Type: format.Stream, Len: int64(size), Parts: []format.Part{{Data: bytes.Repeat([]byte("x"), size)}},
		From: format.End{UID: -1, Inode: 1}, To: format.End{UID: -1, Inode: 2, Name: "/run/x"}}
}

// readableIn counts the messages that are found in a file.
func readableIn(t *testing.T, r io.Reader) (count uint64) {
	t.Helper()
	in, err := packets.Open(r)
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := in.Next(); err != nil {
			if err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) {
				t.Fatal(err)
			}
			return count
		}
		count++
	}
}

// TestOutcome: wherever a disk gets full, what is said to be there is there, and all else is
// said to be missing.
func TestOutcome(t *testing.T) {
	const messages = 60
	lines := func(t *testing.T, d *disk) uint64 { return uint64(strings.Count(d.String(), "\n")) }
	for name, test := range map[string]struct {
		options  Options
		size     int
		readable func(*testing.T, *disk) uint64
	}{
		"json":    {Options{Format: "json"}, 3000, lines},
		"header":  {Options{Format: "header"}, 0, lines},
		"saved":   {Options{Save: Save{Path: Standard, Packets: packets.DefaultOptions()}}, 3000, func(t *testing.T, d *disk) uint64 { return readableIn(t, &d.Buffer) }},
		"several": {Options{Save: Save{Path: Standard, Packets: packets.DefaultOptions()}}, 150_000, func(t *testing.T, d *disk) uint64 { return readableIn(t, &d.Buffer) }},
		"go":      {Options{Format: "go"}, 10, func(*testing.T, *disk) uint64 { return 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			whole := 60 * (2*test.size + 500)
			for room := 1000; ; room += whole/50 + 1 {
				d := &disk{room: room}
				test.options.Save.Packets.Application = "unixsnoop"
				out, err := test.options.open(d, About{Losses: func() []format.Loss { return nil }})
				if err != nil {
					t.Fatal(err)
				}
				limited := test.options.Limit(out)
				for range messages {
					if err = limited.Write(message(test.size)); err != nil {
						break
					}
				}
				if closed := out.Close(); err == nil {
					err = closed
				}
				there, unwritten := limited.Outcome()
				if err == nil {
					if there != messages || unwritten != 0 {
						t.Errorf("all was written: %d there, %d not", there, unwritten)
					}
					return
				}
				if want := test.readable(t, d); there != want || there+unwritten > messages || unwritten == 0 && there < messages {
					t.Errorf("room for %d bytes: %d there, %d not, but %d can be read", room, there, unwritten, want)
				}
			}
		})
	}
}

// TestKeepsByTime: a capture goes on for as long as it lasts, and keeps the newest files; or
// ends behind so many.
func TestKeepsByTime(t *testing.T) {
	for name, test := range map[string]struct {
		rotation savefile.Rotation
		ends     bool
		want     string
	}{
		"keep": {savefile.Rotation{Interval: time.Hour, Files: 3}, false, "x-07 x-08 x-09"},
		"end":  {savefile.Rotation{Interval: time.Hour, Last: 3}, true, "x-00 x-01 x-02"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				save := &Save{Path: filepath.Join(dir, "x-%H"), Rotation: test.rotation, Packets: packets.DefaultOptions()}
				t.Setenv("TZ", "UTC")
				start := time.Date(2030, 1, 1, 0, 0, 0, 0, time.Local)
				time.Sleep(time.Until(start))
				w, err := save.open(nil, About{Losses: func() []format.Loss { return nil }})
				for i := 0; i < 100 && err == nil; i++ {
					if err = w.Write(message(10)); err == nil {
						err = w.Flush()
					}
					time.Sleep(6 * time.Minute)
				}
				if (err == ErrEnough) != test.ends || err != nil && !test.ends {
					t.Errorf("ended with %v", err)
				}
				if err := w.Close(); err != nil {
					t.Error(err)
				}
			})
			entries, err := os.ReadDir(dir)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, e := range entries {
				names = append(names, e.Name())
				file, err := os.Open(filepath.Join(dir, e.Name()))
				if err != nil {
					t.Fatal(err)
				}
				if n := readableIn(t, file); n != 10 {
					t.Errorf("%s has %d messages", e.Name(), n)
				}
				file.Close()
			}
			if diff := cmp.Diff(test.want, strings.Join(names, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestFileSize: no file is larger than it should be, unless a single message is, nor much
// smaller, whatever the messages.
func TestFileSize(t *testing.T) {
	for _, size := range []int{0, 10, 3000, 60_000, 200_000, 1_500_000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "f")
			save := &Save{Path: path, Rotation: savefile.Rotation{Size: 1e6}, Packets: packets.DefaultOptions()}
			w, err := save.open(nil, About{Losses: func() []format.Loss { return nil }})
			if err != nil {
				t.Fatal(err)
			}
			set := w.set
			for i := range 3_500_000 / (size + 300) {
				m := message(size)
				m.To.Name = format.Name(fmt.Sprintf("/run/%d", i%200))
				m.From.Inode = uint64(i)
				if err := w.Write(m); err != nil {
					t.Fatal(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			files, err := filepath.Glob(path + "*")
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range files {
				info, err := os.Stat(name)
				if err != nil {
					t.Fatal(err)
				}
				file, err := os.Open(name)
				if err != nil {
					t.Fatal(err)
				}
				count := readableIn(t, file)
				file.Close()
				last := name == set.Name()
				if over := info.Size() > 1e6; over && count > 1 || !over && !last && info.Size() < 1e6-int64(size)-40_000 {
					t.Errorf("%s has %d bytes and %d messages", name, info.Size(), count)
				}
			}
			if len(files) < 2 {
				t.Errorf("%d files", len(files))
			}
		})
	}
}

// TestReachedIsBounded: what keeps messages until the end takes no memory for each of them here.
func TestReachedIsBounded(t *testing.T) {
	var r reached
	part := message(3)
	part.More = true
	for range 1000 {
		r.add(message(3), 0)
		r.add(part, 0)
	}
	r.add(message(3), 10)
	if len(r.kept) != 2 {
		t.Errorf("%d are kept, want those of 2 ends", len(r.kept))
	}
	var got []uint64
	for _, written := range []int64{-1, 0, 9, 10} {
		r.upTo(written)
		got = append(got, r.Messages)
	}
	if diff := cmp.Diff([]uint64{0, 1000, 1000, 1001}, got); diff != "" {
		t.Error(diff)
	}
}
