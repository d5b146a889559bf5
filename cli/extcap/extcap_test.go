package extcap

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/flags"
)

// TestIsAsked: flags tell, but not those of a command that is to be run.
func TestIsAsked(t *testing.T) {
	for args, want := range map[string]bool{
		"": false, "/x": false, "--extcap-interfaces": true, "--capture --extcap-interface unixsnoop": true,
		"-- x --extcap-interfaces": false, "--extcap-dlts -- x": true, "extcap install": false,
	} {
		if got := IsAsked(strings.Fields(args)); got != want {
			t.Errorf("%s: %v", args, got)
		}
	}
}

// TestAnswer: what Wireshark is told, and what it has captured.
func TestAnswer(t *testing.T) {
	for _, test := range []struct {
		args   string
		stdout string // starts so
		err    string
	}{
		{"--extcap-interfaces", "extcap {version=1}{display=Unix domain sockets}\ninterface {value=unixsnoop}", ""},
		{"--extcap-interfaces --extcap-version=4.6", "extcap {version=1}", ""},
		{"--extcap-dlts --extcap-interface unixsnoop", "dlt {number=258}", ""},
		{"--extcap-config --extcap-interface unixsnoop", "arg {number=0}{call=--path}", ""},
		{"--extcap-config --extcap-interface other", "", `there is no interface "other"; the one there is, is unixsnoop`},
		{"--extcap-interface unixsnoop --extcap-capture-filter /x", "", ""},
		{"--extcap-interface unixsnoop --extcap-capture-filter x", `bad socket pattern "x"`, ""},
		{"--capture --extcap-interface unixsnoop", "", "--capture needs --fifo"},
		{"--capture --extcap-interface unixsnoop --fifo /f --nonsense", "", "unknown flag: --nonsense"},
		{"--capture --extcap-interface unixsnoop --fifo /f word", "", `"word" is not asked for by Wireshark`},
	} {
		var out bytes.Buffer
		err := Answer(strings.Fields(test.args), &out, "1", func(*Capture) error {
			t.Errorf("%s captures", test.args)
			return nil
		})
		switch {
		case test.err != "":
			if err == nil || err.Error() != test.err || !errors.As(err, &flags.Mistake{}) {
				t.Errorf("%s: got %v, want %s", test.args, err, test.err)
			}
		case err != nil || !strings.HasPrefix(out.String(), test.stdout):
			t.Errorf("%s: %v, %q", test.args, err, out.String())
		}
	}
}

// TestCapture: the fields of the dialog become a selection; empty ones are none.
func TestCapture(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
	}{
		{nil, "* pids [] comms []"},
		{[]string{"--path", "/a @b*", "--comm", "", "--pid", "7"}, "/a @b* pids [7] comms []"},
		{[]string{"--path", "", "--extcap-capture-filter", "/c", "--comm", "x"}, "/c pids [] comms [x]"},
	} {
		var got string
		args := append([]string{"--capture", "--extcap-interface", "unixsnoop", "--fifo", "/f"}, test.args...)
		err := Answer(args, nil, "", func(c *Capture) error {
			var names []string
			for _, p := range c.Names {
				names = append(names, p.String())
			}
			got = fmt.Sprintf("%s pids %v comms %v", strings.Join(names, " "), c.Pids, c.Comms)
			if c.FIFO != "/f" {
				t.Errorf("FIFO %q", c.FIFO)
			}
			return nil
		})
		if err != nil || got != test.want {
			t.Errorf("%q: got %s, %v", test.args, got, err)
		}
	}
}

// TestChooseFolder: before 4.2, Wireshark names one directory; since, one for each.
func TestChooseFolder(t *testing.T) {
	const (
		old   = "Temp: \t/tmp\nPersonal configuration:\t/home/me/.config/wireshark\nExtcap path: \t/usr/lib/x86_64-linux-gnu/wireshark/extcap\n"
		newer = "Personal configuration:\t/home/me/.config/wireshark\nPersonal Extcap path:\t/home/me/.local/lib/wireshark/extcap\nGlobal Extcap path: \t/usr/lib/wireshark/extcap\n"
	)
	for _, test := range []struct {
		folders string
		global  bool
		want    string
	}{
		{old, true, "/usr/lib/x86_64-linux-gnu/wireshark/extcap"},
		{old, false, "/home/me/.config/wireshark/extcap"},
		{newer, true, "/usr/lib/wireshark/extcap"},
		{newer, false, "/home/me/.local/lib/wireshark/extcap"},
		{"", true, ""},
		{"", false, ""},
	} {
		if got := chooseFolder([]byte(test.folders), test.global); got != test.want {
			t.Errorf("global %v of %q: got %q", test.global, test.folders, got)
		}
	}
}
