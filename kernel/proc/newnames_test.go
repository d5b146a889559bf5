package proc

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestNewNames: links to a socket that was bound elsewhere are told of, and nothing else.
func TestNewNames(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	socket := filepath.Join(elsewhere, "s")
	testsock.Bound(t, unix.SOCK_DGRAM, socket)
	in := func(name string) string { return filepath.Join(dir, name) }
	names, err := WatchNames([]string{in("link"), in("hard"), in("bound"), "/nowhere/at/all"}, []string{in("p")})
	if err != nil {
		t.Fatal(err)
	}
	make := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	expect := func(want ...string) {
		t.Helper()
		var got []string
		for len(got) < len(want) {
			more, _, err := names.Next()
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, more...)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
	// What is not to be told comes first, so that it would be told first.
	testsock.Bound(t, unix.SOCK_DGRAM, in("bound"))
	make(os.WriteFile(in("pfile"), nil, 0o600))
	make(os.Symlink(in("pfile"), in("pfile2")))
	make(os.Symlink(socket, in("other")))
	make(os.Symlink(socket, in("link")))
	expect(in("link"))
	make(os.Link(socket, in("hard")))
	expect(in("hard"))
	make(os.Symlink(socket, in("moves")))
	make(os.Rename(in("moves"), in("prefixed")))
	expect(in("prefixed"))
	// What is asked for by its whole name may lead to a socket that is to come.
	make(os.Remove(in("link")))
	make(os.Symlink(filepath.Join(elsewhere, "later"), in("pending")))
	make(os.Symlink(filepath.Join(elsewhere, "later"), in("link")))
	expect(in("link"))
	there, all := names.There()
	slices.Sort(there)
	if !all {
		t.Error("these are not all")
	}
	if want := []string{in("hard"), in("link"), in("prefixed")}; !slices.Equal(there, want) {
		t.Errorf("there are %q, want %q", there, want)
	}

	make(names.Close())
	if _, _, err := names.Next(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// TestTooManyLinks: who makes many links has no more than so many looked at, and that is known;
// what is asked for by its whole name is looked at first.
func TestTooManyLinks(t *testing.T) {
	dir, socket := t.TempDir(), filepath.Join(t.TempDir(), "s")
	testsock.Bound(t, unix.SOCK_DGRAM, socket)
	for i := range maxThere + 10 {
		if err := os.Symlink(socket, filepath.Join(dir, fmt.Sprint("p", i))); err != nil {
			t.Fatal(err)
		}
	}
	asked := filepath.Join(dir, "asked")
	if err := os.Symlink(socket, asked); err != nil {
		t.Fatal(err)
	}
	names, err := WatchNames([]string{asked}, []string{filepath.Join(dir, "p")})
	if err != nil {
		t.Fatal(err)
	}
	defer names.Close()
	if there, all := names.There(); all || len(there) > maxThere || len(there) < maxThere-2 || there[0] != asked {
		t.Errorf("there are %d, all: %v", len(there), all)
	}
}
