package replay

import "fmt"

// hearBytes compares bytes of a stream. They may belong to several turns.
func (e *exchange) hearBytes(b []byte) {
	for len(b) > 0 {
		if e.hearing >= len(e.script) {
			e.surplus(b, "more bytes than were captured")
			return
		}
		t := &e.script[e.hearing]
		n := min(int64(len(b)), t.len-e.came)
		if at := t.firstDifference(e.came, b[:n], e.ignore); at >= 0 {
			start := e.came - int64(len(e.recent))
			e.result.differ(t.difference(at, start, append(e.recent, b...)), "other bytes than were captured")
			return
		}
		e.came += n
		e.recent = append(e.recent, b[:n]...)
		e.recent = e.recent[max(0, len(e.recent)-windowBytes):]
		b = b[n:]
		if e.came == t.len {
			e.heard(t)
		}
	}
}

// hearMessage compares a message that has so many bytes, of which there may be fewer.
func (e *exchange) hearMessage(b []byte, size int64) {
	if e.hearing >= len(e.script) {
		e.surplus(b, fmt.Sprintf("behind it a message of %d bytes that was not captured", size))
		return
	}
	t := &e.script[e.hearing]
	if at := t.firstDifference(0, b, e.ignore); at >= 0 {
		e.result.differ(t.difference(at, 0, b), "other bytes than were captured")
	} else if size != t.len {
		e.result.differ(t.difference(min(size, t.len), 0, b), fmt.Sprintf("it has %d bytes instead of %d", size, t.len))
	} else {
		e.heard(t)
	}
}

// heard goes on behind a turn that came as it should.
func (e *exchange) heard(t *turn) {
	e.result.Compared += t.messages
	e.result.Uncaptured += t.len - t.captured()
	e.hearing, e.came, e.recent = e.next(e.hearing+1, false), 0, nil
}

// surplus is the result if something comes behind the last turn of the other side.
func (e *exchange) surplus(b []byte, reason string) {
	var last turn
	for _, t := range e.script {
		if !t.ours {
			last = t
		}
	}
	e.result.differ(last.difference(last.len, last.len, b), reason)
}

// gone is the result if the other side went away too early. What it did not say tells
// more than what it did not want to hear, and does not depend on when it went.
func (e *exchange) gone() {
	who := e.result.Role.other()
	if e.hearing < len(e.script) {
		t := &e.script[e.hearing]
		e.missing(t, fmt.Sprintf("the %s ended after %d of %d bytes", who, e.came, t.len))
		return
	}
	t := &e.script[e.sending]
	e.unsent(t, fmt.Sprintf("the %s went away when %d of %d bytes were sent", who, e.sent, t.len))
}

// silent is the result if nothing happens any more.
func (e *exchange) silent() {
	who := e.result.Role.other()
	if e.maySend() {
		t := &e.script[e.sending]
		e.unsent(t, fmt.Sprintf("the %s took nothing for %v when %d of %d bytes were sent", who, e.timeout, e.sent, t.len))
		return
	}
	t := &e.script[e.hearing]
	e.missing(t, fmt.Sprintf("the %s said nothing for %v after %d of %d bytes", who, e.timeout, e.came, t.len))
}

func (e *exchange) missing(t *turn, reason string) {
	e.result.differ(t.difference(e.came, e.came-int64(len(e.recent)), e.recent), reason)
}

func (e *exchange) unsent(t *turn, reason string) {
	e.result.differ(Difference{Message: t.first, Last: t.last, Offset: e.sent, Start: e.sent}, reason)
}
