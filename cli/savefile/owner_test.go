package savefile

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

func TestInvokingUser(t *testing.T) {
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
		{"1000", "", nil},
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
