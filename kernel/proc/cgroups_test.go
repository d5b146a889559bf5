package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestCgroups(t *testing.T) {
	proc, root := t.TempDir(), t.TempDir()
	write := func(path, text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	id := strings.Repeat("ab", 32)
	scope := "system.slice/docker-" + id + ".scope"
	for _, dir := range []string{scope + "/inner", "docker/" + id, "machine.slice/machine-web.scope", "user.slice"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	inode := func(dir string) uint64 {
		info, err := os.Stat(filepath.Join(root, dir))
		if err != nil {
			t.Fatal(err)
		}
		return info.Sys().(*syscall.Stat_t).Ino
	}
	write(filepath.Join(proc, "self", "mountinfo"),
		fmt.Sprintf("20 1 0:19 / /proc rw - proc proc rw\n30 1 0:26 / %s rw,nosuid shared:9 - cgroup2 cgroup2 rw\n", root))
	write(filepath.Join(proc, "7", "cgroup"), "1:name=systemd:/x\n0::/"+scope+"\n")
	write(filepath.Join(proc, "8", "cgroup"), "0::/gone\n")

	c := NewCgroups(proc)
	if got, want := c.Of(7), inode(scope); got != want {
		t.Errorf("control group %d, want %d", got, want)
	}
	for _, pid := range []int{8, 9} {
		if got := c.Of(pid); got != 0 {
			t.Errorf("control group of %d: %d", pid, got)
		}
	}
	for _, test := range []struct {
		prefix        string
		groups, names int
	}{
		{id[:12], 3, 2}, // the scope, what is inside, and docker/ID
		{"web", 1, 1},
		{"user", 0, 0},
		{"", 0, 0},
	} {
		ids, names := c.Containers(test.prefix)
		if len(ids) != test.groups || len(names) != test.names {
			t.Errorf("%q: %v, %q", test.prefix, ids, names)
		}
	}
}
