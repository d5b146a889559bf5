package cli

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// leftOut is the line that says whose messages are not captured because they come
// of showing the output, "" if there are none. Their names may hold anything.
func leftOut(processes []proc.Process) string {
	if len(processes) == 0 {
		return ""
	}
	var names []string
	for _, p := range processes {
		names = append(names, fmt.Sprintf("%s[%d]", format.Escape(p.Comm), p.Pid))
	}
	tail := "which show this output (--terminal captures them too)"
	if len(names) == 1 {
		tail = "which shows this output (--terminal captures it too)"
	}
	return "leaving out " + strings.Join(names, ", ") + ", " + tail
}
