package probes

import (
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
)

// Stats account for every send that matched the filter.
type Stats struct {
	Matched   uint64 // sends that matched; of plain ones, those that the kernel accepted
	Complete  uint64 // of them, those that reached this process whole or in part
	Refused   uint64 // of them, those of which the kernel accepted nothing: no messages; of plain sends known only if Filter.Refused asks for them
	InFlight  uint64 // of them, those not finished yet, or when the capture ended
	RingFull  uint64 // of them, lost because a ring was full
	NoRing    uint64 // of them, lost because there was no ring yet for a CPU that came online
	TableFull uint64 // of them, lost because too many sends were in flight
	NoReturn  uint64 // of them, lost because their return was not seen

	Undecided uint64 // sends that perhaps matched: by the end, or for too much, it was not known who received them
	Unowned   uint64 // times that it was not noted whose a socket is, if the filter asks for that: the table was full

	Unfollowed  uint64 // sends shown as a message for each buffer, because too many were in flight
	Skipped     uint64 // entries of any send that the kernel ran no program at; it tells since Linux 6.7
	Holes       uint64 // messages, or pieces, with bytes missing
	Late        uint64 // messages, or pieces, shown after newer ones
	Unordered   uint64 // records that order depends on, lost because a ring was full or not there yet
	TailRefused uint64 // messages cut short by the kernel's limit of tail calls
	GroupsFull  uint64 // control groups that were made and are not captured, as there are too many
	PidsFull    uint64 // processes that were started by followed ones and are not captured, as there are too many
	ControlLost uint64 // messages whose ancillary data found no room in a ring, or no ring
	MemfdsGone  uint64 // memfds that were passed and of which nothing could be read, if that was asked for
	MemfdsPart  uint64 // of which less than was asked for could be read
	Malformed   uint64 // records from the rings that made no sense
	FilesLeft   uint64 // files that were passed and not looked at, as that took too long
	EventsLost  uint64 // events that are not told of
	Unwritten   uint64 // messages that were captured when the output had failed
	Handers     uint64 // processes that have handed sockets on, if others may be forgotten; known at the end
	Closers     uint64 // closed ends whose peers are open, if others may be forgotten; known at the end

	Ended bool // these are the last figures of the capture
}

// Lost is how many messages are missing.
func (s Stats) Lost() uint64 {
	return s.RingFull + s.NoRing + s.TableFull + s.NoReturn
}

// Losses are the figures that are not 0 and should be.
func (s Stats) Losses() []format.Loss {
	unfinished := "not finished yet"
	if s.Ended {
		unfinished = "not finished when the capture ended"
	}
	return notZero([]format.Loss{
		{Cause: "ring full", Count: s.RingFull, Note: "lost because a ring was full (a larger -B helps)", Missing: true},
		{Cause: "no ring", Count: s.NoRing, Note: "lost because their CPU had only just come online", Missing: true},
		{Cause: "in-flight table full", Count: s.TableFull, Note: "lost because too many sends were under way at once", Missing: true},
		{Cause: "return not seen", Count: s.NoReturn, Note: "lost because the kernel did not report the end of the send (unixsnoop check may say why)", Missing: true},
		{Cause: "receiver not known, perhaps", Count: s.Undecided, Note: "perhaps lost: who receives them was not known in time"},
		{Cause: "sockets' owners not noted, perhaps", Count: s.Unowned, Note: "sockets whose messages are perhaps lost: too many were open to know whose they are"},
		{Cause: "in-flight table full, in pieces", Count: s.Unfollowed, Note: "sends shown in pieces, without the descriptors and credentials that they pass, because too many were under way at once"},
		{Cause: "entry skipped by the kernel, perhaps", Count: s.Skipped, Note: "sends perhaps unseen because the kernel skipped a probe"},
		{Cause: "too many control groups", Count: s.GroupsFull, Note: "control groups of a container not captured because there are too many"},
		{Cause: "too many processes", Count: s.PidsFull, Note: "started processes not captured because too many are followed"},
		{Cause: "bytes missing", Count: s.Holes, Note: "with bytes missing"},
		{Cause: "not finished", Count: s.InFlight, Note: unfinished},
		{Cause: "late", Count: s.Late, Note: "shown after newer ones"},
		{Cause: "order", Count: s.Unordered, Note: "notes on the order lost because a ring was full or not there yet, so that messages may be out of order"},
		{Cause: "ancillary data", Count: s.ControlLost, Note: "without the descriptors and credentials that they pass, because a ring was full or not there yet"},
		{Cause: "files not looked at", Count: s.FilesLeft, Note: "files that were passed of which no more than the name is told, because looks at others took too long"},
		{Cause: "cut short", Count: s.TailRefused, Note: "cut short, as they were sent from too many segments"},
		{Cause: "events", Count: s.EventsLost, Note: "connections and refusals not told of, because a ring was full or who accepts was not known in time"},
		{Cause: "who handed sockets on, perhaps", Count: s.Handers, Note: "processes handed sockets on, as many as there is room for: others may be forgotten, and taken for who receives"},
		{Cause: "who closed first, perhaps", Count: s.Closers, Note: "ends are closed whose peers are open, as many as there is room for: of others it may not be told who closed first"},
		{Cause: "memfd", Count: s.MemfdsGone, Note: "memfds passed that could not be read"},
		{Cause: "memfd, in part", Count: s.MemfdsPart, Note: "memfds passed that could be read in part only"},
		{Cause: "malformed record", Count: s.Malformed, Note: "records of the kernel programs that made no sense (please report this)"},
	})
}

