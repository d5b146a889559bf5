package search

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
)

// said is a message of a conversation, between the sockets 2n and 2n+1.
func said(conversation int, text string) *format.Message {
	return &format.Message{
		Type: format.Stream, Len: int64(len(text)), Parts: []format.Part{part(0, text)},
		From: format.End{Inode: uint64(2 * conversation)}, To: format.End{Inode: uint64(2*conversation + 1)},
	}
}

// shownOf passes messages, each a digit of its conversation and a word, of which those with
// an ! are wanted, and returns what is shown.
func shownOf(a *Around, words string) string {
	var shown []string
	for word := range strings.FieldsSeq(words) {
		m := said(int(word[0]-'0'), word)
		before, show := a.Pass(m, strings.HasSuffix(word, "!"))
		for _, b := range before {
			shown = append(shown, string(b.Parts[0].Data))
		}
		if show {
			shown = append(shown, word)
		}
		clear(m.Parts[0].Data) // it was lent
	}
	return strings.Join(shown, " ")
}

func TestAround(t *testing.T) {
	for _, test := range []struct {
		count      int
		said, want string
		awaits     bool
	}{
		{1, "1a 1b 1c! 1d 1e", "1b 1c! 1d", false},
		{2, "1a 1b 1c 1d! 1e 1f 1g", "1b 1c 1d! 1e 1f", false},
		{2, "1a! 1b", "1a! 1b", true},
		{1, "1a 2a 1b! 2b 2c 1c 2d! 2e", "1a 1b! 1c 2c 2d! 2e", false},
		{1, "1a! 1b 1c 1d! 1e", "1a! 1b 1c 1d! 1e", false}, // none twice
		{2, "1a! 1b! 1c 1d 1e", "1a! 1b! 1c 1d", false},
		{3, "1a 1b", "", false},
	} {
		a := NewAround(test.count)
		if got := shownOf(a, test.said); got != test.want || a.Awaits() != test.awaits || a.Lacking != 0 {
			t.Errorf("%d around in %s: %s, awaits %v; want %s, %v", test.count, test.said, got, a.Awaits(), test.want, test.awaits)
		}
	}
}

// TestAroundIsBounded: whatever passes, a bound holds, the oldest go first, and it is
// known where some may be missing.
func TestAroundIsBounded(t *testing.T) {
	a := NewAround(3)
	a.most = 10 * (perMessage + 2)
	if got := shownOf(a, "1a 2a 2b 2c 3a 3b 3c 4a 4b 4c 4d! 2d!"); got != "4a 4b 4c 4d! 2a 2b 2c 2d!" || a.Lacking != 0 {
		t.Errorf("%s, %d lack some", got, a.Lacking)
	}
	if got := shownOf(a, "5a 5b 5c 6a 6b 6c 7a 7b 7c 8a 8b 8c 5d! 8d!"); got != "5c 5d! 8a 8b 8c 8d!" || a.Lacking != 1 {
		t.Errorf("%s, %d lack some", got, a.Lacking)
	}
	a = NewAround(2)
	a.most = 100 * perMessage
	for i := range 100_000 {
		a.Pass(said(i, fmt.Sprint(i)), false)
	}
	if a.size > a.most || len(a.conversations) > 100 || a.kept.Len() > 100 {
		t.Errorf("%d bytes of %d conversations are kept", a.size, len(a.conversations))
	}
	for i := range mostAwaited + 10 {
		a.Pass(said(i, ""), true)
	}
	if a.GivenUp != 10 || len(a.conversations) > mostAwaited+100 {
		t.Errorf("%d were given up, %d conversations are known", a.GivenUp, len(a.conversations))
	}
}
