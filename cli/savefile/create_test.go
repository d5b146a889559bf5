package savefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

const stranger, caller = 65534, 12345

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, content string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(content), 0o644))
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	return string(b)
}

// wantError checks that an error names the path and has all of the parts.
func wantError(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q lacks %q", err, part)
		}
	}
}

func TestCreate(t *testing.T) {
	for name, test := range map[string]struct {
		owner  *Owner
		before func(t *testing.T, path string)
	}{
		"new":                    {nil, func(*testing.T, string) {}},
		"umask":                  {nil, func(t *testing.T, _ string) { old := unix.Umask(0o777); t.Cleanup(func() { unix.Umask(old) }) }},
		"exists":                 {nil, func(t *testing.T, path string) { put(t, path, "long before") }},
		"exists, setuid":         {nil, func(t *testing.T, path string) { put(t, path, "x"); must(t, unix.Chmod(path, 0o4755)) }},
		"sudo, new":              {&Owner{caller, stranger}, func(*testing.T, string) {}},
		"sudo, exists of root":   {&Owner{caller, stranger}, func(t *testing.T, path string) { put(t, path, "long before") }},
		"sudo, exists of theirs": {&Owner{caller, stranger}, func(t *testing.T, path string) { put(t, path, "x"); must(t, os.Chown(path, caller, 1)) }},
	} {
		t.Run(name, func(t *testing.T) {
			if test.owner != nil {
				testhost.Root(t)
			}
			path := filepath.Join(t.TempDir(), "file")
			test.before(t, path)
			f, err := Create(path, test.owner)
			must(t, err)
			defer f.Close()
			if f.Name() != path {
				t.Errorf("named %s", f.Name())
			}
			_, err = f.WriteString("new")
			must(t, err)
			var st unix.Stat_t
			must(t, unix.Lstat(path, &st))
			if st.Mode != unix.S_IFREG|0o600 {
				t.Errorf("mode %o", st.Mode)
			}
			want := Owner{os.Geteuid(), os.Getegid()}
			if test.owner != nil {
				want = *test.owner
			}
			if got := (Owner{int(st.Uid), int(st.Gid)}); got != want {
				t.Errorf("belongs to %v, want %v", got, want)
			}
			if st.Size != 3 {
				t.Errorf("size %d", st.Size)
			}
			flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFD, 0)
			if err != nil || flags&unix.FD_CLOEXEC == 0 {
				t.Errorf("inherited by children: %v", err)
			}
		})
	}
}

func TestCreateRefuses(t *testing.T) {
	victim := func(path string) string { return filepath.Join(filepath.Dir(path), "victim") }
	foreign := func(t *testing.T, path string) {
		testhost.Root(t)
		must(t, os.Chown(path, stranger, stranger))
	}
	for name, test := range map[string]struct {
		owner  *Owner
		before func(t *testing.T, path string)
		want   string
	}{
		"symbolic link": {nil, func(t *testing.T, path string) { must(t, os.Symlink("victim", path)) }, "is a symbolic link"},
		"dangling link": {nil, func(t *testing.T, path string) { must(t, os.Symlink("nowhere", path)) }, "is a symbolic link"},
		"link to a device": {nil, func(t *testing.T, path string) { must(t, os.Symlink("/dev/null", path)) },
			"is a symbolic link"},
		"hard link":     {nil, func(t *testing.T, path string) { must(t, os.Link(victim(path), path)) }, "has another name too"},
		"directory":     {nil, func(t *testing.T, path string) { must(t, os.Mkdir(path, 0o755)) }, "is a directory"},
		"sudo, foreign": {&Owner{caller, caller}, func(t *testing.T, path string) { put(t, path, "x"); foreign(t, path) }, "(user 65534)"},
		"root, foreign": {nil, func(t *testing.T, path string) { put(t, path, "x"); foreign(t, path) }, "choose another name"},
		"foreign FIFO": {&Owner{caller, caller}, func(t *testing.T, path string) {
			must(t, unix.Mkfifo(path, 0o666))
			foreign(t, path)
		}, "belongs to"},
		"socket": {nil, func(t *testing.T, path string) {
			testsock.Listen(t, path)
		}, "is a socket"},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file")
			put(t, victim(path), "precious")
			test.before(t, path)
			_, err := Create(path, test.owner)
			wantError(t, err, path, test.want)
			if got := content(t, victim(path)); got != "precious" {
				t.Errorf("the victim has %q", got)
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "nowhere")); err == nil {
				t.Error("created what the link leads to")
			}
		})
	}
}

func TestCreateInMissingDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "missing")
	_, err := Create(filepath.Join(dir, "file"), nil)
	wantError(t, err, "is there a directory "+dir+"?")
	if !errors.Is(err, unix.ENOENT) {
		t.Errorf("%v is not ENOENT", err)
	}
}

func TestCreateDevice(t *testing.T) {
	before, err := os.Stat("/dev/null")
	must(t, err)
	f, err := Create("/dev/null", &Owner{caller, caller})
	must(t, err)
	_, err = f.WriteString("x")
	must(t, err)
	must(t, f.Close())
	after, err := os.Stat("/dev/null")
	must(t, err)
	if before.Mode() != after.Mode() {
		t.Errorf("mode %v became %v", before.Mode(), after.Mode())
	}
	var st unix.Stat_t
	must(t, unix.Stat("/dev/null", &st))
	if st.Uid == caller {
		t.Error("/dev/null was given away")
	}
}

func TestCreateFIFO(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	must(t, unix.Mkfifo(path, 0o640))
	read := make(chan string)
	go func() {
		b, _ := os.ReadFile(path)
		read <- string(b)
	}()
	f, err := Create(path, nil)
	must(t, err)
	_, err = f.WriteString("message")
	must(t, err)
	must(t, f.Close())
	if got := <-read; got != "message" {
		t.Errorf("read %q", got)
	}
	var st unix.Stat_t
	must(t, unix.Stat(path, &st))
	if st.Mode&0o777 != 0o640 {
		t.Errorf("mode became %o", st.Mode)
	}
}

// A Write that waits for a reader can be ended.
func TestFullFIFO(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	must(t, unix.Mkfifo(path, 0o600))
	reader, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK, 0)
	must(t, err)
	defer reader.Close()
	f, err := Create(path, nil)
	must(t, err)
	must(t, f.SetWriteDeadline(time.Unix(1, 0)))
	if _, err := f.Write(make([]byte, 1<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	f.Close()
}

func TestCreateDescriptor(t *testing.T) {
	r, w, err := os.Pipe()
	must(t, err)
	defer r.Close()
	defer w.Close()
	name := func(f *os.File) string { return "/dev/fd/" + strconv.Itoa(int(f.Fd())) }

	f, err := Create(name(w), &Owner{caller, caller})
	must(t, err)
	_, err = f.WriteString("message")
	must(t, err)
	must(t, f.Close())
	must(t, w.Close())
	if b, _ := io.ReadAll(r); string(b) != "message" {
		t.Errorf("read %q", b)
	}

	epoll, err := unix.EpollCreate1(0)
	must(t, err)
	defer unix.Close(epoll)
	for path, want := range map[string]string{
		name(r):                                "reading only",
		"/dev/fd/2000000":                      "sudo closes",
		"/proc/self/fd/" + strconv.Itoa(epoll): "can't be written to",
	} {
		_, err := Create(path, nil)
		wantError(t, err, path, want)
	}
}

// What standard output is redirected to is not emptied, nor anything else.
func TestCreateDescriptorOfFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	put(t, path, "before,")
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	must(t, err)
	defer out.Close()
	f, err := Create("/dev/fd/"+strconv.Itoa(int(out.Fd())), nil)
	must(t, err)
	defer f.Close()
	_, err = f.WriteString("after")
	must(t, err)
	if got := content(t, path); got != "before,after" {
		t.Errorf("the file has %q", got)
	}
}

func TestDescriptor(t *testing.T) {
	for path, want := range map[string]int{
		"/dev/stdout": 1, "/dev//stderr": 2, "/dev/fd/7": 7, "/proc/self/fd/1": 1,
		"stdout": -1, "/dev/fd/": -1, "/dev/fd/x": -1, "/dev/fd/-1": -1, "/dev/null": -1, "/dev/fd/99999999999": -1,
	} {
		fd, ok := descriptor(path)
		if ok != (want >= 0) || ok && fd != want {
			t.Errorf("%s: %d, %v", path, fd, ok)
		}
	}
}
