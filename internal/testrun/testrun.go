// Package testrun has tests run programs, and wait for what nobody tells.
package testrun

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// Run runs a command to its end and returns its exit status, -1 if a signal ended it, and
// what it wrote to standard output, if that leads nowhere else, and standard error. It
// writes to files: its end is then all that is to be waited for, whatever it leaves behind
// with its output open. A command that can't be run fails the test, and so does one that does not
// end in TooLong.
func Run(t testing.TB, cmd *exec.Cmd) (status int, stdout, stderr string) {
	t.Helper()
	dir := t.TempDir()
	out, err := os.Create(filepath.Join(dir, "stdout"))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	complaints, err := os.Create(filepath.Join(dir, "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer complaints.Close()
	if cmd.Stdout == nil {
		cmd.Stdout = out
	}
	cmd.Stderr = complaints
	if err = cmd.Start(); err == nil {
		end := time.AfterFunc(TooLong, func() {
			t.Errorf("%q does not end in %v", cmd.Args, TooLong)
			cmd.Process.Kill()
		})
		err = cmd.Wait()
		end.Stop()
	}
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), written(t, out), written(t, complaints)
}

// written is all that was written to a file, from its start on.
func written(t testing.TB, file *os.File) string {
	t.Helper()
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Patience is how long tests wait for what should come at once. It passes only where that never
// comes: a machine that emulates four others may well take a minute for what takes a second.
const Patience = 5 * time.Minute

// TooLong is what no program takes that a test runs, on the slowest machine.
const TooLong = 20 * time.Minute

// Until waits for what tells nobody when it happens, and reports whether it did within
// Patience.
func Until(happened func() bool) bool {
	for deadline := time.Now().Add(Patience); !happened(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}
