package cli

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/internal/testhost"
)

// TestNotForTerminals: what is not for people is refused at once, whatever the kernel can do.
func TestNotForTerminals(t *testing.T) {
	_, terminal := testhost.Terminal(t)
	page, file := "--format html would write a page to the terminal; send it to a file", "-w - would write a capture file to the terminal"
	for args, want := range map[string]string{
		"--format html *":               page,
		"-r no-such-file --format html": page,
		"-w - *":                        file,
		"-w - --format html --print *":  "-w - and --print both want standard output",
	} {
		cmd := unixsnoop(strings.Fields(args)...)
		cmd.Stdout = terminal
		if got := runCommand(t, cmd); got.status != 2 || !strings.HasPrefix(got.stderr, "unixsnoop: "+want) {
			t.Errorf("%s: %+v", args, got)
		}
	}
}
