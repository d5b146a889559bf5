package container

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

const userStorage = "home/me/.local/share/containers/storage/"

// TestHostileFiles: what a user puts where a list should be is neither waited for nor kept.
func TestHostileFiles(t *testing.T) {
	root := t.TempDir()
	list := func(driver string) string {
		dir := filepath.Join(root, userStorage, driver+"-containers")
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		return filepath.Join(dir, "containers.json")
	}
	if err := unix.Mkfifo(list("overlay"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/dev/zero", list("vfs")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(list("btrfs"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(list("btrfs"), 1<<40); err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(root, "root's")
	write(t, root, "root's", `[{"id":"`+dockerID+`","names":["secret"]}]`)
	if err := os.Symlink(elsewhere, list("zfs")); err != nil {
		t.Fatal(err)
	}
	write(t, root, userStorage+"no-driver-containers/containers.json", `[{"id":"`+podmanID+`","names":["x"]}]`)
	if got := Read(root); len(got.Containers) != 0 {
		t.Errorf("%+v", got)
	}
}

// TestUsersLists: a user's list names containers of that user's, and no other.
func TestUsersLists(t *testing.T) {
	root := tree(t)
	write(t, root, userStorage+"vfs-containers/containers.json",
		`[{"id":"0","names":["short"]},{"id":"`+dockerID+`","names":["mine"]},{"id":"`+clusterID+`","names":["mine"]},
		{"id":"`+strings.Repeat("0D", 32)+`","names":["mine"]}]`)
	known := Read(root)
	for _, name := range []string{"short", "mine"} {
		if known.Knows(name) {
			t.Errorf("%s is known: %+v", name, known.Containers)
		}
	}
}

// TestUsersListsAreBounded: however many containers a user tells of, in lists however long, that
// takes neither long nor keeps others' from being known.
func TestUsersListsAreBounded(t *testing.T) {
	root := tree(t)
	id := 0
	list := func(most int) string {
		var b strings.Builder
		for b.WriteByte('['); b.Len() < most; id++ {
			if b.Len() > 1 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `{"id":"%064x","names":["web"]}`, id)
		}
		return b.String() + "]"
	}
	others := len(Read(root).Containers) - 1 // one is ours
	size := 0
	for _, driver := range []string{"vfs", "btrfs", "zfs", "aufs"} {
		text := list(maxUsersFile - 200)
		write(t, root, userStorage+driver+"-containers/containers.json", text)
		size += len(text)
	}
	write(t, root, userStorage+"overlay2-containers/containers.json", list(maxUsersFile+1))
	var known *Known
	testrun.Bounded(t, size, func() { known = Read(root) })
	if got := len(known.Containers) - others; got != maxUsersContainers || id < 40*maxUsersContainers {
		t.Errorf("%d containers of %d", got, id)
	}
	if c, ok := known.Of("/docker/" + dockerID); !ok || c.Name != "web" {
		t.Errorf("%+v", c)
	}
}

// TestMadeUpGroups: who may make control groups gives them the names of containers that are
// none of this user's, or inside a container that are none of that one's.
func TestMadeUpGroups(t *testing.T) {
	known := Read(tree(t))
	for i := range known.Containers {
		if c := &known.Containers[i]; c.ID == mineID {
			c.user = userSlice(1000)
		}
	}
	const mine, other = "/user.slice/user-1000.slice/user@1000.service/", "/user.slice/user-1001.slice/user@1001.service/"
	for path, want := range map[string]string{
		mine + "user.slice/libpod-" + mineID + ".scope/container":    "podman toolbox",
		other + "user.slice/libpod-" + mineID + ".scope":             "",
		"/machine.slice/libpod-" + mineID + ".scope":                 "",
		mine + "docker-" + dockerID + ".scope":                       "",
		mine + "kubepods-pod" + podUID:                               "",
		mine + "pod" + podUID:                                        "",
		mine + "cri-containerd-" + clusterID + ".scope":              "",
		mine + "docker-" + strings.Repeat("9", 64) + ".scope":        "docker " + strings.Repeat("9", 64),
		"/docker/" + dockerID + "/libpod-" + podmanID + ".scope":     "docker web",
		"/docker/" + dockerID + "/docker/" + strings.Repeat("9", 64): "docker web",
		"/user.slice/user-0.slice/libpod-" + podmanID + ".scope":     "podman db",
		"/user.slice/user-x.slice/libpod-" + podmanID + ".scope":     "podman db",
	} {
		got := ""
		if c, ok := known.Of(path); ok {
			got = c.Runtime + " " + c.Name
		}
		if got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}
