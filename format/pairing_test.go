package format

import (
	"fmt"
	"reflect"
	"testing"
	"time"
)

// answersOf tells how long each answer took, with the number of its message.
func answersOf(c *Conversation) []string {
	var list []string
	p := NewPairing(c.Type)
	for _, m := range c.Messages {
		if took, answers := p.Add(m, c.FromClient(m)); answers {
			list = append(list, fmt.Sprintf("%d %v", p.Count(), took))
		}
	}
	return list
}

// TestPairing: an answer takes from the end of the request to its own beginning.
func TestPairing(t *testing.T) {
	datagrams := func(c *Conversation) *Conversation {
		c.Type = Datagram
		return c
	}
	for name, test := range map[string]struct {
		c    *Conversation
		want []string
	}{
		"nothing":         {timed(t), nil},
		"each":            {timed(t, "0s c ask", "3ms s answer", "5ms c ask", "6ms s answer"), []string{"2 3ms", "4 1ms"}},
		"in sends":        {timed(t, "0s c a", "2ms c sk", "5ms s ans", "6ms s wer"), []string{"3 3ms"}},
		"a greeting":      {timed(t, "0s s hello", "1s c ask", "1.5s s yes"), []string{"3 500ms"}},
		"no answer":       {timed(t, "0s c ask", "1s c ask"), nil},
		"empty sends":     {timed(t, "0s c ask", "1ms c ", "2ms s ", "3ms s yes"), []string{"4 3ms"}},
		"empty datagrams": {datagrams(timed(t, "0s c ", "2ms s ")), []string{"2 2ms"}},
		"shown too late":  {timed(t, "5ms c ask", "3ms s answer"), []string{"2 0s"}},
		"no turns":        {timed(t, "0s c ask", "1ms s yes", "2s s news", "3s c ask", "4s s yes"), []string{"2 1ms"}},
		"two in a row":    {datagrams(timed(t, "0s c a", "1ms s b", "2ms s c", "3ms c d", "4ms s e")), []string{"2 1ms"}},
		"handed over":     {timed(t, "0s c "+upgrade, "1ms s "+switching, "2ms c in", "3ms s out"), []string{"2 1ms"}},
	} {
		if got := answersOf(test.c); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}

// TestPairingOfPieces: a request that comes in pieces ends with the last of them, and a send
// is one message, however many pieces it has.
func TestPairingOfPieces(t *testing.T) {
	c := timed(t, "0s c long ", "50ms c request", "70ms s yes")
	c.Messages[0].More = true
	c.Messages[1].Offset = c.Messages[0].Len
	if got, want := answersOf(c), []string{"2 20ms"}; !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestPairingIsBounded: what is kept does not grow with sends whose ends are never seen.
func TestPairingIsBounded(t *testing.T) {
	p := NewPairing(Stream)
	for i := range 10_000 {
		m := said(asking, answering, "x")
		m.Type, m.More, m.From.Tid = Stream, true, i
		m.Time = time.Unix(int64(i), 0)
		p.Add(m, true)
	}
	if len(p.open) > maxGoingOn {
		t.Errorf("%d sends are waited for", len(p.open))
	}
}
