package packets

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestConversationsAreBounded: of many conversations the last ones are known, and one that
// goes on while others come is never forgotten.
func TestConversationsAreBounded(t *testing.T) {
	var all conversations
	message := func(inode uint64) *format.Message {
		return &format.Message{Type: format.Stream, From: format.End{Inode: inode}, To: format.End{Inode: inode + 1, Name: "/x"}}
	}
	first := all.of(message(1))
	for i := range uint64(2*maxConversations + 1000) {
		all.of(message(2*i + 3))
		if i%(maxConversations/2) == 0 && all.of(message(1)) != first {
			t.Fatalf("forgotten after %d others", i)
		}
	}
	if n := len(all.now) + len(all.before); n > 2*maxConversations {
		t.Errorf("%d are known", n)
	}
}

// TestTablesAreBounded: a file of more sockets, addresses and processes than a Writer
// remembers has all of its messages and of what is to be told with them.
func TestTablesAreBounded(t *testing.T) {
	const count = maxNamed/2 + 1000 // each has two addresses
	var file bytes.Buffer
	w, err := NewWriter(&file, DefaultOptions())
	if err != nil {
		t.Fatal(err)
	}
	for i := range count {
		number := uint64(2*i + 1)
		m := &format.Message{
			Time: time.Unix(0, int64(i)), Type: format.Stream,
			From: format.End{Pid: 2*i + 1, Comm: "client", Inode: number, Process: &format.Process{Executable: "/bin/client"}},
			To:   format.End{Pid: 2*i + 2, Comm: "server", Inode: number + 1, Name: format.Name(fmt.Sprint("/run/", i))},
		}
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	for what, n := range map[string][2]int{
		"interfaces": {len(w.interfaces), maxInterfaces}, "addresses": {len(w.named), maxNamed}, "processes": {len(w.told), maxDescribed},
	} {
		if n[0] > n[1] || n[0] == 0 {
			t.Errorf("%d %s are remembered, of %d at most", n[0], what, n[1])
		}
	}
	r, err := NewReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range count {
		m, err := r.Next()
		if err != nil {
			t.Fatalf("message %d: %v", i, err)
		}
		if m.To.Name != format.Name(fmt.Sprint("/run/", i)) || m.From.Process == nil || m.From.Comm != "client" {
			t.Fatalf("message %d is %+v", i, m)
		}
	}
}

// TestDescriptionsAreBounded: however much a file says of processes, no more than so much of it
// is remembered.
func TestDescriptionsAreBounded(t *testing.T) {
	r := &Reader{}
	words := make([]string, 1<<15)
	for i := range 300 {
		e := format.End{Pid: i + 1, Comm: "x", Process: &format.Process{Command: words}}
		r.describe(&e)
		if r.described > maxDescription || r.processes[processKey{i + 1, "x"}] != e.Process {
			t.Fatalf("behind %d processes %d bytes are kept", i, r.described)
		}
	}
	kept := 0
	for _, p := range r.processes {
		kept += sizeOf(p)
	}
	if kept > maxDescription || kept == 0 {
		t.Errorf("%d bytes are kept", kept)
	}
}
