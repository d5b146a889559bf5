// Package testhost gives tests what they need of the machine they run on: root's rights,
// programs, terminals. It has the one rule of what becomes of a test for want of them: it
// fails where they are promised, and is skipped elsewhere.
package testhost

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// Promise says where something is sure to be there. Promises can be joined with |.
type Promise int

const (
	// InGuests: scripts/vm puts it into its virtual machines.
	InGuests Promise = 1 << iota
	// OnEveryChange: scripts/test installs it on the machine that runs all tests for
	// every change. Such machines set CI, guests are none of them.
	OnEveryChange

	// Nowhere: a test may do without.
	Nowhere Promise = 0
)

// kept reports whether the promise is one for here.
func (p Promise) kept() bool {
	return p&InGuests != 0 && Guest() != "" ||
		p&OnEveryChange != 0 && Guest() == "" && os.Getenv("CI") != ""
}

// Guest is the kernel that scripts/vm was asked for if the test runs in one of its virtual
// machines, such as "6.12", and empty elsewhere.
func Guest() string { return os.Getenv("UNIXSNOOP_VM") }

// Need ends the test if err, which says what is missing, is not nil: it fails where there
// is a promise, else it is skipped.
func Need(t testing.TB, promised Promise, err error) {
	t.Helper()
	switch {
	case err == nil:
	case promised.kept():
		t.Fatal(err)
	default:
		t.Skip(err)
	}
}

// Expendable ends a test that changes the whole machine, such as its clock, its CPUs, its users
// and its kernel's parameters, elsewhere than on a machine that was made for tests: a guest, or one
// that says so by UNIXSNOOP_EXPENDABLE.
func Expendable(t testing.TB) {
	t.Helper()
	if Guest() == "" && os.Getenv("UNIXSNOOP_EXPENDABLE") == "" {
		t.Skip("it changes the whole machine, and is for one that was made for tests")
	}
}

// Root ends a test that does not run as root, as all do in guests.
func Root(t testing.TB) {
	t.Helper()
	if os.Geteuid() != 0 {
		Need(t, InGuests, errors.New("it needs root"))
	}
}

// Tool returns the path of a program that is found in PATH.
func Tool(t testing.TB, promised Promise, name string) (path string) {
	t.Helper()
	path, err := exec.LookPath(name)
	Need(t, promised, err)
	return path
}
