package savefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

var start = time.Date(2024, time.March, 5, 15, 7, 9, 0, time.Local)

func TestCheckPattern(t *testing.T) {
	for _, test := range []struct {
		pattern string
		r       Rotation
		want    string // in the error; none if empty
	}{
		{"x", Rotation{}, ""},
		{"x%Q%", Rotation{}, ""},
		{"x%Q%", Rotation{Size: 1, Files: 2}, ""},
		{"/dev/stdout", Rotation{}, ""},
		{"x%H", Rotation{Interval: 1, Files: 1}, ""},
		{"x%H", Rotation{Interval: 1, Size: 1}, ""},
		{"", Rotation{}, "empty"},
		{"x", Rotation{Size: -1}, "-1 bytes"},
		{"x", Rotation{Size: 1, Files: -1}, "-1 files"},
		{"x%H", Rotation{Interval: -time.Second}, "-1s"},
		{"x", Rotation{Files: 1}, "needs a size or an interval"},
		{"x", Rotation{Last: 1}, "needs a size or an interval"},
		{"x%H", Rotation{Interval: 1, Last: -1}, "-1 files"},
		{"x%H", Rotation{Interval: 1, Files: 1, Last: 1}, "choose one"},
		{"x%H", Rotation{Interval: 1, Size: 1, Last: 1}, ""},
		{"x%H", Rotation{Size: 1, Files: 1, Interval: 1}, "leave one of the three out"},
		{"/dev/stdout", Rotation{Size: 1}, "not a regular file"},
		{"x", Rotation{Interval: 1}, "add %H%M%S to the name"},
		{"x%%H", Rotation{Interval: 1}, "add %H%M%S to the name"},
		{"x%H%Q", Rotation{Interval: 1}, "%Q in x%H%Q is not known"},
		{"x%\n%H", Rotation{Interval: 1}, `%\n in`},
		{"x%H%", Rotation{Interval: 1}, "lone %"},
	} {
		err := CheckPattern(test.pattern, test.r)
		if test.want == "" {
			if err != nil {
				t.Errorf("%s %v: %v", test.pattern, test.r, err)
			}
			continue
		}
		wantError(t, err, test.want)
		if _, err := Open(test.pattern, test.r, nil, start); err == nil {
			t.Errorf("%s %v: opened", test.pattern, test.r)
		}
	}
}

