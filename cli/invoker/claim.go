package invoker

import (
	"cmp"
	"fmt"
	"os"
	"os/user"
	"strconv"
)

// Claim is what a tool says of the user who called it. Nothing vouches for it but that
// we are root: who can make up an environment for a process of root's needs no lies.
type Claim struct {
	Variable string // of the environment, which has it

	uid, name, gid string // uid or name is there; none is checked
}

// tools are those that run a program as root for a user, with the variables in which
// they tell the number of the user, the name, and the number of the group. A variable
// without a name is never set.
var tools = []struct{ uid, name, gid string }{
	{uid: "SUDO_UID", name: "SUDO_USER", gid: "SUDO_GID"}, // sudo(8)
	{name: "DOAS_USER"}, // doas(1)
	{uid: "PKEXEC_UID"}, // pkexec(1)
}

// Claimed is what is said of the user who had us run as root. It is nil if nobody had,
// or we are not root. The user may be root.
func Claimed() *Claim { return claimed(os.Geteuid(), os.Getenv) }

func claimed(euid int, getenv func(name string) string) *Claim {
	if euid != 0 {
		return nil
	}
	for _, t := range tools {
		variable := cmp.Or(t.uid, t.name)
		if getenv(variable) == "" {
			continue
		}
		return &Claim{Variable: variable, uid: getenv(t.uid), name: getenv(t.name), gid: getenv(t.gid)}
	}
	return nil
}

// IDs are the numbers of the user and of the user's group. Only for what the tool does
// not tell is the user database read, which may ask a service over a unix socket.
func (c *Claim) IDs() (uid, gid int, err error) {
	user, group := c.uid, c.gid
	if user != "" {
		if _, err := id(user); err != nil {
			return 0, 0, err
		}
	}
	if user == "" || group == "" {
		account, err := c.account()
		if err != nil {
			return 0, 0, err
		}
		user, group = account.Uid, cmp.Or(group, account.Gid)
	}
	if uid, err = id(user); err != nil {
		return 0, 0, err
	}
	if gid, err = id(group); err != nil {
		return 0, 0, err
	}
	return uid, gid, nil
}

// account is what the user database has of the user.
func (c *Claim) account() (account *user.User, err error) {
	if c.name != "" {
		account, err = user.Lookup(c.name)
	}
	if c.uid != "" && (account == nil || account.Uid != c.uid) { // several names may share a number
		account, err = user.LookupId(c.uid)
	}
	return account, err
}

// id reads the number of a user or group. The highest is none: to the kernel it
// means "leave it as it is".
func id(s string) (int, error) {
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil || n == 1<<32-1 {
		return 0, fmt.Errorf("%q is not the number of a user or group", s)
	}
	return int(n), nil
}
