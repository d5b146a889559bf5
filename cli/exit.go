package cli

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// Exit statuses.
const (
	exitOK     = 0
	exitFailed = 1 // the kernel or a file can't serve
	exitUsage  = 2
)

// commandStatus is the exit status of the command that was run, which is ours then.
type commandStatus int

func (s commandStatus) Error() string { return fmt.Sprintf("the command ended with status %d", int(s)) }

// conclude says what went wrong with the command called that, if anything did, and
// returns the exit status.
func (e *env) conclude(called string, err error) int {
	var (
		mistake flags.Mistake
		status  commandStatus
	)
	switch {
	case err == nil, isClosedPipe(err):
		return exitOK
	case errors.As(err, &status):
		return int(status)
	case errors.As(err, &mistake):
		e.sayf("%v (see %s --help)", err, called)
		return exitUsage
	}
	e.say(err)
	return exitFailed
}

// isClosedPipe reports whether who read the output has seen enough, as head does: the
// end of what is written, and no failure.
func isClosedPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
