package replay

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// exchange goes through a script. It receives at any time, so that the two sides never
// wait for each other to make room.
type exchange struct {
	socket  *socket
	script  script
	ignore  Masks
	timeout time.Duration
	alone   bool // what comes behind the last turn belongs to no other conversation
	// pathless is true of a client of datagrams that has no path, which is what some
	// servers answer to.
	pathless bool
	result   *Result

	sending int    // index of our turn that is sent now or next
	sent    int64  // bytes of it
	hearing int    // index of the other side's turn that comes now or next
	came    int64  // bytes of it
	recent  []byte // the last of these

	progress time.Time // when a byte was sent or came
	full     bool      // the receiver had no room for a datagram
	ended    bool      // the other side sends nothing more
	quiet    bool      // neither does ours
	broken   bool      // the other side receives nothing more
	buffer   []byte
}

const (
	// chunk is how much of a stream is sent or received at once.
	chunk = 1 << 16
	// largestUsual is what the kernel allows a message to have, if nobody told it to
	// allow more.
	largestUsual = 1 << 18
	// retry is when to try again what poll does not tell of.
	retry = 5 * time.Millisecond
	// settle is how long datagrams behind the last one are waited for: they have no end
	// that would tell.
	settle = 100 * time.Millisecond
)

func (e *exchange) run(ctx context.Context) {
	e.sending, e.hearing = e.next(0, true), e.next(0, false)
	e.prepare()
	e.progress = time.Now()
	for !e.over() && (e.sending < len(e.script.turns) || e.hearing < len(e.script.turns)) {
		if e.sending == len(e.script.turns) && e.hearing >= e.script.ends && e.hearing < len(e.script.turns) {
			e.endOurs() // and listen on
		}
		e.step(ctx)
	}
	if !e.over() {
		e.finish(ctx)
	}
}

// prepare makes room for the largest messages.
func (e *exchange) prepare() {
	size := chunk
	if e.socket.typ != format.Stream {
		size = largestUsual
	}
	var largest int64
	for i := range e.script.turns {
		switch t := &e.script.turns[i]; {
		case t.ours:
			largest = max(largest, t.len)
		case e.socket.typ != format.Stream && len(t.parts) > 0:
			size = max(size, int(end(t.parts[len(t.parts)-1])))
		}
	}
	e.buffer = make([]byte, size)
	e.socket.prepare(largest)
}

func (e *exchange) over() bool { return e.result.Verdict != "" }

// next is the index of the next turn of a side, from i on.
func (e *exchange) next(i int, ours bool) int {
	for i < len(e.script.turns) && e.script.turns[i].ours != ours {
		i++
	}
	return i
}

// maySend reports whether it is our turn.
func (e *exchange) maySend() bool { return e.sending < e.hearing && e.sending < len(e.script.turns) }

// step waits for something to happen, and does what can be done then.
func (e *exchange) step(ctx context.Context) {
	if e.ended && (e.broken || e.hearing < len(e.script.turns)) {
		e.gone()
		return
	}
	var events int16
	if !e.ended {
		events |= unix.POLLIN
	}
	sends := e.maySend() && !e.broken && !e.full
	if sends {
		events |= unix.POLLOUT
	}
	left := e.timeout - time.Since(e.progress)
	if left <= 0 {
		e.silent()
		return
	}
	// Datagrams that came before the other side went away have no end behind them.
	drains := e.broken && e.socket.typ == format.Datagram
	if e.full || drains {
		left = min(left, retry)
	}
	ready, err := e.socket.wait(ctx, events, left)
	switch {
	case errors.Is(err, errTimeout):
		e.full, e.ended = false, e.ended || drains
	case err != nil:
		e.result.end(Failed, reason(err))
	default:
		if !e.ended && ready&^unix.POLLOUT != 0 {
			e.receive()
		}
		if !e.over() && sends && ready&^unix.POLLIN != 0 {
			e.send()
		}
	}
}

// endOurs tells the other side that ours has said all.
func (e *exchange) endOurs() {
	if e.socket.typ != format.Datagram && !e.quiet {
		e.quiet = true
		unix.Shutdown(e.socket.fd, unix.SHUT_WR)
	}
}

// finish looks for what comes behind the last turn. Who ended first in the capture, tells the
// other side that it has said all. Where the capture does not say, that is the client, which
// has a server close the connection.
func (e *exchange) finish(ctx context.Context) {
	limit := e.timeout
	switch {
	case e.socket.typ != format.Datagram:
		if e.script.first || !e.script.known && e.result.Role == Client {
			e.endOurs()
		}
	case e.alone:
		limit = min(limit, settle)
	default:
		e.ended = true
	}
	for start := time.Now(); !e.over() && !e.ended; {
		left := limit - time.Since(start)
		if left <= 0 {
			break
		}
		_, err := e.socket.wait(ctx, unix.POLLIN, left)
		switch {
		case errors.Is(err, errTimeout):
		case err != nil:
			e.result.end(Failed, reason(err))
		default:
			e.receive()
		}
	}
	if !e.over() {
		e.result.end(Same, "")
	}
}
