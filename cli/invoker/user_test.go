package invoker

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestUnknownAccount: what sudo says of a user who is in no file is enough.
func TestUnknownAccount(t *testing.T) {
	c := &Claim{uid: "4000000000", gid: "4000000001", name: "from-a-directory"}
	u, err := c.User()
	if err != nil {
		t.Fatal(err)
	}
	if u.Name != "from-a-directory" || u.Uid != 4000000000 || u.Gid != 4000000001 || !slices.Equal(u.Groups, []int{4000000001}) {
		t.Errorf("%+v", u)
	}
	env := u.Environment([]string{"HOME=/root", "TERM=xterm"})
	if want := []string{"TERM=xterm", "USER=from-a-directory", "LOGNAME=from-a-directory"}; !slices.Equal(env, want) {
		t.Errorf("%q, want %q", env, want)
	}
}

// TestUser: the three tools lead to the same user, with what the database has.
func TestUser(t *testing.T) {
	account, err := user.Lookup("daemon")
	testhost.Need(t, testhost.Nowhere, err)
	groups, err := exec.Command("id", "-G", account.Username).Output()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]*Claim{
		"sudo":                    {uid: account.Uid, gid: account.Gid, name: account.Username},
		"sudo under another name": {uid: account.Uid, gid: account.Gid, name: "root"},
		"sudo without a group":    {uid: account.Uid},
		"doas":                    {name: account.Username},
		"pkexec":                  {uid: account.Uid},
	} {
		u, err := c.User()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if u.Name != account.Username || u.Home != account.HomeDir || strconv.Itoa(u.Uid) != account.Uid || strconv.Itoa(u.Gid) != account.Gid {
			t.Errorf("%s: %+v, want %+v", name, u, account)
		}
		for _, group := range strings.Fields(string(groups)) {
			if n, _ := strconv.Atoi(group); !slices.Contains(u.Groups, n) {
				t.Errorf("%s: group %s is not among %v", name, group, u.Groups)
			}
		}
	}
}

func TestShellOf(t *testing.T) {
	file := filepath.Join(t.TempDir(), "passwd")
	lines := "root:x:0:0:root:/root:/bin/bash\nrunner:x:1:1::/:\nshort:x\nrun:x:2:2::/:/bin/zsh"
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	defer func(before string) { passwd = before }(passwd)
	passwd = file
	for name, want := range map[string]string{"root": "/bin/bash", "runner": "/bin/sh", "run": "/bin/zsh", "short": "", "x": ""} {
		if got := shellOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// TestRuntimeDirectory: the session's directory is taken over if it is the user's.
func TestRuntimeDirectory(t *testing.T) {
	mine := t.TempDir()
	u := &User{Name: "me", Uid: os.Getuid()}
	if env := u.Environment([]string{"XDG_RUNTIME_DIR=" + mine}); !slices.Contains(env, "XDG_RUNTIME_DIR="+mine) {
		t.Errorf("%q", env)
	}
	other := &User{Name: "other", Uid: 4000000000}
	if env := other.Environment([]string{"XDG_RUNTIME_DIR=" + mine}); slices.Contains(env, "XDG_RUNTIME_DIR="+mine) {
		t.Errorf("%q", env)
	}
}
