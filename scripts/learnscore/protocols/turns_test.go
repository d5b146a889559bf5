package protocols

import (
	"strings"
	"testing"
)

// step is a message of a conversation and the fields that it has, behind ? if it is the server's, or no if it is none.
type step struct{ data, want string }

// of is what a message should have, and whose it is.
func (m step) of() (want string, fromClient bool) {
	want, fromServer := strings.CutPrefix(m.want, "?")
	return want, !fromServer
}

// check: the message with an index has these fields.
func (m step) check(t *testing.T, name string, i int, fields Layout) {
	t.Helper()
	want, fromClient := m.of()
	leaves, ok := fields([]byte(m.data), 0, fromClient)
	if got := shown(leaves, ok); got != want {
		t.Errorf("%s: message %d:\ngot  %s\nwant %s", name, i+1, got, want)
	}
}

// checkTurns: messages of a conversation that are framed by their fields end where they do, whatever is behind.
func checkTurns(t *testing.T, name string, frame framer, fields Layout, conversation []step) {
	t.Helper()
	for i, m := range conversation {
		want, fromClient := m.of()
		size := len(m.data)
		if want == "no" {
			size = -1
		}
		if got := frame([]byte(m.data+"more"), 0, fromClient); got != size {
			t.Errorf("%s: message %d has %d bytes, got %d", name, i+1, size, got)
		}
		m.check(t, name, i, fields)
	}
}
