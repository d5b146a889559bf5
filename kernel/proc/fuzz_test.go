package proc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// FuzzProcess: whatever stands in the files of a process, as it may have chosen its name,
// its command line and its mounts, it is read or left out, and no more than is said.
func FuzzProcess(f *testing.F) {
	f.Add("7 (a) b) (c) S 5 7 7 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 12345 1 2\n")
	f.Add("Name:\tsh\nTgid:\t7\nUid:\t1000\t0\t0\t0\nmnt_id:\t28\nino:\t5\nNSpid:\t7\t1\n")
	f.Add("28 1 254:1 / /a\\040b rw - cgroup2 none rw\n29 28 0:5 /x /y rw shared:1 - ext4 /dev/x rw\n")
	f.Add("0::/docker/x\n1:name=systemd:/y\n")
	f.Add("/bin/sh\x00-c\x00\x1b[2J\x00\x00")
	proc := f.TempDir()
	files := []string{"stat", "status", "cmdline", "comm", "cgroup", "mountinfo", "fdinfo/3"}
	if err := os.MkdirAll(filepath.Join(proc, "7", "fdinfo"), 0o700); err != nil {
		f.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(proc, "7", "fd"), 0o700); err != nil {
		f.Fatal(err)
	}
	if err := os.Symlink("/a b", filepath.Join(proc, "7", "fd", "3")); err != nil {
		f.Fatal(err)
	}
	if err := os.Symlink("7", filepath.Join(proc, "self")); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, name := range files {
			if err := os.WriteFile(filepath.Join(proc, "7", name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		testrun.Bounded(t, len(text), func() {
			p := Describe(proc, 7)
			if p.Pid != 7 || p.UID < -1 || p.Comm != strings.TrimSuffix(text, "\n") {
				t.Errorf("%+v", p)
			}
			d, ok := DetailsOf(proc, 7, p.Comm)
			if length := len(strings.Join(d.Command, " ")); !ok || length > maxCommand || !strings.Contains(text, d.Group) {
				t.Errorf("%v, %+v", ok, d)
			}
			for _, field := range StatFields(proc, 7) {
				if !strings.Contains(text, field) {
					t.Errorf("field %q", field)
				}
			}
			if start := StartTime(proc, 7); !strings.Contains(text, start) {
				t.Errorf("started at %q", start)
			}
			for _, part := range strings.Fields(Image(proc, 7)) {
				if !strings.Contains(text, part) {
					t.Errorf("image %q", part)
				}
			}
			ThreadGroup(proc, 7)
			for _, child := range Descendants(proc, []int{1, 2}) {
				if child != 7 {
					t.Errorf("descendant %d", child)
				}
			}
			if !strings.Contains(text, NewCgroups(proc).root) {
				t.Error("control groups are mounted where nothing says so")
			}
			inode, _ := openInode([]byte(text))
			if path := OpenFilesOf(proc, 7).Path(3, FileID{Device: device(254, 1), Inode: inode}, "a b"); path != "" && path != "/a b" {
				t.Errorf("path %q", path)
			}
			for m := range mounts(text) {
				m.number()
				m.isAt("/a b")
			}
		})
	})
}
