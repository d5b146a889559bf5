package protocols

import (
	"strings"
	"testing"
)

// step is a message of a conversation and the fields that it has, behind ? if it is the server's, or no if it is none.
type step struct{ data, want string }

// checkTurns: messages of a conversation that are framed by their fields end where they do, whatever is behind.
func checkTurns(t *testing.T, name string, frame framer, fields Layout, conversation []step) {
	t.Helper()
	for i, m := range conversation {
		want, fromServer := strings.CutPrefix(m.want, "?")
		size := len(m.data)
		if want == "no" {
			size = -1
		}
		if got := frame([]byte(m.data+"more"), 0, !fromServer); got != size {
			t.Errorf("%s: message %d has %d bytes, got %d", name, i+1, size, got)
		}
		leaves, ok := fields([]byte(m.data), 0, !fromServer)
		if got := shown(leaves, ok); got != want {
			t.Errorf("%s: message %d:\ngot  %s\nwant %s", name, i+1, got, want)
		}
	}
}
