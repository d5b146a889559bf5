package selection

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// LivingSockets are the names that sockets are bound to now, as SOCKET has them.
func LivingSockets(start string) []string {
	sockets, _, err := proc.Sockets("/proc")
	if err != nil {
		return nil
	}
	var names []string
	for _, s := range sockets {
		if s.Name == "" {
			continue
		}
		if name := (format.Pattern{Name: format.Name(s.Name)}).String(); strings.HasPrefix(name, start) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// commands are those that run now, but for names that would have to be escaped.
func commands(string) []string {
	running, _ := proc.Pids("/proc") // unreadable: nothing completes
	var names []string
	for _, pid := range running {
		if comm := proc.Describe("/proc", pid).Comm; comm == format.Escape(comm) {
			names = append(names, comm)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// pids are the processes that run now, with their commands.
func pids(start string) []string {
	running, _ := proc.Pids("/proc")
	var list []string
	for _, pid := range running {
		if number := strconv.Itoa(pid); strings.HasPrefix(number, start) {
			list = append(list, fmt.Sprintf("%s\t%s", number, format.Escape(proc.Describe("/proc", pid).Comm)))
		}
	}
	return list
}

// users are those of /etc/passwd: others, of a directory service, may be too many.
func users(string) []string {
	file, err := os.Open("/etc/passwd")
	if err != nil {
		return nil
	}
	defer file.Close()
	var names []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name, _, ok := strings.Cut(lines.Text(), ":"); ok {
			names = append(names, name)
		}
	}
	return names
}
