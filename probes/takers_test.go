package probes

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/kernel/proc"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// TestTakers: what is counted is judged as what is captured, by what the kernel's maps tell.
func TestTakers(t *testing.T) {
	master := program.Taker{Inode: 10, Process: process(1, "master")}
	worker := program.Taker{Verdict: byProcess, Inode: 10, Process: process(2, "worker")}
	nobody := program.Taker{}
	other := program.Taker{Inode: 10, Process: process(3, "other")}
	const number = 7
	for name, test := range map[string]struct {
		accepted, received *program.Taker
		record             program.Record
		want               fate
		who                string
	}{
		"nothing is known":            {want: open},
		"accepted":                    {accepted: &worker, want: wanted, who: "worker"},
		"accepted, and may be passed": {accepted: &master, want: open, who: "master"},
		"passed":                      {accepted: &master, received: &worker, want: wanted, who: "worker"},
		"received by another":         {accepted: &master, received: &other, want: unwanted, who: "other"},
		"wanted for who accepted":     {accepted: &worker, received: &other, want: wanted, who: "other"},
		"nobody will":                 {received: &nobody, want: unwanted},
		"accepted and never received": {accepted: &worker, received: &nobody, want: wanted, who: "worker"},
		"nobody was seen":             {received: &nobody, record: program.Record{To: program.End{Inode: 10}, Use: program.UseHeld}, want: unknown},
		"wanted as it is":             {record: program.Record{Verdict: butProcess | byProcess}, want: wanted},
		"it could not be noted":       {record: program.Record{Receiver: program.NoReceiver}, want: unknown},
	} {
		c := &Counter{takers: newTakers()}
		c.takers.accepted, c.takers.received = map[uint64]program.Taker{}, map[uint64]program.Taker{}
		if test.accepted != nil {
			c.takers.accepted[number] = *test.accepted
		}
		if test.received != nil {
			c.takers.received[number] = *test.received
		}
		r := test.record
		if r.Receiver == 0 {
			r.Receiver = number
		}
		r.Verdict |= butProcess
		if got := c.fateOf(&r); got != test.want {
			t.Errorf("%s: fate %d, want %d", name, got, test.want)
		}
		if p, _ := c.takers.who(number); p.Comm != test.who {
			t.Errorf("%s: %q receives, want %q", name, p.Comm, test.who)
		}
	}
	flows := func(receiver uint64, messages uint64) rawFlow {
		return rawFlow{program.FlowKey{Receiver: receiver}, program.Flow{Messages: messages, Verdict: butProcess}}
	}
	c := &Counter{takers: newTakers(), owners: proc.NewOwners(t.TempDir())}
	c.takers.accepted = map[uint64]program.Taker{1: worker}
	c.takers.received = map[uint64]program.Taker{2: other}
	kept, others, undecided := c.decide([]rawFlow{flows(0, 1), flows(1, 2), flows(2, 4), flows(3, 8)})
	if len(kept) != 2 || others != 12 || undecided != 8 {
		t.Errorf("%d flows, %d not counted, %d undecided", len(kept), others, undecided)
	}
}
