package top

import (
	"cmp"
	"slices"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes"
)

// rates turns readings, which count from the start, into intervals.
type rates struct {
	last *probes.Reading
	seen map[probes.FlowID]Tally // what the last reading said
}

// next is what was sent since the reading before, in no order. The first reading has
// nothing to compare with, so that its interval is empty, whatever was counted.
func (r *rates) next(reading *probes.Reading) *Interval {
	i := &Interval{End: reading.At, Losses: reading.Stats.Losses()}
	sent := make(map[probes.FlowID]Tally, len(reading.Flows))
	seen := make(map[probes.FlowID]Tally, len(reading.Flows))
	for n := range reading.Flows {
		f := &reading.Flows[n]
		now, before := Tally{Messages: f.Messages, Bytes: f.Bytes}, r.seen[f.ID]
		seen[f.ID] = now
		switch {
		case r.last == nil:
			now = Tally{}
		case now.Messages < before.Messages:
			// The kernel forgot the flow and counted anew.
		default:
			now.Messages -= before.Messages
			now.Bytes -= before.Bytes
		}
		sent[f.ID] = now
	}
	if r.last != nil {
		i.Length = reading.At.Sub(r.last.At)
	}
	r.last, r.seen = reading, seen
	i.Pairs = pairs(reading.Flows, sent)
	return i
}

// endID tells ends apart: a process at a socket.
type endID struct {
	inode uint64
	pid   int
}

func idOf(e format.End) endID { return endID{e.Inode, e.Pid} }

func (a endID) compare(b endID) int {
	return cmp.Or(cmp.Compare(a.inode, b.inode), cmp.Compare(a.pid, b.pid))
}

// pairID tells pairs apart, the lower end first.
type pairID struct {
	low, high endID
	kind      format.SocketType
}

// pairs joins both directions.
func pairs(flows []probes.Flow, sent map[probes.FlowID]Tally) []*Pair {
	known := learn(flows)
	byID := map[pairID]*Pair{}
	var all []*Pair
	// In the order of their numbers, so that what a pair is called does not change
	// from one time to the next.
	flows = slices.Clone(flows)
	slices.SortFunc(flows, func(a, b probes.Flow) int {
		return cmp.Or(
			cmp.Compare(a.ID.FromInode, b.ID.FromInode), cmp.Compare(a.ID.ToInode, b.ID.ToInode),
			cmp.Compare(a.ID.FromPid, b.ID.FromPid), cmp.Compare(a.ID.ToPid, b.ID.ToPid))
	})
	for n := range flows {
		f := &flows[n]
		from, to := f.From, known.receiver(f)
		id := pairID{idOf(from), idOf(to), f.Type}
		if id.high.compare(id.low) < 0 {
			id.low, id.high = id.high, id.low
		}
		p := byID[id]
		if p == nil {
			p = &Pair{Type: f.Type, A: from, B: to}
			if isServer(from, to) {
				p.A, p.B = to, from
			}
			byID[id] = p
			all = append(all, p)
		}
		t := &p.AtoB
		if idOf(p.A) != idOf(from) {
			t = &p.BtoA
		}
		t.Messages += sent[f.ID].Messages
		t.Bytes += sent[f.ID].Bytes
		if f.Last.After(p.Last) {
			p.Last = f.Last
		}
	}
	return all
}

// isServer reports whether a looks like the one that serves b: it is bound to a name,
// else its socket is the older one.
func isServer(a, b format.End) bool {
	if named := a.Name != ""; named != (b.Name != "") {
		return named
	}
	return a.Inode != 0 && a.Inode < b.Inode
}

// knowledge is what flows tell of the receivers of others.
type knowledge struct {
	peers   map[uint64]format.End   // by the inode of a connected socket, its peer's end
	senders map[uint64][]format.End // the ends that were seen sending, by inode
}

func learn(flows []probes.Flow) *knowledge {
	k := &knowledge{peers: map[uint64]format.End{}, senders: map[uint64][]format.End{}}
	for n := range flows {
		f := &flows[n]
		inode := f.From.Inode
		if inode == 0 {
			continue
		}
		known := func(e format.End) bool { return e.Pid == f.From.Pid }
		if !slices.ContainsFunc(k.senders[inode], known) {
			k.senders[inode] = append(k.senders[inode], f.From)
		}
		if f.Type != format.Datagram && f.To.Inode != 0 {
			k.peers[inode] = f.To
			if _, ok := k.peers[f.To.Inode]; !ok {
				k.peers[f.To.Inode] = f.From
			}
		}
	}
	return k
}

// receiver is the end that a flow goes to. What went over a connection before it was
// accepted went to who accepted it; and if only one process was ever seen sending over
// a socket, it is that one's, whoever held it before.
func (k *knowledge) receiver(f *probes.Flow) format.End {
	to := f.To
	if to.Inode == 0 && f.From.Inode != 0 && f.Type != format.Datagram {
		if peer, ok := k.peers[f.From.Inode]; ok {
			to = peer
		}
	}
	if senders := k.senders[to.Inode]; to.Inode != 0 && len(senders) == 1 {
		name := to.Name
		to = senders[0]
		if to.Name == "" {
			to.Name = name
		}
	}
	return to
}
