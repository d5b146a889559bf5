package terminal

import (
	"fmt"
	"os"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// MayShow reports whether what is written to an output may be shown by a program that
// talks over unix sockets: the output is anything but a file or nothing at all.
func MayShow(output any) bool {
	file, ok := output.(*os.File)
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
	return Is(file)
}

// LeftOut is the line that says whose messages are not captured because they come
// of showing the output, "" if there are none. Their names may hold anything.
func LeftOut(viewers []proc.Process) string {
	if len(viewers) == 0 {
		return ""
	}
	var names []string
	for _, p := range viewers {
		names = append(names, fmt.Sprintf("%s[%d]", format.Escape(p.Comm), p.Pid))
	}
	tail := "which show this output (--terminal captures them too)"
	if len(names) == 1 {
		tail = "which shows this output (--terminal captures it too)"
	}
	return "leaving out " + strings.Join(names, ", ") + ", " + tail
}
