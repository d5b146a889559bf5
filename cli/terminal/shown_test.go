package terminal

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
)

func TestLeftOut(t *testing.T) {
	for want, processes := range map[string][]proc.Process{
		"": nil,
		"leaving out sshd[700], which shows this output (--terminal captures it too)":                     {{Pid: 700, Comm: "sshd"}},
		"leaving out tmux: server[812], sshd[700], which show this output (--terminal captures them too)": {{Pid: 812, Comm: "tmux: server"}, {Pid: 700, Comm: "sshd"}},
		`leaving out \x1b[2J\x0aunixsnoop[1], which shows this output (--terminal captures it too)`:       {{Pid: 1, Comm: "\x1b[2J\nunixsnoop"}},
	} {
		if got := LeftOut(processes); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}