func notZero(losses []format.Loss) []format.Loss {
	return slices.DeleteFunc(losses, func(l format.Loss) bool { return l.Count == 0 })
}

// Stats reads the figures of a capture: so far, on the goroutine of Run, or the last ones,
// when it has returned. It makes no map call.
func (c *Capture) Stats() (Stats, error) {
	n, err := c.counts.read()
	if err != nil {
		return Stats{}, err
	}
	events, err := c.counts.readEvents()
	if err != nil {
		return Stats{}, err
	}
	// What turned out not to match was output all the same, and what is undecided was.
	receivers := c.reader.receivers
	others := receivers.unwanted + receivers.unknown
	s := Stats{
		Matched:     n.Matched - others,
		Complete:    n.Ended - others,
		Refused:     n.Cancelled,
		RingFull:    n.RingFull,
		NoRing:      n.NoRing,
		TableFull:   n.TableFull,
		NoReturn:    n.MissedReturn,
		Undecided:   receivers.unknown,
		Unfollowed:  n.Unfollowed,
		Skipped:     c.skipped(),
		Holes:       c.reader.order.Holes,
		Late:        c.reader.order.Late + c.reader.late,
		Unordered:   n.Unordered,
		TailRefused: n.TailRefused,
		GroupsFull:  uint64(n.GroupsFull),
		PidsFull:    uint64(n.PidsFull),
		ControlLost: n.ControlLost,
		FilesLeft:   c.reader.passed.left,
		EventsLost:  events.Lost + receivers.untold,
		Unwritten:   c.reader.unwritten,
		Handers:     c.handers,
		Closers:     c.closers,
		MemfdsGone:  c.reader.passed.contents.gone,
		MemfdsPart:  c.reader.passed.contents.part,
		Malformed:   c.reader.bad + c.rings.Malformed() + c.reader.order.Strays,
		Ended:       c.ended,
	}
	// The programs count as lost what they could not end. But of a datagram all was known
	// when it began, so it is there, with a hole at its end.
	s.Complete += c.reader.order.Headed
	ring := min(s.RingFull, c.reader.order.Headed)
	s.RingFull -= ring
	s.NoRing -= min(s.NoRing, c.reader.order.Headed-ring)
	if c.byProcess {
		s.Unowned = n.OwnersFull
	}
	// Others may be counting while this reads.
	s.InFlight = s.Matched - min(s.Matched, s.Complete+s.Refused+s.Lost())
	over := min(s.InFlight, c.over.sure+c.reader.order.Abandoned)
	s.NoReturn += over
	s.InFlight -= over
	return s, nil
}

// skipped sums up what the kernel says of programs and probes it did not run,
// because another was running on the CPU or a task there was in the bpf system call.
func (c *Capture) skipped() uint64 {
	n := c.probes.missed
	for _, p := range entryProbes {
		program := c.loaded.Programs[p.program]
		if program == nil || !p.sees(c.offsets) {
			continue
		}
		if stats, err := program.Stats(); err == nil {
			n += stats.RecursionMisses
		}
	}
	return n
}
