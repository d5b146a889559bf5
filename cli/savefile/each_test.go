package savefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

func TestEachPattern(t *testing.T) {
	for pattern, want := range map[EachPattern]string{
		"x-%s-%c.pcapng": "", "/a/b/%c": "", "%c%%": "", "dir%%/%c": "",
		"x.pcapng":  "all files would be called x.pcapng; add %c",
		"%s.pcapng": "all files would be called %s.pcapng; add %c",
		"%s/%c":     "%s and %c stand in the last part of a path only",
		"%c/x":      "%s and %c stand in the last part of a path only",
		"%c-%H":     "known are %s for the name",
		"%c%":       "known are %s for the name",
		"%%c":       "all files would be called %%c; add %c",
	} {
		switch err := pattern.Check(); {
		case err == nil && want == "":
		case err == nil || want == "" || !strings.HasPrefix(err.Error(), want):
			t.Errorf("%s: %v, want %q", pattern, err, want)
		}
	}
	for _, test := range []struct{ called, tells, want string }{
		{"/run/docker.sock", "12-34", "/d%/run-docker.sock-12-34.pcapng"},
		{"@abstract", "5", "/d%/@abstract-5.pcapng"},
		{"", "5", "/d%/unnamed-5.pcapng"},
		{"/../../etc/passwd", "5", "/d%/_.-._-etc-passwd-5.pcapng"},
		{"..", "..", "/d%/_.-_..pcapng"},
		{"/a b\x1b[2J%c%s\n", "5", "/d%/a_b__2J_c_s_-5.pcapng"},
		{strings.Repeat("/x", 200) + "end", "5", "/d%/" + strings.Repeat("x-", 38) + "xend-5.pcapng"},
	} {
		if got := EachPattern("/d%%/%s-%c.pcapng").Name(test.called, test.tells); got != test.want {
			t.Errorf("%q, %q: %q, want %q", test.called, test.tells, got, test.want)
		}
	}
}

// FuzzEachPattern: whatever a socket is called, its file is in the directory that was asked
// for, and visible, under a name that file systems and terminals take.
func FuzzEachPattern(f *testing.F) {
	f.Add("/../x", "1")
	f.Add("\x00.", "a/b")
	f.Fuzz(func(t *testing.T, called, tells string) {
		for _, pattern := range []EachPattern{"/dir/%s-%c", "/dir/%s%c.pcapng", "/dir/%c%s"} {
			name := pattern.Name(called, tells)
			base := filepath.Base(name)
			if filepath.Dir(name) != "/dir" || filepath.Clean(name) != name || strings.HasPrefix(base, ".") || len(base) > 255 {
				t.Errorf("%q, %q: %q", called, tells, name)
			}
			for _, c := range []byte(base) {
				if c <= ' ' || c >= 0x7f || strings.IndexByte(`/\*?"'<>|%`, c) >= 0 {
					t.Errorf("%q, %q: %q", called, tells, name)
				}
			}
		}
	})
}

// TestCreateNew: nothing that is there is opened, be it a link that leads nowhere.
func TestCreateNew(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "f")
	file, err := CreateNew(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	info, err := file.Stat()
	if err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for _, taken := range []string{path, filepath.Join(dir, "link"), dir} {
		if _, err := CreateNew(taken, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: %v", taken, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "nowhere")); err == nil {
		t.Error("the link was followed")
	}
	if _, err := file.WriteString("one "); err != nil {
		t.Fatal(err)
	}
	file.Close()
	again, err := Reopen(path, info)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := again.WriteString("two"); err != nil {
		t.Fatal(err)
	}
	again.Close()
	if got, err := os.ReadFile(path); err != nil || string(got) != "one two" {
		t.Errorf("%q, %v", got, err)
	}
	// Somebody puts another file there, or a link to one, or nothing.
	if err := os.Rename(path, filepath.Join(dir, "moved")); err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(path, info); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
	if err := os.Symlink("moved", path); err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(path, info); err == nil {
		t.Error("a link was followed")
	}
	other := filepath.Join(dir, "other")
	if err := errors.Join(os.WriteFile(other, []byte("others'"), 0o600), os.Rename(other, path)); err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(path, info); err == nil || !strings.Contains(err.Error(), "it is another file than the one that was begun") {
		t.Errorf("another file: %v", err)
	}
	// The same number of an inode is not enough: whoever removes a file may get it for another.
	if err := errors.Join(os.Rename(filepath.Join(dir, "moved"), path), os.Link(path, filepath.Join(dir, "second"))); err != nil {
		t.Fatal(err)
	}
	if _, err := Reopen(path, info); err == nil {
		t.Error("a file with two names")
	}
}

// TestRightsOfInvoker: whoever was given capabilities to capture writes no file where only
// these would let it.
func TestRightsOfInvoker(t *testing.T) {
	testhost.Root(t)
	dir := t.TempDir()
	ours := filepath.Join(dir, "ours")
	file, err := Create(ours, nil)
	if err != nil {
		t.Fatal(err)
	}
	is, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	if err := os.Chmod(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	open := map[string]func() (*os.File, error){
		"Create":    func() (*os.File, error) { return Create(filepath.Join(dir, "a"), nil) },
		"CreateNew": func() (*os.File, error) { return CreateNew(filepath.Join(dir, "b"), nil) },
		"Reopen":    func() (*os.File, error) { return Reopen(ours, is) },
	}
	asNobody(t, unix.CAP_DAC_OVERRIDE, func() {
		if file, err := os.Create(filepath.Join(dir, "c")); err != nil {
			t.Errorf("the capability has no effect: %v", err)
		} else {
			file.Close()
		}
		for name, open := range open {
			if file, err := open(); err == nil {
				file.Close()
				t.Errorf("%s opens it", name)
			} else if !errors.Is(err, fs.ErrPermission) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// asNobody calls a function on a thread of another user that has one capability, as a program
// has whose file gives it to everybody.
func asNobody(t *testing.T, capability uint, do func()) {
	t.Helper()
	const nobody = 65534
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: it ends with this goroutine
		defer close(done)
		if err := unix.Prctl(unix.PR_SET_KEEPCAPS, 1, 0, 0, 0); err != nil {
			done <- err
			return
		}
		if _, _, errno := unix.RawSyscall(unix.SYS_SETRESUID, nobody, nobody, nobody); errno != 0 {
			done <- errno
			return
		}
		header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
		data := [2]unix.CapUserData{{Effective: 1 << capability, Permitted: 1 << capability}}
		if err := unix.Capset(&header, &data[0]); err != nil {
			done <- err
			return
		}
		do()
	}()
	for err := range done {
		t.Fatal(err)
	}
}
