package output

import (
	"os"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
)

// ThisHost is the machine that this runs on. What can't be found out is left empty.
func ThisHost() *format.Host {
	name, _ := os.Hostname()
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return &format.Host{Name: name, Boot: strings.TrimSpace(string(boot))}
}
