package probes

import (
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestMemfd: what is in a memfd that is passed is read while somebody has it, open or mapped. What
// nobody has any more is gone, and said to be.
func TestMemfd(t *testing.T) {
	testkernel.Need(t)
	testhost.MuchTheSame(t)
	const content = "what is in it"
	w := connect(t, unix.SOCK_STREAM, filepath.Join(t.TempDir(), "s"))
	make := func() int {
		fd, err := unix.MemfdCreate("x", unix.MFD_CLOEXEC)
		check(t, err)
		_, err = unix.Write(fd, []byte(content))
		check(t, err)
		return fd
	}
	pass := func(fd int) { check(t, unix.Sendmsg(w.client, []byte("take this"), unix.UnixRights(fd), nil, 0)) }
	held, mapped, closed := make(), make(), make()
	testsock.File(t, held)
	memory, err := unix.Mmap(mapped, 0, len(content), unix.PROT_READ, unix.MAP_SHARED)
	check(t, err)
	defer unix.Munmap(memory)
	messages, _ := snoop(t, Options{Memfd: 7}, func() {
		pass(held)
		pass(mapped)
		check(t, unix.Close(mapped))
		pass(closed)
		check(t, unix.Close(closed))
	}, w.path)
	if len(messages) != 3 {
		t.Fatalf("%d messages", len(messages))
	}
	for i, m := range messages {
		if len(m.Files) != 1 || m.Files[0].Kind != format.Memfd || m.Files[0].Content == nil {
			t.Fatalf("message %d: %+v", i, m.Files)
		}
		c := m.Files[0].Content
		mayBeGone := i == 2 // it is read after the send, by when its sender may have closed it
		if c.Gone && !mayBeGone || !c.Gone && (c.Size != int64(len(content)) || string(c.Data) != content[:7]) {
			t.Errorf("message %d: %+v", i, c)
		}
	}
	without, _ := snoop(t, Options{}, func() { pass(held) }, w.path)
	if len(without) != 1 || without[0].Files[0].Content != nil {
		t.Errorf("not asked for: %+v", without)
	}
}
