package probes

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestDescriptors passes descriptors of all kinds over all kinds of socket.
func TestDescriptors(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	rows := []struct {
		row       string
		typ       int
		connected bool
	}{
		{"descriptors over a stream", unix.SOCK_STREAM, true},
		{"descriptors over seqpacket", unix.SOCK_SEQPACKET, true},
		{"descriptors over datagrams", unix.SOCK_DGRAM, true},
		{"descriptors over datagrams with an address", unix.SOCK_DGRAM, false},
	}
	fds, want := descriptors(t, dir)
	messages, stats := snoop(t, Options{}, func() {
		for i, r := range rows {
			w := connect(t, r.typ, filepath.Join(dir, fmt.Sprint("s", i)))
			var to unix.Sockaddr
			sender := w.client
			if !r.connected {
				sender, to = testsock.Open(t, r.typ), &unix.SockaddrUnix{Name: w.path}
			}
			check(t, unix.Sendmsg(sender, []byte(r.row), unix.UnixRights(fds...), to, 0))
		}
	}, filepath.Join(dir, "s*"))
	if len(messages) != len(rows) || stats.ControlLost > 0 {
		t.Fatalf("%d messages: %+v", len(messages), stats)
	}
	for i, r := range rows {
		m := messages[i]
		if got := string(payload(t, m)); got != r.row {
			t.Errorf("%s: %q", r.row, got)
		}
		if diff := cmp.Diff(want, m.Files); diff != "" {
			t.Errorf("%s: %s", r.row, diff)
			continue
		}
		proves(t, r.row, "yes")
	}
}

// descriptors opens one of each kind.
func descriptors(t *testing.T, dir string) (fds []int, want []format.File) {
	t.Helper()
	add := func(fd int, err error, kind format.FileKind, name string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		fds = append(fds, fd)
		want = append(want, format.File{Descriptor: fd, Kind: kind, Inode: testsock.Inode(t, fd), Name: name})
		t.Cleanup(func() { unix.Close(fd) })
	}
	file := filepath.Join(dir, "a file with a name that is longer than what the kernel programs have room for")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	fd, err := unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	add(fd, err, format.RegularFile, file)
	fd, err = unix.Open(dir, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	add(fd, err, format.Directory, dir)
	fd, err = unix.Open("/dev/null", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	add(fd, err, format.Device, "/dev/null")
	fd, err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	add(fd, err, format.Socket, "TCP")
	var pipe [2]int
	err = unix.Pipe2(pipe[:], unix.O_CLOEXEC)
	add(pipe[0], err, format.Pipe, "")
	unix.Close(pipe[1])
	fd, err = unix.MemfdCreate("buffer", unix.MFD_CLOEXEC)
	add(fd, err, format.Memfd, "memfd:buffer")
	fd, err = unix.Eventfd(0, unix.EFD_CLOEXEC)
	add(fd, err, format.Anonymous, "[eventfd]")
	return fds, want
}

// TestManyDescriptors passes as many as the kernel lets pass, and closes them at
// once.
func TestManyDescriptors(t *testing.T) {
	testkernel.Need(t)
	const most = 253
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	var want []string
	messages, stats := snoop(t, Options{}, func() {
		var fds []int
		for range most {
			fd, err := unix.Open(file, unix.O_RDONLY|unix.O_CLOEXEC, 0)
			check(t, err)
			fds = append(fds, fd)
			want = append(want, fmt.Sprintf("%d<file>", fd))
		}
		check(t, unix.Sendmsg(w.client, []byte("x"), unix.UnixRights(fds...), nil, 0))
		for _, fd := range fds {
			unix.Close(fd)
		}
		err := unix.Sendmsg(w.client, []byte("x"), unix.UnixRights(append(fds, 0)...), nil, 0)
		if err != unix.EINVAL && err != unix.EBADF {
			t.Errorf("%d descriptors: %v: the test is wrong", most+1, err)
		}
	}, w.path)
	if len(messages) != 1 || stats.Refused != 1 {
		t.Fatalf("%d messages: %+v", len(messages), stats)
	}
	var got []string
	for _, f := range messages[0].Files {
		f.Name = filepath.Base(f.Name)
		got = append(got, f.String())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	proves(t, "253 descriptors, closed at once", "yes")
}

// TestAnotherFileByThen: a descriptor that leads to another file when it is looked up is not
// told to be that, though the file has the same name and inode number: on a file system of
// one's own that is easy to have.
func TestAnotherFileByThen(t *testing.T) {
	testkernel.Need(t)
	var (
		fds   [2]int
		paths [2]string
		stats [2]unix.Stat_t
	)
	for i := range fds {
		dir := t.TempDir()
		check(t, unix.Mount("tmpfs", dir, "tmpfs", 0, ""))
		t.Cleanup(func() { unix.Unmount(dir, unix.MNT_DETACH) })
		paths[i] = filepath.Join(dir, "shadow")
		fd, err := unix.Open(paths[i], unix.O_CREAT|unix.O_CLOEXEC, 0o600)
		check(t, err)
		defer unix.Close(fd)
		fds[i] = fd
		check(t, unix.Fstat(fd, &stats[i]))
	}
	if stats[0].Ino != stats[1].Ino || stats[0].Dev == stats[1].Dev {
		t.Fatalf("the files are %+v, the test is wrong", stats)
	}
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	messages, _ := snoop(t, Options{}, func() {
		check(t, unix.Sendmsg(w.client, []byte("x"), unix.UnixRights(fds[0]), nil, 0))
		check(t, unix.Dup3(fds[1], fds[0], unix.O_CLOEXEC))
	}, w.path)
	if len(messages) != 1 || len(messages[0].Files) != 1 {
		t.Fatalf("%d messages", len(messages))
	}
	if got := messages[0].Files[0].Name; got != paths[0] && got != "shadow" {
		t.Errorf("%s was passed, and told to be %s", paths[0], got)
	}
}

// TestCredentials: credentials that a sender states are part of its message, with
// descriptors beside them.
func TestCredentials(t *testing.T) {
	testkernel.Need(t)
	w := connect(t, unix.SOCK_SEQPACKET, filepath.Join(t.TempDir(), "s"))
	cred := &unix.Ucred{Pid: int32(os.Getpid()), Uid: 12, Gid: 34}
	control := append(unix.UnixCredentials(cred), unix.UnixRights(0)...)
	messages, _ := snoop(t, Options{}, func() {
		check(t, unix.Sendmsg(w.client, []byte("it's me"), control, nil, 0))
	}, w.path)
	if len(messages) != 1 {
		t.Fatalf("%d messages", len(messages))
	}
	want := &format.Credentials{Pid: os.Getpid(), UID: 12, GID: 34}
	if diff := cmp.Diff(want, messages[0].Cred); diff != "" {
		t.Fatal(diff)
	}
	if len(messages[0].Files) != 1 || messages[0].Files[0].Descriptor != 0 {
		t.Fatalf("files %v", messages[0].Files)
	}
	proves(t, "credentials", "yes")
}
