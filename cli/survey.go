package cli

import (
	"os"

	"github.com/unixsnoop/unixsnoop/cli/selection"
	"github.com/unixsnoop/unixsnoop/cli/sockets"
	"github.com/unixsnoop/unixsnoop/cli/terminal"
	"github.com/unixsnoop/unixsnoop/kernel"
	"github.com/unixsnoop/unixsnoop/probes"
)

// survey looks at the sockets that there are before a capture starts. It leaves
// out, by the filter, what shows our output, unless that is asked for or we are not
// in the initial pid namespace, and returns what the person who typed the command
// should know; with hint also that there is nothing yet that matches.
func survey(asked *selection.Live, filter *probes.Filter, stdout any, host *kernel.Host, hint bool) []string {
	read := sockets.ReadSockets
	if asked.ByProcess() {
		read = sockets.Read
	}
	table, _, err := read("/proc")
	if err != nil {
		table = &sockets.Table{} // then nothing can be said of them
	}

	var notices []string
	if !host.NumbersOfHost() {
		notices = append(notices, "process ids are those of the host; [?] is a process that only /proc shows, which has other numbers in this pid namespace")
	}
	if !asked.Terminal && host.InInitialPidNamespace() && terminal.MayShow(stdout) {
		viewers := terminal.Viewers("/proc", os.Getpid(), table.Peer)
		for _, p := range viewers {
			filter.Aside = append(filter.Aside, p.Pid)
		}
		if left := terminal.LeftOut(viewers); left != "" {
			notices = append(notices, left)
		}
	}
	if waits := asked.WaitsForContainer(filter); waits != "" {
		notices = append(notices, waits)
	}
	if hint && len(asked.Containers) == 0 && !table.IsEmpty() && !table.Wants(&asked.Filter) {
		notices = append(notices, table.Nothing(&asked.Filter)+"; waiting for one")
	}
	return notices
}
