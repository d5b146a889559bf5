package cli

import (
	"io"
	"os"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes"
)

// survey looks at the sockets that there are before a capture starts. It leaves
// out, by the filter, what shows our output, unless that is asked for or we are not
// in the initial pid namespace, and returns what the person who typed the command
// should know; with hint also that there is nothing yet that matches.
func (o *selection) survey(filter *probes.Filter, stdout io.Writer, initial, hint bool) []string {
	sockets, _, err := readSockets("/proc")
	if err != nil {
		sockets = &table{} // then nothing can be said of them
	}
	asked := &listOptions{filterFlags: o.filterFlags, sockets: o.sockets}
	matching := sockets.choose(asked)

	var notices []string
	if !o.terminal && initial && isShown(stdout) {
		peer := func(inode uint64) uint64 {
			if e := sockets.byInode[inode]; e != nil {
				return e.Peer
			}
			return 0
		}
		show := terminal.Viewers("/proc", os.Getpid(), peer)
		for _, p := range show {
			filter.Aside = append(filter.Aside, p.Pid)
		}
		if slices.ContainsFunc(matching, func(s *format.Listed) bool { return isOwned(s, filter.Aside) }) {
			notices = append(notices, leftOut(show))
		}
	}
	if hint && len(matching) == 0 && len(sockets.entries) > 0 && len(o.containers) == 0 {
		notices = append(notices, sockets.nothing(asked)+"; waiting for one")
	}
	return notices
}

// isShown reports whether what is written there may be shown by a program that
// talks over unix sockets: anything but a file or nothing at all.
func isShown(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	if err != nil || info.Mode().IsRegular() {
		return false
	}
	if info.Mode()&os.ModeCharDevice == 0 {
		return true
	}
	return isTerminal(w)
}

// isOwned reports whether a socket or its peer is one of these processes'.
func isOwned(s *format.Listed, pids []int) bool {
	owned := func(o format.Owner) bool { return slices.Contains(pids, o.Pid) }
	return slices.ContainsFunc(s.Owners, owned) || slices.ContainsFunc(s.Peer.Owners, owned)
}
