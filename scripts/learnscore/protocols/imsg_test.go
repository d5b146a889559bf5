package protocols

import "testing"

// imsg is a message of a type.
func imsg(kind uint32, body string) string {
	return words32(kind, uint32(imsgSize+len(body)), 0, 0) + body
}

const imsgHead = "type:4 length:2 flags:2 peer_id:4 pid:4"

// imsgStep is such a message, and its fields.
type imsgStep struct {
	kind       uint32
	body       string
	fromClient bool
	want       string
}

// checkImsg: messages have these fields.
func checkImsg(t *testing.T, fields Layout, steps []imsgStep) {
	t.Helper()
	for _, step := range steps {
		data := []byte(imsg(step.kind, step.body))
		leaves, ok := fields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.kind, step.body, got, step.want)
		}
		if got := frameImsg(data, 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}
