package replay

import (
	"context"
	"errors"

	"github.com/unixsnoop/unixsnoop/format"
)

// Verdict is how a conversation went.
type Verdict string

// The verdicts there are.
const (
	Same       Verdict = "same"       // played through, nothing differs
	Different  Verdict = "different"  // the other side did not say what was captured
	Failed     Verdict = "failed"     // it could not be played through
	Unplayable Verdict = "unplayable" // what was captured does not suffice, nothing was sent
)

// Result is what came of a conversation.
type Result struct {
	Conversation *format.Conversation
	Role         Role // that was played
	Verdict      Verdict
	Reason       string // in words; "" if Same

	// Messages that were sent, and those that came and were the same, as captured.
	Sent, Compared int
	// Uncaptured are bytes of the latter that were not compared: they are holes.
	Uncaptured int64

	Difference *Difference // nil unless Different

	// Notes are, in words, what was captured and can't be played.
	Notes []string
}

// Difference is the first one between what was captured and what came.
type Difference struct {
	// Message is the number of a message in its conversation, from 1. In a stream the
	// messages up to Last, which follow each other in one direction, count as one. 0 is
	// before the first one.
	Message, Last int
	// Offset is where in it the difference is. At its end, more came than was captured.
	Offset int64

	// Bytes from offset Start on, around the difference: those captured, up to the next
	// hole, and those that came. Both are empty if nothing could be sent.
	Start         int64
	Expected, Got []byte
}

func (r *Result) end(v Verdict, reason string) { r.Verdict, r.Reason = v, reason }

func (r *Result) differ(d Difference, reason string) {
	r.Difference = &d
	r.end(Different, reason)
}

// reason is an error in words.
func reason(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrupted"
	}
	return err.Error()
}
