package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// captureFor captures what is said over sockets, here or on another host, or what a command and its
// children say and hear, into a file that is gone after use, which is called with its path once
// the capture is over. Choose says what to capture, and for how long. A status of the
// command that is not 0 is told, and is ours at the end.
func captureFor(e *env, choose func(*captureOptions), args arguments, use func(path string) error) error {
	dir, err := os.MkdirTemp("", programName)
	if err != nil {
		return fmt.Errorf("making room for the capture: %w", err)
	}
	defer os.RemoveAll(dir)
	set := &flags.Set{}
	live := &captureOptions{}
	live.define(set) // for the values that flags have if they are not given
	choose(live)
	live.Save.Path = filepath.Join(dir, "capture.pcapng")
	if err := live.check(e, set.Given, args); err != nil {
		return err
	}
	captured := live.run(e)
	var status commandStatus
	if captured != nil && !errors.As(captured, &status) {
		return captured
	}
	if err := use(live.Save.Path); err != nil {
		return err
	}
	return captured
}
