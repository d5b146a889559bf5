package probes

import (
	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// receivers keeps messages of which the filter can't say whether they are wanted, as it is
// not known yet who receives them, until records tell. The programs give a receiver that
// is not known a number (program.Record.Receiver), each once.
//
// What was sent to a connection that nobody has accepted is for who accepts it; if the
// filter does not ask for that process, it is for who receives first, as a connection can
// be handed on. What nobody ever receives is not for anybody.
type receivers struct {
	aside bool // the filter leaves processes out, so what is wanted so far may not be
	limit int  // bytes of what is kept

	// Who receives, by number. What was in the rings when that became known has long been
	// let go when it is forgotten.
	taken generations[taker]

	sweep   int                     // number of the sweep under way
	ending  []uint64                // numbers of which all was told, in this sweep or the one before
	waiting map[uint64][]*undecided // by number, as they came
	oldest  []*undecided            // of all, as they came; some are decided
	bytes   int                     // of those that wait

	unwanted uint64 // messages that turned out not to be wanted
	unknown  uint64 // messages that were given up undecided
	untold   uint64 // events that were
}

const (
	// maxUndecided bounds the memory of what waits, in bytes. What one socket can hold
	// that nobody reads from is some 200 KiB, by default.
	maxUndecided = 16 << 20
	// maxTaken is of how many receivers it is remembered who they are.
	maxTaken = 1 << 16
	// maxConnected is of how many accepted sockets it is remembered who connected.
	maxConnected = 1 << 16
	// overhead is what a message takes without its bytes, roughly.
	overhead = 1 << 10
)

// taker is what is known of a receiver.
type taker struct {
	accepted, received takenBy
	// Nothing else will be told, as a record of this sweep said. What was told before may
	// be in another ring, which the next one reads.
	final bool
	sweep int
}

// takenBy is a process that took a connection, if there was one.
type takenBy struct {
	known   bool
	verdict program.Verdict // what the filter says of it
}

// wants reports whether a send is wanted with what its record tells of the rest.
func (w takenBy) wants(record *program.Record) bool {
	return w.known && (record.Verdict | w.verdict).Wanted()
}

// undecided is a message, or a piece of one, that waits.
type undecided struct {
	record  program.Record
	message *format.Message
	key     uint64 // its place in the order
	size    int
	decided bool
}

// fate is what is to be done with a message.
type fate int

const (
	wanted fate = iota
	unwanted
	open    // it is not known yet
	unknown // it will not be known
)

func newReceivers(aside bool) *receivers {
	return &receivers{
		aside: aside, limit: maxUndecided,
		taken: newGenerations[taker](maxTaken), waiting: map[uint64][]*undecided{},
	}
}

// fateOf says what is to be done with a message by its record.
func (r *receivers) fateOf(record *program.Record) fate {
	decided := record.Verdict.Wanted() && !r.aside
	switch {
	case record.Receiver == 0 || decided:
		return wanted
	case record.Receiver == program.NoReceiver:
		return unknown
	}
	t, _ := r.taken.get(record.Receiver)
	if t.final && t.sweep == r.sweep {
		t.final = false // yet
	}
	return t.fateOf(record)
}

// fateOf is the same by what is known of the receiver.
func (t *taker) fateOf(record *program.Record) fate {
	switch {
	case t.accepted.wants(record) || t.received.wants(record):
		return wanted
	case !t.final:
		return open
	case !t.accepted.known && !t.received.known && record.To.Inode != 0 && record.Use.Misses():
		return unknown
	}
	return unwanted
}

// settled reports whether it is known who receives what a record tells of, as far as
// that is worth waiting for.
func (r *receivers) settled(record *program.Record) bool {
	if record.Receiver == 0 || record.Receiver == program.NoReceiver {
		return true
	}
	t, _ := r.taken.get(record.Receiver)
	return t.final || (t.accepted.known || t.received.known) && r.fateOf(record) == wanted
}

// told takes a record that tells of a receiver, and returns the messages that are wanted
// now, in the order in which they came.
func (r *receivers) told(record *program.Record) []*undecided {
	number := record.Receiver
	t, _ := r.taken.get(number)
	switch record.Kind {
	case program.RecordAccepted:
		t.accepted = takenBy{true, record.Verdict}
	case program.RecordOwner:
		t.received = takenBy{true, record.Verdict}
	}
	if record.Kind != program.RecordAccepted {
		t.final, t.sweep = true, r.sweep
		r.ending = append(r.ending, number)
	}
	r.taken.put(number, t)
	return r.decide(number)
}

// swept ends the reading of a sweep, and returns the messages that are wanted now.
func (r *receivers) swept() (due []*undecided) {
	still := r.ending[:0]
	for _, number := range r.ending {
		if t, _ := r.taken.get(number); t.final && t.sweep == r.sweep {
			still = append(still, number)
		} else {
			due = append(due, r.decide(number)...)
		}
	}
	r.ending = still
	return due
}

// decide does with the messages to a receiver what can be done by now, and returns those
// that are wanted.
func (r *receivers) decide(number uint64) []*undecided {
	var due, rest []*undecided
	for _, u := range r.waiting[number] {
		switch r.fateOf(&u.record) {
		case wanted:
			due = append(due, u)
			r.done(u)
		case unwanted:
			r.drop(u.message.Counts())
			r.done(u)
		case unknown:
			r.lose(u.message.Counts(), u.message.IsEvent())
			r.done(u)
		default:
			rest = append(rest, u)
		}
	}
	if delete(r.waiting, number); len(rest) > 0 {
		r.waiting[number] = rest
	}
	return due
}

// keep keeps a message that is open. It is the receivers' from now on. If that is too much,
// the oldest ones are given up.
func (r *receivers) keep(record *program.Record, m *format.Message, key uint64) {
	u := &undecided{record: *record, message: m, key: key, size: overhead + int(m.Size())}
	r.waiting[record.Receiver] = append(r.waiting[record.Receiver], u)
	r.oldest = append(r.oldest, u)
	r.bytes += u.size
	for r.bytes > r.limit {
		r.giveUp(r.oldest[0])
	}
}

// giveUp gives a message up, the oldest of its number.
func (r *receivers) giveUp(u *undecided) {
	if !u.decided {
		number := u.record.Receiver
		if r.waiting[number] = r.waiting[number][1:]; len(r.waiting[number]) == 0 {
			delete(r.waiting, number)
		}
		r.lose(u.message.Counts(), u.message.IsEvent())
		r.done(u)
	}
	r.forgetDone()
}

// end gives up what still waits.
func (r *receivers) end() {
	for len(r.oldest) > 0 {
		r.giveUp(r.oldest[0])
	}
}

// done ends the wait of a message.
func (r *receivers) done(u *undecided) {
	u.decided = true
	r.bytes -= u.size
	r.forgetDone()
}

// forgetDone forgets the leading ones that do not wait any more.
func (r *receivers) forgetDone() {
	n := 0
	for n < len(r.oldest) && r.oldest[n].decided {
		r.oldest[n] = nil
		n++
	}
	r.oldest = r.oldest[n:]
}

// drop counts what is not wanted, if it counts as a message.
func (r *receivers) drop(counts bool) {
	if counts {
		r.unwanted++
	}
}

// lose counts what is given up: a message, if it counts as one, or an event.
func (r *receivers) lose(counts, event bool) {
	switch {
	case event:
		r.untold++
	case counts:
		r.unknown++
	}
}