func TestNames(t *testing.T) {
	const s = time.Second
	for name, test := range map[string]struct {
		pattern string
		r       Rotation
		steps   []time.Duration // after start, when Next is called
		want    string          // the names, and the end
	}{
		"size":             {"f", Rotation{Size: 1}, []time.Duration{0, 0, 0}, "f f1 f2 f3"},
		"ring":             {"f", Rotation{Size: 1, Files: 3}, []time.Duration{0, 0, 0, 0}, "f0 f1 f2 f0 f1"},
		"ring of one":      {"f", Rotation{Size: 1, Files: 1}, []time.Duration{0}, "f0 f0"},
		"ring of ten":      {"f", Rotation{Size: 1, Files: 10}, []time.Duration{0}, "f0 f1"},
		"ring of eleven":   {"f", Rotation{Size: 1, Files: 11}, []time.Duration{0, 0}, "f00 f01 f02"},
		"interval":         {"f%M%S", Rotation{Interval: s}, []time.Duration{s, 2 * s, 60 * s}, "f0709 f0710 f0711 f0809"},
		"same stamp":       {"f%M", Rotation{Interval: s}, []time.Duration{s, 2 * s, 60 * s, 61 * s, 3600 * s}, "f07 f071 f072 f08 f081 f073"},
		"enough":           {"f%S", Rotation{Interval: s, Last: 2}, []time.Duration{s, 2 * s, 3 * s}, "f09 f10 enough enough"},
		"enough by size":   {"f", Rotation{Size: 1, Last: 2}, []time.Duration{0, 0}, "f f1 enough"},
		"kept":             {"f%S", Rotation{Interval: s, Files: 2}, []time.Duration{s, 2 * s, 3 * s}, "f09 f10 f11 f12"},
		"kept in a ring":   {"f%S", Rotation{Interval: 20 * s, Files: 3}, []time.Duration{20 * s, 40 * s, 60 * s, 80 * s}, "f09 f29 f49 f09 f29"},
		"kept, same stamp": {"f%M", Rotation{Interval: s, Files: 2}, []time.Duration{s, 2 * s, 60 * s, 61 * s, 3600 * s}, "f07 f071 f072 f08 f081 f07"},
		"interval, size":   {"f%S", Rotation{Interval: 2 * s, Size: 1}, []time.Duration{0, s, 2 * s, 3 * s, 4 * s}, "f09 f091 f092 f11 f111 f13"},
		"size, same stamp": {"f%M", Rotation{Interval: s, Size: 1}, []time.Duration{0, s, s}, "f07 f071 f072 f073"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			put(t, filepath.Join(dir, "f"), "of an earlier run")
			set, err := Open(filepath.Join(dir, test.pattern), test.r, nil, start)
			must(t, err)
			defer set.Close()
			names := []string{filepath.Base(set.Name())}
			for _, step := range test.steps {
				switch err := set.Next(start.Add(step)); {
				case err == ErrEnough:
					names = append(names, "enough")
				case err != nil:
					t.Fatal(err)
				default:
					names = append(names, filepath.Base(set.Name()))
					if content(t, set.Name()) != "" {
						t.Errorf("%s is not empty", set.Name())
					}
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(names, " ")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDue(t *testing.T) {
	for name, test := range map[string]struct {
		r       Rotation
		write   string
		elapsed time.Duration
		want    bool
	}{
		"never":       {Rotation{}, "xxxx", time.Hour, false},
		"below size":  {Rotation{Size: 4}, "xxx", time.Hour, false},
		"size":        {Rotation{Size: 4}, "xxxx", 0, true},
		"beyond size": {Rotation{Size: 4}, "xxxxx", 0, true},
		"before time": {Rotation{Interval: time.Second}, "xxxxx", time.Second - 1, false},
		"time":        {Rotation{Interval: time.Second}, "", time.Second, true},
		"clock back":  {Rotation{Interval: time.Second}, "", -time.Hour, false},
		"either":      {Rotation{Interval: time.Second, Size: 4}, "xxxx", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			set, err := Open(filepath.Join(t.TempDir(), "%H%M%S"), test.r, nil, start)
			must(t, err)
			defer set.Close()
			_, err = set.Write([]byte(test.write))
			must(t, err)
			if got := set.Written(); got != int64(len(test.write)) {
				t.Errorf("%d written", got)
			}
			now := start.Add(test.elapsed)
			if got := set.Due(now); got != test.want {
				t.Errorf("due: %v", got)
			}
			if !test.want {
				return
			}
			must(t, set.Next(now))
			if set.Due(now) || set.Written() != 0 {
				t.Errorf("due again, with %d written", set.Written())
			}
		})
	}
}

func TestContents(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	put(t, path, "of an earlier run")
	set, err := Open(path, Rotation{Size: 2}, nil, start)
	must(t, err)
	for _, message := range []string{"a", "bcd", "e", "f", "g"} {
		if set.Due(start) {
			must(t, set.Next(start))
		}
		_, err := set.Write([]byte(message))
		must(t, err)
	}
	must(t, set.Close())
	must(t, set.Close())
	for name, want := range map[string]string{path: "abcd", path + "1": "ef", path + "2": "g"} {
		if got := content(t, name); got != want {
			t.Errorf("%s has %q, want %q", name, got, want)
		}
	}
	if _, err := set.Write([]byte("x")); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("writing after Close: %v", err)
	}
}

// TestKept: of the files of an interval, so many are there, the youngest. What is no longer
// ours under one of their names stays.
func TestKept(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "of an earlier run"), "x")
	set, err := Open(filepath.Join(dir, "f%M%S"), Rotation{Interval: time.Second, Files: 2}, nil, start)
	must(t, err)
	defer set.Close()
	there := func(want ...string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		must(t, err)
		var got []string
		for _, e := range entries {
			got = append(got, e.Name())
		}
		if diff := cmp.Diff(append(want, "of an earlier run"), got); diff != "" {
			t.Error(diff)
		}
	}
	next := func(after time.Duration) { must(t, set.Next(start.Add(after*time.Second))) }
	there("f0709")
	next(1)
	there("f0709", "f0710")
	next(2)
	there("f0710", "f0711")
	must(t, os.Rename(set.Name(), filepath.Join(dir, "a moved file")))
	put(t, set.Name(), "somebody else's")
	next(3)
	next(4)
	there("a moved file", "f0711", "f0712", "f0713")
	must(t, os.Remove(filepath.Join(dir, "f0712")))
	next(5)
	there("a moved file", "f0711", "f0713", "f0714")
	for i := range time.Duration(100) {
		next(6 + i)
	}
	if len(set.kept) > 2 || len(set.used) > 2 {
		t.Errorf("%d and %d files are remembered", len(set.kept), len(set.used))
	}
}

// The rules of Create are those of each file, and a failure can be made up for.
func TestNextIsPlanted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	must(t, os.Symlink("victim", path+"1"))
	set, err := Open(path, Rotation{Size: 1}, nil, start)
	must(t, err)
	defer set.Close()
	wantError(t, set.Next(start), path+"1", "symbolic link")
	must(t, os.Remove(path+"1"))
	must(t, set.Next(start))
	if set.Name() != path+"1" {
		t.Errorf("the next is %s", set.Name())
	}
}

func TestNextOwner(t *testing.T) {
	testhost.Root(t)
	set, err := Open(filepath.Join(t.TempDir(), "f"), Rotation{Size: 1, Files: 1}, &Owner{caller, caller}, start)
	must(t, err)
	defer set.Close()
	must(t, set.Next(start)) // replaces what was just given away
	var st unix.Stat_t
	must(t, unix.Stat(set.Name(), &st))
	if st.Uid != caller {
		t.Errorf("belongs to %d", st.Uid)
	}
}

func TestNextWithoutRotation(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	set, err := Open(path, Rotation{}, nil, start)
	must(t, err)
	defer set.Close()
	wantError(t, set.Next(start), path, "only file")
	_, err = set.Write([]byte("x"))
	must(t, err)
}

func TestDeviceIsNotRotated(t *testing.T) {
	_, err := Open("/dev/null", Rotation{Size: 1}, nil, start)
	wantError(t, err, "/dev/null is not a regular file")
}

func TestDiskFull(t *testing.T) {
	set, err := Open("/dev/full", Rotation{}, nil, start)
	must(t, err)
	defer set.Close()
	n, err := set.Write([]byte("x"))
	if n != 0 || set.Written() != 0 || !errors.Is(err, unix.ENOSPC) {
		t.Errorf("%d, %v", n, err)
	}
	if want := "writing /dev/full: no space left on device; everything up to here is in the file"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestReaderGone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	must(t, unix.Mkfifo(path, 0o600))
	reader, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	must(t, err)
	set, err := Open(path, Rotation{}, nil, start)
	must(t, err)
	defer set.Close()
	must(t, reader.Close())
	_, err = set.Write([]byte("x"))
	if want := "writing " + path + ": broken pipe"; !errors.Is(err, unix.EPIPE) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
