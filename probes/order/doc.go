// Package order puts what the programs tell of sends in the order in which they went
// out. It is pure: records and the ends of sweeps over the rings go in (order.go), what
// arrived of each send is kept (arrived.go), and pieces come out, a whole message in
// most cases.
//
// # Why it is a causal order
//
// Who reacts to a message enters its own send after it received that message, so after the
// message was queued, and its send entered.
//
// What makes this hold by construction, and not by a time margin, is a send's first record.
// It is in some CPU's ring before a single byte of the send can reach a receiver: the begin
// record is output when the send is entered, and the only one of a plain send just before
// its buffer is queued. So if B reacts to A, A's first record is there before B's. Rings
// are read in sweeps; a sweep reads every ring as far as it was filled when the
// sweep started. If B's first record is read in one sweep, A's may have been
// missed there (its ring was read first), but not in the next. Therefore B is
// released only after one further sweep, and only when nothing that began
// before it is unfinished or was read in the latest sweep alone.
//
// # What nothing caused
//
// A program takes the time of a message and then outputs it, and its CPU may stand still in
// between, for longer than a few sweeps take. Others that it did not cause may be newer and
// there already. While it is at that it says so (program.Progress); who reads this before a
// sweep knows up to when the rings are complete (Below), and no message goes before an
// older one, though neither caused the other. A message that one record tells all of, as
// most do, need not wait for a further sweep then, if it is older than the one that has it:
// so is all that caused it, which was in the rings before.
//
// # Events
//
// What happens besides sends (program.Event) is one record, too, and in the rings before
// anybody can react to it; so it has its place by the same rules.
//
// # Sends that block
//
// A send can block for as long as it likes, and cannot affect anybody meanwhile:
// before it goes on, a record tells so, which is as good as a begin record for all that
// it sends from then on: a resume record or, where buffers are read when they are queued,
// that with the next one's bytes. So past the hold a send holds nobody back
// any more. What it sent until then becomes a message, and the rest, once there
// is any, another piece, which counts from that record. Only who pauses unnoticed
// past the hold, waiting for a page of its own from a slow disk, is shown late,
// after newer messages; these are marked and counted.
//
// # Memory
//
// What comes of a record is copied once, to a buffer of its own that is used again when the
// message is let go (buffers.go): so what is held of a send does not depend on the order in
// which its records come. Those of a message of several records are joined then. A stream's
// send that goes on and on is let go in pieces (pieceLimit). What is kept for use again is
// bounded: buffers by maxKept, the joined bytes by maxJoined, sends by maxFree. What is
// outstanding is as much as the rings bring in two sweeps, and what a send that blocks
// holds back, up to Queue.Limit.
package order
