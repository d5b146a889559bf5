package proc

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

const procUnixHeader = "Num       RefCount Protocol Flags    Type St Inode Path\n"

func TestReadProcUnix(t *testing.T) {
	const text = procUnixHeader +
		"00000000b9e425eb: 00000003 00000000 00000000 0001 03   588\n" +
		"ffff8880b9e425eb: 00000002 00000000 00010000 0001 01 12345 /run/x.sock\n" +
		"0000000000000000: 00000002 00000000 00000000 0001 02     0 /run/x.sock\n" + // not accepted
		"0000000000000000: 00000002 00000000 00000000 0001 03 12346 /run/x.sock\n" +
		"00000000: 00000002 00000000 00010000 0005 01 4294967295 @abstract@@x \n" +
		"0000000000000000: 00000002 00000000 00000000 0002 01 12347  two words: and\n" +
		"more\n" +
		"\n" +
		"0000000000000000: 0000000G 00000000 00000000 0002 01 1 /almost/a/line\n" +
		"0000000000000000: 00000002 00000000 00000000 0002 01 99999 /a/forged/line\n" +
		"0000000000000000: 00000002 00000000 00000000 0002 01 12348"
	want := []*Socket{
		{Inode: 588, Type: unix.SOCK_STREAM, State: Connected},
		{Inode: 12345, Type: unix.SOCK_STREAM, State: Listening, Name: "/run/x.sock"},
		{Inode: 12346, Type: unix.SOCK_STREAM, State: Connected, Name: "/run/x.sock"},
		{Inode: 4294967295, Type: unix.SOCK_SEQPACKET, State: Listening, Name: "\x00abstract@@x "},
		{Inode: 12347, Type: unix.SOCK_DGRAM, Name: " two words: and\nmore\n\n0000000000000000: 0000000G 00000000 00000000 0002 01 1 /almost/a/line"},
		{Inode: 99999, Type: unix.SOCK_DGRAM, Name: "/a/forged/line"},
		{Inode: 12348, Type: unix.SOCK_DGRAM},
	}
	for _, s := range want {
		s.UID, s.RecvQueue, s.SendQueue = -1, -1, -1
	}
	got, err := ReadNetUnix(strings.NewReader(text))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Error(err, diff)
	}
}

func TestReadProcUnixErrors(t *testing.T) {
	for _, text := range []string{"", "something else\n", "\x00"} {
		if _, err := ReadNetUnix(strings.NewReader(text)); err == nil {
			t.Errorf("%q is taken for /proc/net/unix", text)
		}
	}
	if got, err := ReadNetUnix(strings.NewReader(procUnixHeader)); len(got) > 0 || err != nil {
		t.Errorf("no sockets: %v, %v", got, err)
	}
}

// TestWithoutUnixDiag: what /proc knows of a real socket.
func TestWithoutUnixDiag(t *testing.T) {
	name := fmt.Sprintf("\x00without-%d ", os.Getpid())
	inode := testsock.Inode(t, testsock.Listening(t, unix.SOCK_SEQPACKET, "@"+name[1:], 1))
	missing := errors.New("missing")
	sockets, limited, err := socketsFrom(func() ([]*Socket, error) { return nil, missing }, "/proc")
	if limited != missing || err != nil {
		t.Fatal(limited, err)
	}
	want := Socket{Inode: inode, Type: unix.SOCK_SEQPACKET, State: Listening, Name: name, UID: -1, RecvQueue: -1, SendQueue: -1}
	for _, s := range sockets {
		if s.Inode == inode {
			if diff := cmp.Diff(want, *s); diff != "" {
				t.Error(diff)
			}
			return
		}
	}
	t.Errorf("socket %d is not among %d", inode, len(sockets))
}

func TestWithoutAnything(t *testing.T) {
	_, limited, err := socketsFrom(func() ([]*Socket, error) { return nil, errNoUnixDiag }, filepath.Join(t.TempDir(), "proc"))
	if limited != errNoUnixDiag || !errors.Is(err, os.ErrNotExist) {
		t.Error(limited, err)
	}
}

// FuzzReadProcUnix: whatever names are, no socket is invented without an inode.
func FuzzReadProcUnix(f *testing.F) {
	f.Add("0: 00000002 00000000 00010000 0001 01 12345 /run/x.sock\nmore\n")
	f.Add("0: 00000002 00000000 00010000 0001 01 0 @\n\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		var (
			sockets []*Socket
			err     error
		)
		testrun.Bounded(t, len(text), func() { sockets, err = ReadNetUnix(strings.NewReader(procUnixHeader + text)) })
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sockets {
			if s.Inode == 0 || len(s.Name) > len(text) {
				t.Errorf("%+v", s)
			}
		}
	})
}
