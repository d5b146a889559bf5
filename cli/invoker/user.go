package invoker

import (
	"fmt"
	"os"
	"os/user"
	"slices"
	"strconv"
	"strings"
)

// User is a user as whom programs can be run.
type User struct {
	Name     string
	Uid, Gid int
	Groups   []int  // sorted, Gid among them
	Home     string // "" if unknown
	Shell    string // "" if unknown
}

// User completes what is claimed from the user database, which may ask a service over
// a unix socket: it is for a process that is not captured. A user who is not in there
// is one all the same if the tool tells both numbers.
func (c *Claim) User() (*User, error) {
	uid, gid, err := c.IDs()
	if err != nil {
		return nil, err
	}
	u := &User{Name: c.name, Uid: uid, Gid: gid}
	if account, err := c.account(); err == nil {
		u.Name, u.Home, u.Shell = account.Username, account.HomeDir, shellOf(account.Username)
	} else if u.Name == "" {
		u.Name = "user " + strconv.Itoa(uid)
	}
	// Without an account it is in a directory that this binary can't ask, as a
	// static one can't: the numbers that are known must do.
	groups, err := (&user.User{Username: u.Name, Gid: strconv.Itoa(gid)}).GroupIds()
	if err != nil {
		return nil, fmt.Errorf("looking up the groups of %s: %w", u.Name, err)
	}
	u.Groups = []int{u.Gid}
	for _, group := range groups {
		n, err := id(group)
		if err != nil {
			return nil, err
		}
		u.Groups = append(u.Groups, n)
	}
	slices.Sort(u.Groups)
	u.Groups = slices.Compact(u.Groups)
	return u, nil
}

// Named is the user with a name or number of the user database.
func Named(name string) (*User, error) {
	account, err := user.Lookup(name)
	if err != nil {
		if account, err = user.LookupId(name); err != nil {
			return nil, fmt.Errorf("there is no user %q", name)
		}
	}
	return (&Claim{name: account.Username, uid: account.Uid, gid: account.Gid}).User()
}

// passwd is the file that has a user's shell, which package user does not tell.
var passwd = "/etc/passwd"

// shellOf is a user's shell, "" if the user is not in the file.
func shellOf(name string) string {
	lines, err := os.ReadFile(passwd)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(lines)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), ":")
		if len(fields) != 7 || fields[0] != name {
			continue
		}
		if fields[6] == "" {
			return "/bin/sh" // passwd(5)
		}
		return fields[6]
	}
	return ""
}
