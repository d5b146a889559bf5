package decode

import (
	"bytes"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
)

// notifyVariables are those of sd_notify(3) of which a message has one at least.
var notifyVariables = []string{
	"READY", "RELOADING", "STOPPING", "MONOTONIC_USEC", "STATUS", "NOTIFYACCESS", "ERRNO", "BUSERROR", "VARLINKERROR",
	"EXIT_STATUS", "MAINPID", "MAINPIDFDID", "MAINPIDFD", "WATCHDOG", "WATCHDOG_USEC", "EXTEND_TIMEOUT_USEC", "FDSTORE", "FDSTOREREMOVE",
	"FDNAME", "FDPOLL", "BARRIER",
}

// sayNotify tells of assignments to variables, one a line, that a service sends to its manager.
func sayNotify(s send) []string {
	if s.Type == format.Stream || !s.whole || !isText(s.data) {
		return nil
	}
	known := false
	var text string
	for line := range bytes.Lines(s.data) {
		line = bytes.TrimSuffix(line, []byte("\n"))
		if len(line) == 0 {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte("="))
		if !ok || !isVariable(name) {
			return nil
		}
		known = known || slices.Contains(notifyVariables, string(name))
		if text != "" {
			text += ", "
		}
		text += escaped(line)
		if len(text) > enough {
			break
		}
	}
	if !known {
		return nil
	}
	return []string{text}
}

func isVariable(name []byte) bool {
	for _, c := range name {
		if (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return len(name) > 0
}
