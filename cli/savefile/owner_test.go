package savefile

import (
	"os"
	"os/user"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

func TestInvokingUser(t *testing.T) {
	for _, name := range []string{"DOAS_USER", "PKEXEC_UID"} {
		t.Setenv(name, "")
	}
	if os.Geteuid() != 0 {
		t.Setenv("SUDO_UID", "1000")
		t.Setenv("SUDO_GID", "1000")
		if got := InvokingUser(); got != nil {
			t.Errorf("got %v without being root", got)
		}
	}
	testhost.Root(t)
	for _, test := range []struct {
		uid, gid string
		want     *Owner
	}{
		{"1000", "100", &Owner{1000, 100}},
		{"0", "0", &Owner{0, 0}},
		{"", "", nil},
		{"4000000000", "", nil}, // whose group nobody knows
		{"", "1000", nil},
		{"x", "1000", nil},
		{"1000", "-1", nil},
		{"4294967295", "1000", nil},
		{"4294967296", "1000", nil},
	} {
		t.Setenv("SUDO_UID", test.uid)
		t.Setenv("SUDO_GID", test.gid)
		if diff := cmp.Diff(test.want, InvokingUser()); diff != "" {
			t.Errorf("%q, %q: %s", test.uid, test.gid, diff)
		}
	}
}

// TestInvokingUserOfOthers: who called doas or pkexec is known as well.
func TestInvokingUserOfOthers(t *testing.T) {
	testhost.Root(t)
	u, err := user.Lookup("daemon")
	testhost.Need(t, testhost.Nowhere, err)
	uid, err := strconv.Atoi(u.Uid)
	must(t, err)
	gid, err := strconv.Atoi(u.Gid)
	must(t, err)
	for variable, value := range map[string]string{"SUDO_UID": u.Uid, "DOAS_USER": u.Username, "PKEXEC_UID": u.Uid} {
		for _, name := range []string{"SUDO_UID", "SUDO_GID", "SUDO_USER", "DOAS_USER", "PKEXEC_UID"} {
			t.Setenv(name, "")
		}
		t.Setenv(variable, value)
		if diff := cmp.Diff(&Owner{uid, gid}, InvokingUser()); diff != "" {
			t.Errorf("%s: %s", variable, diff)
		}
	}
}
