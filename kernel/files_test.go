package kernel

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestOpenPath(t *testing.T) {
	proc, file := t.TempDir(), filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(proc, strconv.Itoa(7), "fd")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, filepath.Join(dir, "3")); err != nil {
		t.Fatal(err)
	}
	long := filepath.Join(filepath.Dir(file), strings.Repeat("x", 100))
	for descriptor, target := range map[string]string{"4": file + " (deleted)", "5": "/memfd:x", "6": "anon_inode:[eventfd]", "7": long} {
		if err := os.Symlink(target, filepath.Join(dir, descriptor)); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct {
		pid, descriptor int
		name            string
		want            string
	}{
		{7, 3, "file", file},
		{7, 4, "file", file + " (deleted)"},
		{7, 3, "other", ""}, // another file by now
		{7, 5, "memfd:x", ""},
		{7, 6, "[eventfd]", ""},
		{7, 7, strings.Repeat("x", maxFileName), long},
		{7, 8, "file", ""}, // closed
		{8, 3, "file", ""}, // gone
	} {
		if got := OpenPath(proc, test.pid, test.descriptor, test.name); got != test.want {
			t.Errorf("%+v: got %q", test, got)
		}
	}
}
