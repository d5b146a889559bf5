package replay

import (
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// send sends what there is room for of our turn.
func (e *exchange) send() {
	t := &e.script.turns[e.sending]
	n, err := e.socket.send(e.piece(t))
	switch {
	case err == nil:
	case errors.Is(err, unix.EAGAIN):
		e.full = e.socket.typ == format.Datagram
		return
	case isGone(err):
		e.broken = true
		return
	default:
		e.result.end(Failed, fmt.Sprintf("sending message %d: %v", t.first, err))
		return
	}
	e.progress = time.Now()
	e.sent += int64(n)
	if e.sent >= t.len {
		e.result.Sent += t.messages
		e.sending, e.sent = e.next(e.sending+1, true), 0
	}
}

// piece is what is to be sent of a turn now: a message, or some of a stream.
func (e *exchange) piece(t *turn) []byte {
	if len(t.parts) == 0 {
		return nil
	}
	if e.socket.typ != format.Stream {
		return t.bytes()
	}
	p := t.parts[t.partBehind(e.sent)]
	b := p.Data[e.sent-p.Offset:]
	return b[:min(len(b), chunk)]
}
