package top

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// after is a reading some seconds after noon.
func after(seconds int, flows ...probes.Flow) *probes.Reading {
	return &probes.Reading{At: noon.Add(time.Duration(seconds) * time.Second), Flows: flows}
}

// flow is what a stream flow counted, of sends of ten bytes.
func flow(from, to format.End, messages uint64) probes.Flow {
	return probes.Flow{
		ID:   probes.FlowID{FromInode: from.Inode, ToInode: to.Inode, FromPid: from.Pid, ToPid: to.Pid},
		Type: format.Stream, From: from, To: to, Messages: messages, Bytes: 10 * messages,
		Last: noon.Add(time.Duration(messages) * time.Millisecond),
	}
}

var (
	client = format.End{Inode: 50, Pid: 5, Comm: "client"}
	server = format.End{Inode: 60, Pid: 6, Comm: "server", Name: "/run/x"}
)

// shown is what a test compares of a pair.
type shown struct {
	A, B       string
	AtoB, BtoA uint64
}

func show(i *Interval) []shown {
	var all []shown
	for _, p := range i.Pairs {
		all = append(all, shown{p.A.String(), p.B.String(), p.AtoB.Messages, p.BtoA.Messages})
		if p.AtoB.Bytes != 10*p.AtoB.Messages || p.BtoA.Bytes != 10*p.BtoA.Messages {
			panic("the bytes are not those of the messages")
		}
	}
	slices.SortFunc(all, func(a, b shown) int { return int(a.AtoB) - int(b.AtoB) })
	return all
}

func TestRates(t *testing.T) {
	var r rates
	for _, step := range []struct {
		reading *probes.Reading
		length  time.Duration
		want    shown
	}{
		{after(0, flow(client, server, 100), flow(server, client, 10)), 0, shown{"client[5]", "server[6]", 0, 0}},
		{after(2, flow(server, client, 11), flow(client, server, 130)), 2 * time.Second, shown{"client[5]", "server[6]", 30, 1}},
		{after(3, flow(client, server, 130), flow(server, client, 11)), time.Second, shown{"client[5]", "server[6]", 0, 0}},
		// The kernel has forgotten one direction, then counts it anew.
		{after(4, flow(client, server, 131)), time.Second, shown{"client[5]", "server[6]", 1, 0}},
		{after(5, flow(client, server, 4), flow(server, client, 2)), time.Second, shown{"client[5]", "server[6]", 4, 2}},
	} {
		i := r.next(step.reading)
		if diff := cmp.Diff([]shown{step.want}, show(i)); diff != "" {
			t.Errorf("at %v: %s", step.reading.At, diff)
		}
		if i.Length != step.length {
			t.Errorf("at %v: length %v, want %v", step.reading.At, i.Length, step.length)
		}
	}
}

// TestPairs: what belongs together, and which end is which.
func TestPairs(t *testing.T) {
	with := func(e format.End, change func(*format.End)) format.End {
		change(&e)
		return e
	}
	unknown := with(server, func(e *format.End) { e.Pid, e.Comm = 0, "" })
	waiting := with(server, func(e *format.End) { e.Inode, e.Pid, e.Comm = 0, 1, "systemd" })
	listener := with(server, func(e *format.End) { e.Pid, e.Comm = 1, "systemd" })
	worker := with(server, func(e *format.End) { e.Pid, e.Comm = 7, "worker" })
	plain := with(server, func(e *format.End) { e.Name = "" })
	datagram := func(f probes.Flow) probes.Flow { f.Type = format.Datagram; return f }
	for _, test := range []struct {
		name  string
		flows []probes.Flow
		want  []shown
	}{
		{"the bound end is B", []probes.Flow{flow(server, client, 1), flow(client, server, 2)}, []shown{{"client[5]", "server[6]", 2, 1}}},
		{"without names the older socket is B", []probes.Flow{flow(client, plain, 1), flow(plain, client, 2)}, []shown{{"server[6]", "client[5]", 2, 1}}},
		{"receiver unknown at first", []probes.Flow{flow(client, unknown, 1), flow(client, server, 2), flow(server, client, 3)}, []shown{{"client[5]", "server[6]", 3, 3}}},
		{"not accepted at first", []probes.Flow{flow(client, waiting, 1), flow(client, server, 2)}, []shown{{"client[5]", "server[6]", 3, 0}}},
		{"not accepted at first, then an answer", []probes.Flow{flow(client, waiting, 1), flow(server, client, 3)}, []shown{{"client[5]", "server[6]", 1, 3}}},
		{"never accepted", []probes.Flow{flow(client, waiting, 1)}, []shown{{"client[5]", "systemd[1]", 1, 0}}},
		{"taken over", []probes.Flow{flow(client, listener, 1), flow(server, client, 2)}, []shown{{"client[5]", "server[6]", 1, 2}}},
		{"two servers over one socket", []probes.Flow{flow(server, client, 1), flow(worker, client, 2), flow(client, worker, 4)},
			[]shown{{"client[5]", "server[6]", 0, 1}, {"client[5]", "worker[7]", 4, 2}}},
		{"a datagram has no peer", []probes.Flow{datagram(flow(client, waiting, 1)), datagram(flow(client, server, 2))},
			[]shown{{"client[5]", "systemd[1]", 1, 0}, {"client[5]", "server[6]", 2, 0}}},
		{"to itself", []probes.Flow{datagram(flow(server, server, 2))}, []shown{{"server[6]", "server[6]", 2, 0}}},
	} {
		var r rates
		r.next(after(0))
		i := r.next(after(1, test.flows...))
		if diff := cmp.Diff(test.want, show(i)); diff != "" {
			t.Errorf("%s: %s", test.name, diff)
		}
		for _, p := range i.Pairs {
			if p.Name() != server.Name && test.name != "without names the older socket is B" {
				t.Errorf("%s: it is called %q", test.name, p.Name())
			}
		}
	}
}

func TestLastSeenOfBothDirections(t *testing.T) {
	var r rates
	i := r.next(after(0, flow(client, server, 3), flow(server, client, 8)))
	if want := noon.Add(8 * time.Millisecond); len(i.Pairs) != 1 || !i.Pairs[0].Last.Equal(want) {
		t.Errorf("%+v, want last %v", i.Pairs[0], want)
	}
}
