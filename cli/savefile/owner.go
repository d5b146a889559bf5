package savefile

import (
	"fmt"
	"os"
	"os/user"
	"strconv"
)

// Owner is to whom files are given. A nil *Owner leaves them to whoever we run as.
type Owner struct{ UID, GID int }

// InvokingUser is the user who had sudo run us as root, by SUDO_UID and SUDO_GID.
// It is nil if we are not root or those are not both numbers of a user and a group.
func InvokingUser() *Owner {
	if os.Geteuid() != 0 {
		return nil
	}
	uid, ok := id(os.Getenv("SUDO_UID"))
	gid, ok2 := id(os.Getenv("SUDO_GID"))
	if !ok || !ok2 {
		return nil
	}
	return &Owner{uid, gid}
}

// id reads the number of a user or group. The highest is none: to the kernel it
// means "leave it as it is".
func id(s string) (int, bool) {
	n, err := strconv.ParseUint(s, 10, 32)
	return int(n), err == nil && n != 1<<32-1
}

// trusts reports whether a file of this user can be written to: nobody but root,
// who we run as and who we run for can have put it there.
func (o *Owner) trusts(uid uint32) bool {
	return uid == 0 || uid == uint32(os.Geteuid()) || o != nil && uid == uint32(o.UID)
}

// nameOf is a user as an error tells of it.
func nameOf(uid uint32) string {
	number := strconv.FormatUint(uint64(uid), 10)
	if u, err := user.LookupId(number); err == nil {
		return fmt.Sprintf("%s (user %s)", u.Username, number)
	}
	return "user " + number
}
