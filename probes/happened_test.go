package probes

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/probes/program"
)

// happenings is an inbox of events, and what was made of them.
type happenings struct {
	*inbox
	out keeper
}

func newHappenings(t *testing.T) *happenings {
	h := &happenings{inbox: newInbox(t)}
	h.reader.out = &h.out
	return h
}

// tell has the reader find an event.
func (h *happenings) tell(r program.Record, e program.Event) {
	r.Kind, r.Thread = program.RecordEvent, uint64(r.From.Process.Pid)<<32|uint64(r.From.Process.Pid)
	raw := unsafe.Slice((*byte)(unsafe.Pointer(&e)), unsafe.Sizeof(e))
	h.take(r, string(raw))
}

func (h *happenings) told(want ...string) []*format.Message {
	h.t.Helper()
	h.pass(long)
	messages := h.out.messages
	h.out.messages = nil
	got := lines(messages)
	if len(got) != len(want) {
		h.t.Fatalf("got %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			h.t.Errorf("got %q, want %q", got, want)
		}
	}
	return messages
}

// TestHappened: what records tell of events is what is shown of them.
func TestHappened(t *testing.T) {
	h := newHappenings(t)
	client := program.End{Inode: 1001, Process: process(7, "cli")}
	server := program.End{Inode: 2002, Process: process(8, "srv"), Name: program.Name{Kind: 1, Len: 2, Bytes: [108]byte{'/', 's'}}}
	of := func(from, to program.End) program.Record {
		return program.Record{Type: uint32(format.Stream), From: from, To: to, Use: 3, Verdict: butProcess | byProcess}
	}
	h.tell(of(server, client), program.Event{Kind: program.EventAccept})
	h.tell(of(client, server), program.Event{Kind: program.EventShutdown, How: unix.SHUT_WR})
	h.tell(of(server, client), program.Event{Kind: program.EventShutdown, How: unix.SHUT_RDWR})
	h.tell(of(client, server), program.Event{Kind: program.EventRefused, Result: -int64(unix.EPIPE), Offered: 9})
	h.tell(of(client, server), program.Event{Kind: program.EventClose, How: 1})
	h.tell(of(client, program.End{Name: server.Name}), program.Event{Kind: program.EventConnect, Result: -int64(unix.ECONNREFUSED)})
	h.tell(of(server, program.End{}), program.Event{Kind: program.EventClose})
	messages := h.told("srv > cli accept", "cli > srv shutdown write", "srv > cli shutdown both", "cli > srv send refused: EPIPE 9",
		"cli > srv close first", "cli >  connect failed: ECONNREFUSED", "srv >  close")
	for i, m := range messages {
		if want := []string{"1001", "2002"}[i/6]; m.Conversation() != want || m.SocketName() != "/s" || m.From.Tid != m.From.Pid {
			t.Errorf("%s: conversation %s, socket %q, thread %d", happened(m), m.Conversation(), m.SocketName(), m.From.Tid)
		}
	}
	if last := messages[6]; !last.IsAlone() {
		t.Errorf("%+v", last)
	}
}

// TestUndecidedEvents: those that wait for who accepts count as no messages, whatever becomes
// of them, and what is given up is counted apart.
func TestUndecidedEvents(t *testing.T) {
	h := newHappenings(t)
	connects := func(number uint64) {
		h.tell(program.Record{
			Type: uint32(format.Stream), Receiver: number, Verdict: butProcess,
			From: program.End{Inode: 1000 + number, Process: process(7, "cli")},
		}, program.Event{Kind: program.EventConnect})
	}
	connects(1)
	connects(2)
	connects(3)
	connects(program.NoReceiver)
	h.inbox.told(program.RecordAccepted, 1, byProcess, "srv")
	h.inbox.told(program.RecordOwner, 2, 0, "other")
	h.told("cli > srv connect")
	check(t, h.reader.drain())
	if r := h.reader.receivers; r.unwanted != 0 || r.unknown != 0 || r.untold != 2 {
		t.Errorf("%d unwanted, %d unknown messages, %d untold events", r.unwanted, r.unknown, r.untold)
	}
}

// TestOddEvents: records that make no sense are counted, and nothing is made of them.
func TestOddEvents(t *testing.T) {
	h := newHappenings(t)
	h.tell(program.Record{}, program.Event{Kind: 99})
	h.take(program.Record{Kind: program.RecordEvent}, "short")
	h.told()
	if h.reader.bad != 2 {
		t.Errorf("%d bad records, want 2", h.reader.bad)
	}
}
