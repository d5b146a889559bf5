package invoker

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestClaimed: what each tool says, what it does not, and who is not to be believed.
func TestClaimed(t *testing.T) {
	sudo := map[string]string{"SUDO_UID": "1000", "SUDO_GID": "100", "SUDO_USER": "me", "SUDO_COMMAND": "x"}
	for _, test := range []struct {
		name string
		euid int
		env  map[string]string
		want *Claim
	}{
		{"sudo", 0, sudo, &Claim{"SUDO_UID", "1000", "me", "100"}},
		{"doas", 0, map[string]string{"DOAS_USER": "me"}, &Claim{"DOAS_USER", "", "me", ""}},
		{"pkexec", 0, map[string]string{"PKEXEC_UID": "1000"}, &Claim{"PKEXEC_UID", "1000", "", ""}},
		{"no tool", 0, map[string]string{"USER": "me", "UID": "1000", "": "1000"}, nil},
		{"not root, and a lie", 1000, sudo, nil},
		{"not root, doas", 1000, map[string]string{"DOAS_USER": "root"}, nil},
		{"not root, pkexec", 1000, map[string]string{"PKEXEC_UID": "0"}, nil},
		{"a name without a number is not what sudo says", 0, map[string]string{"SUDO_USER": "me", "SUDO_GID": "100"}, nil},
		{"sudo in doas", 0, map[string]string{"SUDO_UID": "1", "DOAS_USER": "me"}, &Claim{"SUDO_UID", "1", "", ""}},
		{"others' variables", 0, map[string]string{"PKEXEC_UID": "1", "SUDO_GID": "2", "SUDO_USER": "me"}, &Claim{"PKEXEC_UID", "1", "", ""}},
	} {
		got := claimed(test.euid, func(name string) string { return test.env[name] })
		if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(Claim{})); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
	}
}

// TestIDs: numbers are taken as they are, also of users that nobody knows, but nothing
// that is none.
func TestIDs(t *testing.T) {
	for _, test := range []struct {
		claim    Claim
		uid, gid int
		err      string
	}{
		{Claim{uid: "4000000000", gid: "4000000001"}, 4000000000, 4000000001, ""},
		{Claim{uid: "0", gid: "0", name: "root"}, 0, 0, ""},
		{Claim{name: "root"}, 0, 0, ""},
		{Claim{uid: "0"}, 0, 0, ""},
		{Claim{uid: "0", gid: "7"}, 0, 7, ""},
		{Claim{uid: "x", gid: "1"}, 0, 0, `"x" is not the number of a user or group`},
		{Claim{uid: "x"}, 0, 0, `"x" is not the number of a user or group`},
		{Claim{uid: "1", gid: "-1"}, 0, 0, `"-1" is not the number of a user or group`},
		{Claim{uid: "1", gid: "1 "}, 0, 0, `"1 " is not the number of a user or group`},
		{Claim{uid: "4294967295", gid: "1"}, 0, 0, `"4294967295" is not the number of a user or group`},
		{Claim{uid: "4294967296"}, 0, 0, `"4294967296" is not the number of a user or group`},
		{Claim{uid: "4000000000"}, 0, 0, "user: unknown userid 4000000000"},
		{Claim{name: "no-such-user"}, 0, 0, "user: unknown user no-such-user"},
	} {
		uid, gid, err := test.claim.IDs()
		said := ""
		if err != nil {
			said = err.Error()
		}
		if uid != test.uid || gid != test.gid || said != test.err {
			t.Errorf("%+v: %d, %d, %q; want %d, %d, %q", test.claim, uid, gid, said, test.uid, test.gid, test.err)
		}
	}
}
