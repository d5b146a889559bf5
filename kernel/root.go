package kernel

import (
	"path/filepath"
	"regexp"
	"slices"
)

// sudoLooksIn are the directories of Debian's secure_path, in which sudo looks for
// programs instead of in PATH: other distributions have fewer.
var sudoLooksIn = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// plainPath is a path that a shell takes as it is, and no terminal for anything else.
var plainPath = regexp.MustCompile(`^/[A-Za-z0-9/._+@-]+$`)

// asRoot says how this program is run as root: sudo does not find one that go install
// has put into the user's own directory.
func (h *Host) asRoot() string {
	if !plainPath.MatchString(h.Program) || slices.Contains(sudoLooksIn, filepath.Dir(h.Program)) {
		return "run it as root, for example with sudo"
	}
	return "run it as root, for example with sudo " + h.Program
}
