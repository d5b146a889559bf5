package proc

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// TestReach: a process that is not there is told from a file that is not.
func TestReach(t *testing.T) {
	own := "/proc/" + strconv.Itoa(os.Getpid()) + "/root"
	for path, want := range map[string]error{
		"/run/x.sock":                    nil,
		own + "/no/such/file":            nil,
		"/proc/self/root/no/such/file":   nil,
		"/proc/4294967295/root/run/sock": unix.ENOENT,
	} {
		if err := Reach(path); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", path, err, want)
		}
	}
	for path, want := range map[string]string{
		"/proc/1/root/run/x.sock":     "/run/x.sock",
		"/proc/self/root//run/x":      "/run/x",
		"/proc/1/cwd/run/x.sock":      "/proc/1/cwd/run/x.sock",
		"/run/proc/1/root/run/x.sock": "/run/proc/1/root/run/x.sock",
	} {
		if got := BehindRoot(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

// TestProfile: only a profile of AppArmor that is enforced counts, in the file of either time.
func TestProfile(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"apparmor/current", "containers-default-0.62.2 (enforce)\n", "containers-default-0.62.2"},
		{"current", "docker-default (enforce)\n", "docker-default"},
		{"apparmor/current", "docker-default (complain)\n", ""},
		{"apparmor/current", "unconfined\n", ""},
		{"current", "system_u:system_r:container_t:s0:c1,c2\x00", ""}, // SELinux
		{"exec", "docker-default (enforce)\n", ""},
	} {
		proc := t.TempDir()
		file := filepath.Join(proc, "self/attr", test.file)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := Profile(proc); got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.file, test.text, got, test.want)
		}
	}
}
