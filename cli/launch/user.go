package launch

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/invoker"
)

// Invoker is the user who had us run as root by sudo, doas or pkexec. It is nil if
// nobody had, or root had, or we are not root: a command then runs as we are. It reads
// the user database, so it is for the process that is not captured.
func Invoker() (*invoker.User, error) {
	claim := invoker.Claimed()
	if claim == nil {
		return nil, nil
	}
	u, err := claim.User()
	if err != nil {
		return nil, fmt.Errorf("can't tell which user to run the command as: %w; unset %s to run it as root", err, claim.Variable)
	}
	if u.Uid == 0 {
		return nil, nil
	}
	return u, nil
}
