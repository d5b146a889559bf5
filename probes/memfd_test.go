package probes

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestMemfd: what is in a memfd is read while it is passed, so whoever closes it at once, as who
// writes to the journal does, changes nothing, and neither does who writes to it later.
func TestMemfd(t *testing.T) {
	o := testkernel.Need(t)
	if !o.ReadsMemfds() {
		t.Fatal("memfds can't be read here while they are passed")
	}
	const most = 400 << 10
	large := bytes.Repeat([]byte("0123456789abcde\n"), (most+4096)/16) // more than is wanted
	for i := range large {
		large[i] += byte(i >> 12) // no page is as another
	}
	rows := []struct {
		name  string
		write func(fd int) []byte // what is to be read
	}{
		{"nothing", func(int) []byte { return nil }},
		{"some bytes", func(fd int) []byte { return write(t, fd, []byte("what is in it")) }},
		{"a page", func(fd int) []byte { return write(t, fd, large[:4096]) }},
		{"more pages than a node has", func(fd int) []byte { return write(t, fd, large[:300<<10+5]) }},
		{"all that is wanted", func(fd int) []byte { return write(t, fd, large[:most]) }},
		{"more", func(fd int) []byte { return write(t, fd, large)[:most] }},
		{"a hole", func(fd int) []byte {
			check(t, unix.Ftruncate(fd, 100<<10))
			_, err := unix.Pwrite(fd, []byte("here"), 70<<10)
			check(t, err)
			return slices.Concat(make([]byte, 70<<10), []byte("here"), make([]byte, 30<<10-4))
		}},
		{"holes only", func(fd int) []byte {
			check(t, unix.Ftruncate(fd, 10_000))
			return make([]byte, 10_000)
		}},
		{"one page, and nothing behind it", func(fd int) []byte {
			check(t, unix.Ftruncate(fd, 3*4096))
			_, err := unix.Pwrite(fd, large[:4096], 0)
			check(t, err)
			return slices.Concat(large[:4096], make([]byte, 2*4096))
		}},
		{"a page that is far away", func(fd int) []byte {
			write(t, fd, large[:5000])
			check(t, unix.Ftruncate(fd, 1<<40))
			_, err := unix.Pwrite(fd, large[:1], 1<<40-1)
			check(t, err)
			return slices.Concat(large[:5000], make([]byte, most-5000))
		}},
		{"room, and nothing in it", func(fd int) []byte {
			check(t, unix.Fallocate(fd, 0, 0, 20_000))
			return make([]byte, 20_000)
		}},
	}
	var want [][]byte
	w := connect(t, unix.SOCK_DGRAM, filepath.Join(t.TempDir(), "s"))
	send := func() {
		want = nil
		for _, r := range rows {
			fd := memfd(t)
			want = append(want, r.write(fd))
			check(t, unix.Sendmsg(w.client, nil, unix.UnixRights(fd), nil, 0))
			check(t, unix.Ftruncate(fd, 0)) // its pages go elsewhere
			check(t, unix.Close(fd))
			receive(t, w.server)
		}
	}
	options := Options{Memfd: most, RingSize: 4 << 20}
	messages, stats := snoop(t, options, send, w.path)
	for tries := 1; tries < 3 && stats.MemfdsPart > 0; tries++ { // the kernel may have moved a page
		for _, m := range messages {
			for _, f := range m.Files {
				t.Logf("%d bytes of %d", len(f.Content.Data), f.Content.Size)
			}
		}
		messages, stats = snoop(t, options, send, w.path)
	}
	if len(messages) != len(rows) || stats.MemfdsGone+stats.MemfdsPart+stats.ControlLost > 0 {
		t.Fatalf("%d messages: %+v", len(messages), stats)
	}
	for i, m := range messages {
		if len(m.Files) != 1 || m.Files[0].Kind != format.Memfd || m.Files[0].Content == nil {
			t.Fatalf("%s: %+v", rows[i].name, m.Files)
		}
		if c := m.Files[0].Content; c.Gone || !bytes.Equal(c.Data, want[i]) {
			t.Errorf("%s: %d of %d bytes, want %d; gone: %v", rows[i].name, len(c.Data), c.Size, len(want[i]), c.Gone)
		}
	}
	proves(t, "what is in memfds that are closed at once (`--memfd`)", "yes")
}

// TestManyMemfds: several with one message, among other descriptors.
func TestManyMemfds(t *testing.T) {
	testkernel.Need(t)
	testhost.MuchTheSame(t)
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	const many = 40
	var fds []int
	for i := range many {
		fd := testsock.Open(t, unix.SOCK_STREAM)
		if i%2 > 0 {
			fd = memfd(t)
			write(t, fd, fmt.Appendf(nil, "this is number %d", i))
		}
		fds = append(fds, fd)
	}
	messages, stats := snoop(t, Options{Memfd: 100}, func() {
		check(t, unix.Sendmsg(w.client, []byte("x"), slices.Concat(unix.UnixCredentials(&unix.Ucred{Pid: int32(unix.Getpid())}), unix.UnixRights(fds...)), nil, 0))
		for _, fd := range fds {
			check(t, unix.Close(fd))
		}
	}, w.path)
	if len(messages) != 1 || len(messages[0].Files) != many || messages[0].Cred == nil {
		t.Fatalf("%+v, %+v", messages, stats)
	}
	for i, f := range messages[0].Files {
		if i%2 == 0 {
			if f.Kind != format.Socket || f.Content != nil {
				t.Errorf("%d: %+v", i, f)
			}
		} else if c := f.Content; c == nil || c.Gone || string(c.Data) != fmt.Sprintf("this is number %d", i) {
			t.Errorf("%d: %+v", i, c)
		}
	}
	without, _ := snoop(t, Options{}, func() {
		fd := memfd(t)
		check(t, unix.Sendmsg(w.client, []byte("x"), unix.UnixRights(fd), nil, 0))
		check(t, unix.Close(fd))
	}, w.path)
	if len(without) != 1 || without[0].Files[0].Content != nil {
		t.Errorf("not asked for: %+v", without)
	}
}

func memfd(t *testing.T) int {
	t.Helper()
	fd, err := unix.MemfdCreate("x", unix.MFD_CLOEXEC|unix.MFD_ALLOW_SEALING)
	check(t, err)
	return fd
}

func write(t *testing.T, fd int, b []byte) []byte {
	t.Helper()
	n, err := unix.Write(fd, b)
	check(t, err)
	if n != len(b) {
		t.Fatalf("%d bytes of %d", n, len(b))
	}
	return b
}

// receive takes a datagram with one descriptor.
func receive(t *testing.T, fd int) {
	t.Helper()
	control := make([]byte, unix.CmsgSpace(4))
	_, n, _, _, err := unix.Recvmsg(fd, nil, control, 0)
	check(t, err)
	messages, err := unix.ParseSocketControlMessage(control[:n])
	check(t, err)
	passed, err := unix.ParseUnixRights(&messages[0])
	check(t, err)
	check(t, unix.Close(passed[0]))
}
