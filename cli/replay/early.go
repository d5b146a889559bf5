package replay

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// isGone reports whether an error means that the other side has closed its socket.
func isGone(err error) bool {
	return errors.Is(err, unix.EPIPE) || errors.Is(err, unix.ECONNRESET) ||
		errors.Is(err, unix.ECONNREFUSED) || errors.Is(err, unix.ENOENT)
}

// gone is the result if the other side went away too early. What it did not say tells
// more than what it did not want to hear, and does not depend on when it went.
func (e *exchange) gone() {
	who := e.result.Role.other()
	if e.hearing < len(e.script.turns) {
		t := &e.script.turns[e.hearing]
		e.missing(t, fmt.Sprintf("the %s ended %s", who, e.where(t)))
		return
	}
	t := &e.script.turns[e.sending]
	e.unsent(t, fmt.Sprintf("the %s went away when %d of %d bytes were sent", who, e.sent, t.len))
}

// silent is the result if nothing happens any more.
func (e *exchange) silent() {
	who := e.result.Role.other()
	if e.maySend() {
		t := &e.script.turns[e.sending]
		e.unsent(t, fmt.Sprintf("the %s took nothing for %v when %d of %d bytes were sent", who, e.timeout, e.sent, t.len))
		return
	}
	t := &e.script.turns[e.hearing]
	reason := fmt.Sprintf("the %s said nothing for %v %s", who, e.timeout, e.where(t))
	if e.pathless && e.result.Compared == 0 {
		reason += "; if it answers paths only, give the client one by --bind PATH"
	}
	e.missing(t, reason)
}

// where is how far a turn of the other side is.
func (e *exchange) where(t *turn) string {
	if e.socket.typ == format.Stream {
		return fmt.Sprintf("after %d of %d bytes", e.came, t.len)
	}
	return fmt.Sprintf("where a message of %d bytes was captured", t.len)
}

func (e *exchange) missing(t *turn, reason string) {
	e.result.differ(t.difference(e.came, e.came-int64(len(e.recent)), e.recent), reason)
}

func (e *exchange) unsent(t *turn, reason string) {
	e.result.differ(Difference{Message: t.first, Last: t.last, Offset: e.sent, Start: e.sent}, reason)
}
