package extcap

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/unixsnoop/unixsnoop/cli/flags"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
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
		err := Answer(strings.Fields(test.args), &out, "1", func(c *Capture) error {
			if c.Mistake == nil || c.FIFO != "/f" {
				t.Errorf("%s captures", test.args)
			}
			return c.Mistake
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
		{[]string{"--type", "", "--container", ""}, "* pids [] comms []"},
		{[]string{"--type", "dgram", "--container", "web"}, "* pids [] comms [] types [dgram] containers [web]"},
		{[]string{"--path", "/a @b*", "--comm", "", "--pid", "7"}, "/a @b* pids [7] comms []"},
		{[]string{"--uid", "nosuchuser", "--remote", "h", "--copy", "--path", "/a"}, "/a pids [] comms [] of h true [--uid=nosuchuser /a]"},
		{[]string{"--remote", "h", "--pid", "999999999"}, " pids [] comms [] of h false [--pid=999999999 *]"},
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
			if len(c.Types)+len(c.Containers) > 0 {
				got += fmt.Sprintf(" types %v containers %v", c.Types, c.Containers)
			}
			if c.Remote.Host != "" {
				got += fmt.Sprintf(" of %s %v %v", c.Remote.Host, c.Remote.Copy, c.Typed)
			}
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

// FuzzAnswer: whatever Wireshark asks for, or somebody in its place, it is answered, refused
// or captured, and nothing that it
// named comes back as it was if it could control a terminal.
func FuzzAnswer(f *testing.F) {
	for _, args := range []string{
		"--extcap-interfaces", "--extcap-interfaces\n--extcap-version=4.4", "--extcap-interface\nunixsnoop\n--extcap-dlts",
		"--extcap-interface=unixsnoop\n--extcap-config", "--extcap-interface\nunixsnoop\n--extcap-capture-filter\n/run/x @y*",
		"--capture\n--extcap-interface\nunixsnoop\n--fifo\n/f\n--path\n/a\\x2a @b*\n--comm\n\n--pid\n7\n--uid\n0\n--type\ndgram\n--exclude\n/x",
	} {
		f.Add(args)
	}
	f.Fuzz(func(t *testing.T, line string) {
		args := strings.Split(line, "\n")
		IsAsked(args)
		var said bytes.Buffer
		captured := false
		var err error
		testrun.Bounded(t, len(line), func() {
			err = Answer(args, &said, "1.0", func(c *Capture) error {
				captured = true
				// With a mistake nothing is captured, and another host has its own words.
				if nothing := len(c.Names) == 0 && !c.BySocket() && c.Mistake == nil && c.Remote.Host == ""; nothing || c.FIFO == "" {
					t.Errorf("nowhere to, or nothing: %+v", c)
				}
				return nil
			})
		})
		if captured && (err != nil || said.Len() > 0) {
			t.Errorf("captured, and %v, %q", err, &said)
		}
		for _, r := range said.String() {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q", &said)
			}
		}
	})
}

// TestChooseFolders: before 4.2, Wireshark names one directory of programs; since, one for
// each.
func TestChooseFolders(t *testing.T) {
	const (
		old   = "Temp: \t/tmp\nPersonal configuration:\t/home/me/.config/wireshark\nGlobal configuration:\t/usr/share/wireshark\nExtcap path: \t/usr/lib/x86_64-linux-gnu/wireshark/extcap\n"
		newer = "Personal configuration:\t/home/me/.config/wireshark\nGlobal configuration:\t/usr/share/wireshark\nPersonal Extcap path:\t/home/me/.local/lib/wireshark/extcap\nGlobal Extcap path: \t/usr/lib/wireshark/extcap\n"

		allProfiles, myProfiles = "/usr/share/wireshark/profiles", "/home/me/.config/wireshark/profiles"
	)
	for _, test := range []struct {
		said   string
		global bool
		want   folders
	}{
		{old, true, folders{"/usr/lib/x86_64-linux-gnu/wireshark/extcap", allProfiles}},
		{old, false, folders{"/home/me/.config/wireshark/extcap", myProfiles}},
		{newer, true, folders{"/usr/lib/wireshark/extcap", allProfiles}},
		{newer, false, folders{"/home/me/.local/lib/wireshark/extcap", myProfiles}},
		{"", true, folders{}},
		{"", false, folders{}},
	} {
		if got := chooseFolders([]byte(test.said), test.global); got != test.want {
			t.Errorf("global %v of %q: got %q", test.global, test.said, got)
		}
	}
}

// TestRemoveElsewhere: to remove the interface from a directory that is given leaves the one
// in Wireshark's own what it needs.
func TestRemoveElsewhere(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(t.TempDir(), "other")
	tshark := filepath.Join(dir, "tshark")
	script := "#!/bin/sh\nprintf '%s:%s\\n' 'Global configuration' " + dir + " 'Personal configuration' " + dir +
		" 'Global Extcap path' " + dir + "/extcap 'Personal Extcap path' " + dir + "/extcap\n"
	if err := os.WriteFile(tshark, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	profile := filepath.Join(dir, "profiles", Interface, "preferences")
	for _, step := range []struct {
		do      func(string, io.Writer) error
		where   string
		profile bool // is there afterwards
	}{
		{Install, "", true}, {Install, other, true}, {Remove, other, true}, {Remove, "", false},
		{Install, other, true}, {Remove, other, false},
	} {
		if err := step.do(step.where, io.Discard); err != nil {
			t.Fatal(err)
		}
		if exists(profile) != step.profile {
			t.Errorf("%q: the profile is there: %v", step.where, !step.profile)
		}
	}
}

// TestInstallTwice: what was installed or removed already is no error, and nothing is lost
// that is somebody else's.
func TestInstallTwice(t *testing.T) {
	dir := t.TempDir()
	programs, profiles := filepath.Join(dir, "extcap"), filepath.Join(dir, "profiles")
	tshark := filepath.Join(dir, "tshark")
	script := "#!/bin/sh\nprintf '%s:%s\\n' 'Global configuration' " + dir + " 'Personal configuration' " + dir + "\n"
	if err := os.WriteFile(tshark, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	do := func(what func(string, io.Writer) error) string {
		t.Helper()
		var said strings.Builder
		if err := what(programs, &said); err != nil {
			t.Fatal(err)
		}
		return said.String()
	}
	link, profile := filepath.Join(programs, Interface), filepath.Join(profiles, Interface, "preferences")
	for range 2 {
		if said := do(Install); !strings.HasPrefix(said, link+" leads to ") || !strings.Contains(said, profile+" is its profile") {
			t.Errorf("install: %s", said)
		}
		if got, err := os.ReadFile(profile); err != nil || !bytes.Equal(got, preferences) {
			t.Errorf("the profile: %.50q, %v", got, err)
		}
	}
	if said := do(Remove); said != "removed "+link+"\nremoved "+profile+"\n" {
		t.Errorf("remove: %s", said)
	}
	if said := do(Remove); said != "there is no "+link+", so Wireshark has no interface from there\n" {
		t.Errorf("remove again: %s", said)
	}
	if left, err := os.ReadDir(profiles); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}

	do(Install)
	if err := os.WriteFile(profile, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if said := do(Install); !strings.Contains(said, "the profile "+profile+" is not as this version writes it, and was left as it is; remove it and install again for a new one\n") {
		t.Errorf("install over a changed profile: %s", said)
	}
	if said := do(Remove); !strings.HasSuffix(said, "the profile "+profile+" is not as this version writes it, and was left as it is\n") {
		t.Errorf("remove a changed profile: %s", said)
	}
	if got, err := os.ReadFile(profile); string(got) != "mine" {
		t.Errorf("the changed profile: %q, %v", got, err)
	}
	if err := os.WriteFile(link, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := Remove(programs, io.Discard); err == nil || !strings.Contains(err.Error(), "is not a link that unixsnoop made") {
		t.Errorf("another file in its place: %v", err)
	}
}
