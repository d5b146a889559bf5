package probes

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testkernel"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

// TestFileNotSpelling captures sockets by other names than they were bound by.
func TestFileNotSpelling(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	path := func(elements ...string) string { return filepath.Join(append([]string{dir}, elements...)...) }
	mkdir := func(elements ...string) string {
		t.Helper()
		p := path(elements...)
		if err := os.MkdirAll(p, 0o755); err != nil {
			t.Fatal(err)
		}
		return p
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	mkdir("real")
	must(os.Symlink("real", path("link")))
	mkdir("bound")
	must(unix.Mount(path("real"), path("bound"), "", unix.MS_BIND, ""))
	defer unix.Unmount(path("bound"), unix.MNT_DETACH)
	mkdir("root", "run")
	server := startActor(t, nil)
	jailed := startActor(t, nil)
	jailed.do(t, "chroot %s", path("root"))
	server.do(t, "directory %s", path("real"))

	client := testsock.Open(t, unix.SOCK_DGRAM)
	// bind has an actor bind a socket under a name of its own, and reach is by which
	// others know it.
	bind := func(a *actor, name string) {
		fd := a.do(t, "socket %d", unix.SOCK_DGRAM)
		a.do(t, "bind %s %s", fd, name)
	}
	type spelling struct{ name, pattern, bound, reach string }
	tests := []spelling{
		{"symbolic link to the directory", path("link", "a"), path("real", "a"), path("real", "a")},
		{"relative path", path("real", "b"), "b", path("real", "b")},
		{"bind mount", path("bound", "c"), path("real", "c"), path("real", "c")},
		{"the other way round", path("real", "d"), path("bound", "d"), path("real", "d")},
		{"prefix", path("link", "e*"), path("real", "e1"), path("real", "e1")},
	}
	outside := spelling{"chroot", path("root", "run", "f"), "/run/f", path("root", "run", "f")}
	hard := spelling{"hard link", path("hard"), path("real", "g"), path("hard")}
	soft := spelling{"symbolic link to the socket", path("soft"), path("real", "h"), path("soft")}
	moved := spelling{"renamed", path("moved"), path("real", "i"), path("moved")}
	removed := spelling{"removed", path("real", "j"), "j", ""}
	fresh := make([]spelling, len(tests)) // those of which there is nothing when the capture starts
	for i, s := range tests {
		fresh[i] = spelling{s.name + ", bound later", s.pattern, s.bound + "n", s.reach + "n"}
		if s.pattern[len(s.pattern)-1] != '*' {
			fresh[i].pattern += "n"
		}
		bind(server, s.bound)
	}
	jailedLater := spelling{"chroot, bound later", path("root", "run", "fn"), "/run/fn", path("root", "run", "fn")}
	bind(jailed, outside.bound)
	for _, s := range []spelling{hard, soft, moved, removed} {
		bind(server, s.bound)
	}
	must(os.Link(hard.bound, hard.pattern))
	must(os.Symlink(soft.bound, soft.pattern))
	must(os.Rename(moved.bound, moved.pattern))
	gone := testsock.Open(t, unix.SOCK_DGRAM)
	must(unix.Connect(gone, &unix.SockaddrUnix{Name: path("real", "j")}))

	all := slices.Concat(tests, []spelling{outside, hard, soft, moved, removed}, fresh, []spelling{jailedLater})
	var patterns []string
	for _, s := range all {
		patterns = append(patterns, s.pattern)
	}
	messages, _ := snoop(t, Options{}, func() {
		check(t, os.Remove(path("real", "j")))
		for _, s := range fresh {
			bind(server, s.bound)
		}
		bind(jailed, jailedLater.bound)
		bind(server, path("real", "unwanted"))
		check(t, unix.Sendto(client, []byte("unwanted"), 0, &unix.SockaddrUnix{Name: path("real", "unwanted")}))
		for _, s := range all {
			if s.reach == "" {
				check(t, unix.Send(gone, []byte(s.name), 0))
				continue
			}
			check(t, unix.Sendto(client, []byte(s.name), 0, &unix.SockaddrUnix{Name: s.reach}))
		}
	}, patterns...)
	var want, got []string
	for _, s := range all {
		want = append(want, s.name)
	}
	for _, m := range messages {
		got = append(got, string(payload(t, m)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("captured:\n%s", diff)
	}
}

// TestOverlay: a container's root is often an overlay, whose files have another
// device to stat than to the kernel.
func TestOverlay(t *testing.T) {
	testkernel.Need(t)
	dir := t.TempDir()
	for _, name := range []string{"lower", "upper", "work", "merged"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// Upper and work have to be on a file system that can be an upper one.
	if err := unix.Mount("tmpfs", filepath.Join(dir, "upper"), "tmpfs", 0, ""); err != nil {
		t.Fatal(err)
	}
	defer unix.Unmount(filepath.Join(dir, "upper"), unix.MNT_DETACH)
	for _, name := range []string{"upper/u", "upper/w"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	options := fmt.Sprintf("lowerdir=%[1]s/lower,upperdir=%[1]s/upper/u,workdir=%[1]s/upper/w", dir)
	merged := filepath.Join(dir, "merged")
	if err := unix.Mount("overlay", merged, "overlay", 0, options); err == unix.ENODEV {
		t.Skip("this kernel has no overlay file system here")
	} else if err != nil {
		t.Fatal(err)
	}
	defer unix.Unmount(merged, unix.MNT_DETACH)
	container := startActor(t, nil)
	container.do(t, "chroot %s", merged)
	bind := func(name string) {
		container.do(t, "bind %s %s", container.do(t, "socket %d", unix.SOCK_DGRAM), name)
	}
	bind("/before")
	client := testsock.Open(t, unix.SOCK_DGRAM)
	messages, _ := snoop(t, Options{}, func() {
		bind("/later")
		for _, name := range []string{"before", "later"} {
			check(t, unix.Sendto(client, []byte(name), 0, &unix.SockaddrUnix{Name: filepath.Join(merged, name)}))
		}
	}, merged+"/before", merged+"/later")
	if len(messages) != 2 {
		t.Errorf("%d messages captured, want 2", len(messages))
	}
}
