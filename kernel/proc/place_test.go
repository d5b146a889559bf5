package proc

import (
	"os"
	"path/filepath"
	"testing"

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
