package scripts

import (
	"errors"
	"os"
	"os/exec"
	"testing"
)

// The scripts are named by their paths from the top of the checkout.
func TestMain(m *testing.M) {
	if err := os.Chdir(".."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

type result struct {
	status         int
	stdout, stderr string
}

func runCommand(t *testing.T, cmd *exec.Cmd) result {
	t.Helper()
	out, err := cmd.Output()
	r := result{stdout: string(out)}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		r.status, r.stderr = exit.ExitCode(), string(exit.Stderr)
	} else if err != nil {
		t.Fatal(err)
	}
	return r
}

func skipWithout(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not installed", name)
	}
}
