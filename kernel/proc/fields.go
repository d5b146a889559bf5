package proc

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Field is what stands behind "KEY:" in a file of /proc that has a line for each
// value, as status and fdinfo do.
func Field(text []byte, key string) (value string, ok bool) {
	for line := range strings.Lines(string(text)) {
		if value, ok := strings.CutPrefix(line, key+":"); ok {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// StatFields are the fields of /proc/PID/stat behind the name, from the state on;
// none if the process has gone.
func StatFields(proc string, pid int) []string {
	stat, _ := os.ReadFile(filepath.Join(proc, strconv.Itoa(pid), "stat"))
	// The name, in parentheses, may hold anything, parentheses too.
	return strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
}
