package scripts

import (
	"os"
	"os/exec"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testrun"
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
	status, stdout, stderr := testrun.Run(t, cmd)
	return result{status, stdout, stderr}
}
