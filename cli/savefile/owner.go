package savefile

import (
	"fmt"
	"os"
	"os/user"
	"strconv"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
)

// Owner is to whom files are given. A nil *Owner leaves them to whoever we run as.
type Owner struct{ UID, GID int }

// InvokingUser is the user who had us run as root by sudo, doas or pkexec. It is nil if
// nobody had, if we are not root, or if nobody knows that user's number and group.
func InvokingUser() *Owner {
	claim := invoker.Claimed()
	if claim == nil {
		return nil
	}
	uid, gid, err := claim.IDs()
	if err != nil {
		return nil
	}
	return &Owner{uid, gid}
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
