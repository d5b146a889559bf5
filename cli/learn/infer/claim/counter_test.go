package claim

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestKindsOfAnswers: where the kind of each answer is one more than that of its question, and nothing is said behind
// it in a conversation, that is no counter; a number that both sides count on is one.
func TestKindsOfAnswers(t *testing.T) {
	for name, test := range map[string]struct {
		conversations, frames int
		next                  func(c, i int) []byte
		want                  bool
	}{
		"kinds":   {30, 2, func(c, i int) []byte { return []byte{0x6d, 0x4b, 4, byte(2 + 2*(c%3) + i)} }, false},
		"numbers": {3, 20, func(c, i int) []byte { return []byte{0x6d, 0x4b, byte(c), byte(9 + i)} }, true},
	} {
		frames := said(test.conversations, test.frames, test.next)
		v := read(frames, 0, 4, model.Big)
		if _, ok := counterClaim(frames, &v); ok != test.want {
			t.Errorf("%s: a counter: %t", name, ok)
		}
	}
}
