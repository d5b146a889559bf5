package probes

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cilium/ebpf/link"
	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// TestProbesInOrder: at a return before at the entry, what follows a send before what
// puts it in flight, that before what sees all others, and who is who before all that.
func TestProbesInOrder(t *testing.T) {
	users, returns, entries := probesOf(kernel.Functions)
	eventReturns, eventEntries := eventProbesOf(kernel.ConnectionFunctions)
	names := func(probes []probe) (names []string) {
		for _, p := range probes {
			name := p.function + " " + p.program
			if p.sends {
				name += " sends"
			}
			names = append(names, name)
		}
		return names
	}
	for _, step := range []struct{ got, want []string }{
		{names(users), []string{
			"unix_create socket_made", "unix_accept socket_made",
			"security_sock_graft accepted", "unix_sock_destructor freed", "unix_release closed",
			"unix_stream_recvmsg socket_used", "unix_dgram_recvmsg socket_used", "unix_seqpacket_recvmsg socket_used",
			"unix_stream_splice_read socket_used",
			"__scm_send ancillary_sent",
			"wake_up_new_task new_task", "release_task task_gone",
		}},
		{names(returns), []string{
			"unix_stream_sendmsg send_return", "unix_dgram_sendmsg send_return", "unix_stream_sendpage send_return",
		}},
		{names(entries), []string{
			"security_unix_may_send may_send", "sock_alloc_send_pskb checkpoint",
			"skb_copy_datagram_from_iter resumed", "skb_splice_from_iter resumed", "skb_append_pagefrags resumed",
			"unix_stream_sendmsg stream_entry sends", "unix_dgram_sendmsg dgram_entry sends", "unix_stream_sendpage page_entry sends",
			"skb_queue_tail queued sends",
		}},
		{names(eventReturns), []string{
			"unix_stream_connect connect_return", "unix_dgram_connect connect_return", "security_unix_stream_connect connected",
		}},
		{names(eventEntries), []string{
			"unix_stream_connect connect_entry", "unix_dgram_connect connect_entry", "security_unix_stream_connect connect_found",
			"security_sock_graft accept_told", "unix_shutdown shut_down", "unix_release close_told",
		}},
	} {
		if diff := cmp.Diff(step.want, step.got); diff != "" {
			t.Error(diff)
		}
	}
}

// closing is a probe that tells when it is removed.
type closing struct {
	link.Link
	close func() error
}

func (c closing) Close() error { return c.close() }

// TestDetachInOrder: what sees sends queued before what begins them, that before what follows
// them, and returns last; and those of one kind at the same time.
func TestDetachInOrder(t *testing.T) {
	var (
		order atomic.Int32
		errs  = []error{errors.New("first"), errors.New("second")}
	)
	// Two of a kind wait for each other, and see how many kinds went before.
	pair := func(kind int32) []link.Link {
		var both sync.WaitGroup
		both.Add(2)
		var links []link.Link
		for i := range 2 {
			links = append(links, closing{close: func() error {
				if got := order.Load(); got != kind {
					t.Errorf("one of kind %d is removed when %d kinds are gone", kind, got)
				}
				both.Done()
				both.Wait()
				if i == 1 {
					order.Add(1)
				}
				if kind == 2 {
					return errs[i]
				}
				return nil
			}})
		}
		return links
	}
	at := &attached{queues: pair(0), begins: pair(1), others: pair(2), returns: pair(3), missed: 7}
	err := at.detach()
	if !errors.Is(err, errs[0]) || !errors.Is(err, errs[1]) {
		t.Errorf("both errors are to be told: %v", err)
	}
	if order.Load() != 4 || at.missed != 7 {
		t.Errorf("%d kinds are gone, %d missed", order.Load(), at.missed)
	}
	if err := at.detach(); err != nil || order.Load() != 4 {
		t.Errorf("once more: %v", err)
	}
}
