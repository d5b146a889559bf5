package selection

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

// checkRoots says which of the names leads into a process that is not there, or that this one
// may not look into. Nobody binds a socket to such a name, so it would match nothing, for ever.
func checkRoots(names []format.Pattern) error {
	for _, name := range names {
		path := string(name.Name)
		switch err := proc.Reach(path); {
		case err == nil:
		case errors.Is(err, unix.ENOENT):
			return flags.Mistakef("%s: there is no such process", name)
		default:
			as := format.Pattern{Name: format.Name(proc.BehindRoot(path)), Prefix: true}
			return fmt.Errorf("%s can't be looked up, as this process may not look into that one (%w): %s; or give '%s', which is compared with names as they were bound",
				name, err, whyNot(proc.Profile("/proc")), as)
		}
	}
	return nil
}

// whyNot is who forbids it, and what helps.
func whyNot(profile string) string {
	if profile == "" {
		return "it takes CAP_SYS_PTRACE, which a security module may overrule"
	}
	return "AppArmor's profile " + format.Escape(profile) + " forbids it; a container goes without by --security-opt apparmor=unconfined"
}
