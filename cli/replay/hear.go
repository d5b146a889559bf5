package replay

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// receive takes what has come.
func (e *exchange) receive() {
	n, err := e.socket.receive(e.buffer)
	switch {
	case err == nil:
	case errors.Is(err, unix.EAGAIN):
		return
	case errors.Is(err, errEnd):
		e.ended = true
		return
	case isGone(err):
		e.ended, e.broken = true, true
		return
	default:
		e.result.end(Failed, fmt.Sprintf("receiving: %v", err))
		return
	}
	e.progress = time.Now()
	if e.socket.typ == format.Stream {
		e.hearBytes(e.buffer[:n])
	} else {
		e.hearMessage(e.buffer[:min(n, len(e.buffer))], int64(n))
	}
}

// hearBytes compares bytes of a stream. They may belong to several turns.
func (e *exchange) hearBytes(b []byte) {
	for len(b) > 0 {
		if e.hearing >= len(e.script.turns) {
			e.surplus(b, "more bytes than were captured")
			return
		}
		t := &e.script.turns[e.hearing]
		n := min(int64(len(b)), t.len-e.came)
		if at := t.firstDifference(e.came, b[:n], &e.ignore); at >= 0 {
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
	if e.hearing >= len(e.script.turns) {
		e.surplus(b, fmt.Sprintf("behind it a message of %d bytes that was not captured", size))
		return
	}
	t := &e.script.turns[e.hearing]
	if at := t.firstDifference(0, b, &e.ignore); at >= 0 {
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
	for _, t := range e.script.turns {
		if !t.ours {
			last = t
		}
	}
	e.result.differ(last.difference(last.len, last.len, b), reason)
}
