package probes

import (
	"testing"

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
