package proc

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
	"github.com/unixsnoop/unixsnoop/internal/testsock"
)

func TestLocate(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "sock"), filepath.Join(dir, "link")
	testsock.Listen(t, path)
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	place := Locate(path, false)
	if place.File.Inode == 0 || place.Dir.Inode == 0 || place.Base != "sock" {
		t.Errorf("got %+v", place)
	}
	if same := Locate(link, false); same.File != place.File || same.Dir != place.Dir || same.Base != "link" {
		t.Errorf("got %+v through a link to %+v", same, place)
	}
	if prefix := Locate(path, true); prefix.File != (FileID{}) || prefix.Dir != place.Dir {
		t.Errorf("prefix: got %+v", prefix)
	}
	for _, path := range []string{dir, dir + "/", filepath.Join(dir, "none"), "/dev/null"} {
		if place := Locate(path, false); place.File != (FileID{}) {
			t.Errorf("%s is taken for a socket: %+v", path, place)
		}
	}
}

// TestPlaces: a path has the place that it leads to, too, however it leads there.
func TestPlaces(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "other")
	path, link := filepath.Join(other, "sock"), filepath.Join(dir, "link")
	for _, err := range []error{os.Mkdir(other, 0o700), os.Symlink("other/sock", link), os.Symlink(link, link+"2"), os.Symlink(link+"3", link+"3")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // before it is there, and then
		want := Locate(path, false)
		for _, through := range []string{link, link + "2"} {
			places := Places(through)
			if len(places) != 2 || places[1] != want || places[0].Base != filepath.Base(through) || places[0].File != want.File {
				t.Errorf("%s: %+v, want %+v", through, places, want)
			}
		}
		if places := Places(path); len(places) != 1 || places[0] != want {
			t.Errorf("%+v, want %+v", places, want)
		}
		if want.File == (FileID{}) {
			testsock.Listen(t, path)
		}
	}
	if places := Places(link + "3"); places[0].File != (FileID{}) {
		t.Errorf("a link to itself: %+v", places)
	}
	if in := SocketsIn(other + "/so"); len(in) != 1 || in[0] != Locate(path, false).File {
		t.Errorf("%+v", in)
	}
	for _, none := range []string{other + "/x", dir + "/", dir + "/nowhere/"} {
		if in := SocketsIn(none); len(in) != 0 {
			t.Errorf("%s: %+v", none, in)
		}
	}
}

// shortDir is a directory with a short path.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "p")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// TestPlacesOfContainer: a path through a process's root means what has it there, and
// nothing that has the rest of it here.
func TestPlacesOfContainer(t *testing.T) {
	root, dir := shortDir(t), shortDir(t) // a socket's name has room for both
	path, inside := filepath.Join(dir, "sock"), filepath.Join(root, dir, "sock")
	if err := os.MkdirAll(filepath.Dir(inside), 0o700); err != nil {
		t.Fatal(err)
	}
	testsock.Listen(t, path)
	testsock.Listen(t, inside)
	for link, target := range map[string]string{"absolute": path, "relative": "sock", "up": "../../../../../.." + path, "dir": dir} {
		if err := os.Symlink(target, filepath.Join(root, dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	through := fmt.Sprintf("/proc/%d/root", testhost.Chrooted(t, root))
	here, there := Locate(path, false), Locate(inside, false)
	if here.File == there.File {
		t.Fatal("both are the same")
	}
	for path, want := range map[string]int{path: 1, dir + "/absolute": 2, dir + "/relative": 2, dir + "/up": 2, dir + "/dir/sock": 1} {
		places := Places(through + path)
		if len(places) != want {
			t.Errorf("%s: %+v", path, places)
		}
		for _, place := range places {
			if place.File != there.File || place.Dir != there.Dir {
				t.Errorf("%s: %+v, want %+v", path, place, there)
			}
		}
	}
	if in := SocketsIn(through + dir + "/"); len(in) != 1 || in[0] != there.File {
		t.Errorf("%+v", in)
	}
	if place := Locate(through+"/none", false); place.Dir == (FileID{}) || place.File != (FileID{}) {
		t.Errorf("%+v", place)
	}
}

// TestPlacesOfDescriptor: what a link of /proc shows is the path of a file at best, and
// leads there only by itself.
func TestPlacesOfDescriptor(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sock")
	testsock.Listen(t, path)
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	if err := os.Rename(filepath.Dir(path), filepath.Dir(path)+"moved"); err != nil {
		t.Fatal(err)
	}
	places := Places(fmt.Sprintf("/proc/self/fd/%d/sock", dir.Fd()))
	if want := Locate(filepath.Dir(path)+"moved/sock", false); len(places) != 1 || places[0] != want {
		t.Errorf("%+v, want %+v", places, want)
	}
	if places := Places(fmt.Sprintf("/proc/self/fd/%d", dir.Fd())); len(places) != 1 {
		t.Errorf("%+v", places)
	}
}

func TestMountDevice(t *testing.T) {
	const mounts = "21 1 254:0 / / rw - ext4 /dev/vda rw\n22 21 0:45 / /a\\040b rw shared:1 - overlay overlay rw\n23\n"
	for _, test := range []struct {
		id   string
		want uint32
		ok   bool
	}{{"21", 254 << 20, true}, {"22", 45, true}, {"23", 0, false}, {"24", 0, false}} {
		if got, ok := mountDevice(mounts, test.id); got != test.want || ok != test.ok {
			t.Errorf("%s: got %d, %v", test.id, got, ok)
		}
	}
}

// TestPathNow: a file is found where its name leads for who bound it, wherever that is now.
func TestPathNow(t *testing.T) {
	dir := t.TempDir()
	sub := filepath.Join(dir, "sub")
	if err := os.Mkdir(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(sub, "sock")
	testsock.Listen(t, path)
	testsock.Listen(t, filepath.Join(sub, "other"))
	opened, err := os.Open(sub)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	file := Locate(path, false).File
	file.Inode = uint64(uint32(file.Inode))
	through := fmt.Sprintf("/proc/self/fd/%d/sock", opened.Fd())
	gone := exec.Command("true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	now := func(name string, want string, pids ...int) {
		t.Helper()
		if got := PathNow("/proc", name, file, append([]int{gone.ProcessState.Pid()}, pids...)); got != want {
			t.Errorf("%s is at %q, want %q", name, got, want)
		}
	}
	now(path, "", os.Getpid())
	now("", "", os.Getpid())
	now("\x00"+path, "", os.Getpid())
	t.Chdir(dir)
	now("sub/sock", path, os.Getpid())
	now("sub/sock", "")
	if err := os.Rename(sub, "moved"); err != nil {
		t.Fatal(err)
	}
	now(through, filepath.Join(dir, "moved/sock"), os.Getpid())
	if err := os.Rename("moved/sock", "moved/renamed"); err != nil {
		t.Fatal(err)
	}
	now(through, filepath.Join(dir, "moved/renamed"), os.Getpid())
	if err := os.Remove("moved/renamed"); err != nil {
		t.Fatal(err)
	}
	now(through, "", os.Getpid())
}
