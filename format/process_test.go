package format

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// TestProcesses: each process is told of once, before its first message of which anything is
// known, and nothing in it reaches a terminal unescaped or passes for a line, or a word, of ours.
func TestProcesses(t *testing.T) {
	curl := &Process{
		Executable: "/usr/bin/curl\x1b[2J cmd=sshd", Parent: 7, ParentComm: "bash", Container: "web exe=/x", Runtime: "docker",
		Command: []string{"curl", "-H", "a b", "", "it's\n09:13:00.5 x[1] > y[2]"},
	}
	init := &Process{}
	messages := []*Message{
		{From: End{Pid: 3, Comm: "curl", UID: 1000}, To: End{Pid: 1, Comm: "init", UID: -1, Process: init}},
		{From: End{Pid: 3, Comm: "curl", UID: 1000, Process: curl}, To: End{Pid: 1, Comm: "init", UID: -1, Process: init}},
		{From: End{Pid: 3, Comm: "curl", UID: 1000, Process: curl}, To: End{Pid: 1, Comm: "init", UID: -1, Process: init}},
	}
	for _, m := range messages {
		m.Time, m.Type = time.Unix(0, 0), Datagram
	}
	var out bytes.Buffer
	buffer := NewBuffer(&out)
	inner, err := NewWriter("header", buffer, Times{})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []Writer{WithProcesses(inner, buffer), NewJSON(&out)} {
		out.Reset()
		for _, m := range messages {
			if err := w.Write(m); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Flush(); err != nil {
			t.Fatal(err)
		}
		want := []string{
			"process init[1]",
			"",
			`process curl[3] uid=1000 parent=bash[7] container=docker:web\x20exe=/x exe=/usr/bin/curl\x1b[2J\x20cmd=sshd cmd=curl -H 'a b' '' 'it'"'"'s\x0a09:13:00.5 x[1] > y[2]'`,
			"", "",
		}
		if _, ok := w.(*JSONLines); ok {
			want[0] = `{"v":1,"process":{"pid":1,"comm":"init"}}`
			want[2] = `{"v":1,"process":{"pid":3,"uid":1000,"comm":"curl","exe":"/usr/bin/curl\\x1b[2J cmd=sshd","cmd":["curl","-H","a b","","it's\\x0a09:13:00.5 x[1] > y[2]"],"parent":{"pid":7,"comm":"bash"},"container":{"runtime":"docker","name":"web exe=/x"}}}`
		}
		got := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
		if len(got) != len(want) {
			t.Fatalf("%d lines:\n%s", len(got), &out)
		}
		for i, line := range got {
			isMessage := strings.Contains(line, "init[1] dgram") || strings.Contains(line, `"seq"`)
			if want[i] == "" && !isMessage || want[i] != "" && line != want[i] {
				t.Errorf("line %d is\n%s\nwant\n%s", i, line, want[i])
			}
		}
	}
}

// TestToldIsBounded: who has told of more processes than it remembers tells of some again, and
// of none that it has just told of.
func TestToldIsBounded(t *testing.T) {
	var told told
	var last *Process
	for i := range 2*maxTold + 10 {
		last = &Process{Parent: i}
		if !told.first(last) || told.first(last) {
			t.Fatalf("process %d", i)
		}
	}
	if len(told) > maxTold {
		t.Errorf("%d are remembered", len(told))
	}
}
