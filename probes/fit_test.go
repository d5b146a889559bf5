package probes

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/unixsnoop/unixsnoop/kernel"
)

// TestFunctionsFitPrograms: a name that is misspelt on either side is an error, as are
// a program that runs nowhere, and a function without one.
func TestFunctionsFitPrograms(t *testing.T) {
	functions := []kernel.Function{
		{Name: "f", Entry: "f_entry", Return: "f_return"},
		{Name: "g", Entry: "g_entry", For: kernel.Processes},
		{Name: "h", Entry: "g_entry", For: kernel.Processes},
	}
	processes := map[kernel.Purpose]bool{kernel.Everything: true, kernel.Processes: true}
	for _, test := range []struct {
		built  []string
		wanted map[kernel.Purpose]bool
		want   string // empty if it fits
	}{
		{[]string{"f_entry", "f_return", "g_entry"}, processes, ""},
		{[]string{"f_entry", "f_return", "g_entry", "emit", "control"}, processes, ""},
		{[]string{"f_entry", "f_return"}, map[kernel.Purpose]bool{kernel.Everything: true}, ""},
		{[]string{"f_entri", "f_return", "g_entry"}, processes, `there is no program "f_entry" to probe f with` + "\n" + `the program "f_entri" runs at no function`},
		{[]string{"f_entry", "g_entry"}, processes, `there is no program "f_return" to probe f with`},
		{[]string{"f_entry", "f_return"}, processes, `there is no program "g_entry" to probe g with` + "\n" + `there is no program "g_entry" to probe h with`},
		{[]string{"f_entry", "f_return", "g_entry"}, map[kernel.Purpose]bool{kernel.Everything: true}, `the program "g_entry" runs at no function`},
		{[]string{"f_entry", "f_return", "g_entry", ""}, processes, `the program "" runs at no function`},
	} {
		got := ""
		if err := fit(functions, test.built, test.wanted); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%q: got\n%s\nwant\n%s", test.built, got, test.want)
		}
	}
	if err := fit([]kernel.Function{{Name: "f"}}, nil, processes); err == nil {
		t.Error("a function without a program fits")
	}
}

// TestProgramsFit: the programs of either mode and of any filter fit the functions
// of the kernel, which building them checks: without one of those it is an error.
func TestProgramsFit(t *testing.T) {
	o := offsetsOf(t, "6.12", "amd64")
	for _, f := range []Filter{{}, everyCriterion, {Aside: []int{1}}} {
		for _, m := range []mode{capturing, counting} {
			if _, err := build(o, f, m); err != nil {
				t.Errorf("mode %v, %+v: %v", m, f, err)
			}
		}
	}
	before := kernel.Functions
	defer func() { kernel.Functions = before }()
	kernel.Functions = slices.Clone(before)
	kernel.Functions[0].Entry = "stream_enrty"
	if _, err := build(o, Filter{}, capturing); err == nil {
		t.Error("a misspelt program is no error")
	}
}

// TestProbesInOrder: at a return before at the entry, what follows a send before what
// puts it in flight, and who is who before all that.
func TestProbesInOrder(t *testing.T) {
	users, returns, entries := probesOf(kernel.Functions)
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
			"unix_stream_recvmsg socket_used", "unix_dgram_recvmsg socket_used", "unix_seqpacket_recvmsg socket_used",
			"wake_up_new_task new_task", "release_task task_gone",
		}},
		{names(returns), []string{
			"unix_stream_sendmsg send_return", "unix_dgram_sendmsg send_return", "unix_stream_sendpage send_return",
		}},
		{names(entries), []string{
			"security_unix_may_send may_send", "sock_alloc_send_pskb checkpoint",
			"skb_copy_datagram_from_iter resumed", "skb_splice_from_iter resumed", "skb_append_pagefrags resumed",
			"unix_stream_sendmsg stream_entry sends", "unix_dgram_sendmsg dgram_entry sends", "unix_stream_sendpage page_entry sends",
		}},
	} {
		if diff := cmp.Diff(step.want, step.got); diff != "" {
			t.Error(diff)
		}
	}
}
