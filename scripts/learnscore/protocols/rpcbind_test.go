package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// rpcbindCall is a call of a procedure by nobody.
func rpcbindCall(xid, version, procedure uint32, arguments string) string {
	return rpcbindSaid(be32(xid, 0, 2, 100000, version, procedure, 0, 0, 0, 0) + arguments)
}

// rpcbindAnswer is what it has as its result.
func rpcbindAnswer(xid uint32, result string) string {
	return rpcbindSaid(be32(xid, 1, 0, 0, 0, 0) + result)
}

// rpcbindSaid is a message behind its length.
func rpcbindSaid(body string) string { return be32(1<<31|uint32(len(body))) + body }

// padded are texts with their length, filled up to four bytes.
func padded(texts ...string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(be32(uint32(len(text))) + room(align(len(text), 4), text))
	}
	return b.String()
}

// TestRPCBind: an answer is told by the call with its id, and lists say before each element that there is one.
func TestRPCBind(t *testing.T) {
	const (
		begin    = "fragment_length:4 xid:4 message_type:4"
		called   = begin + " rpc_version:4 program:4 version:4 procedure:4 credentials_flavor:4 credentials_length:4"
		call     = called + " verifier_flavor:4 verifier_length:4"
		answer   = "?" + begin + " reply_status:4 verifier_flavor:4 verifier_length:4 accept_status:4"
		binding  = " binding_program:4 binding_version:4 binding_netid_length:4 binding_netid:3 binding_netid_padding:1 binding_universal_address_length:4 binding_owner_length:4"
		mapping  = " mapping_program:4 mapping_version:4 mapping_protocol:4 mapping_port:4"
		counters = " statistics_asked_present:4 statistics_indirect_present:4"
	)
	calls := strings.Repeat(" statistics_calls:4", 13) + " statistics_set_calls:4 statistics_unset_calls:4"
	for name, conversation := range map[string][]step{
		"two calls": {
			{rpcbindCall(7, 4, 12, ""), call},
			{rpcbindCall(8, 3, 1, be32(9, 1)+padded("tcp", "", "")), call + binding},
			{rpcbindAnswer(8, be32(1)), answer + " done:4"},
			{rpcbindAnswer(7, strings.Repeat(be32(make([]uint32, 17)...), 2)+be32(make([]uint32, 15)...)+be32(1, 9, 1, 2, 3)+padded("udp")+be32(0, 0)),
				answer + strings.Repeat(calls+counters, 2) + calls + " statistics_asked_present:4 asked_program:4 asked_version:4 asked_success:4 asked_failure:4 asked_netid_length:4 asked_netid:3 asked_netid_padding:1 asked_next_present:4 statistics_indirect_present:4"},
			{rpcbindAnswer(9, ""), "?no"},
			{rpcbindAnswer(8, ""), "?no"},
			{rpcbindCall(8, 3, 1, be32(9)), "no"},
		},
		"lists": {
			{rpcbindCall(1, 2, 4, ""), call},
			{rpcbindAnswer(1, be32(1, 9, 1, 6, 80, 1, 9, 1, 17, 80, 0)), answer + " mapping_present:4" + mapping + " mappings_next_present:4" + mapping + " mappings_next_present:4"},
			{rpcbindAnswer(1, be32(0)), answer + " mapping_present:4"},
			{rpcbindCall(2, 4, 11, be32(9, 1)+padded("tcp", "", "")), call + binding},
			{rpcbindAnswer(2, be32(1)+padded("a", "tcp")+be32(3)+padded("inet", "tcp")+be32(0)),
				answer + " entry_present:4 entries_universal_address_length:4 entries_universal_address:1 entries_universal_address_padding:3 entries_netid_length:4 entries_netid:3 entries_netid_padding:1" +
					" entries_semantics:4 entries_protocol_family_length:4 entries_protocol_family:4 entries_protocol_length:4 entries_protocol:3 entries_protocol_padding:1 entries_next_present:4"},
		},
		"who it is": {
			{rpcbindSaid(be32(1, 0, 2, 100000, 4, 0, 1, 32, 5) + padded("desk") + be32(0, 0, 2, 0, 4, 0, 0)),
				called + " unix_stamp:4 unix_machine_length:4 unix_machine:4 unix_uid:4 unix_gid:4 unix_groups_count:4 unix_groups:4 unix_groups:4 verifier_flavor:4 verifier_length:4"},
			{rpcbindAnswer(1, ""), answer},
			{rpcbindSaid(be32(2, 0, 2, 100000, 4, 6, 6, 4, 1, 0, 0)), called + " credentials:4 verifier_flavor:4 verifier_length:4"},
			{rpcbindAnswer(2, be32(1700000000)), answer + " current_time:4"},
		},
		"no result": {
			{rpcbindCall(1, 5, 0, ""), call},
			{rpcbindSaid(be32(1, 1, 0, 0, 0, 2, 2, 4)), answer + " lowest_version:4 highest_version:4"},
			{rpcbindSaid(be32(1, 1, 0, 0, 0, 3)), answer},
			{rpcbindSaid(be32(1, 1, 1, 0, 2, 2)), "?" + begin + " reply_status:4 reject_status:4 lowest_version:4 highest_version:4"},
			{rpcbindSaid(be32(1, 1, 1, 1, 5)), "?" + begin + " reply_status:4 reject_status:4 authentication_status:4"},
			{rpcbindSaid(be32(1, 1, 1, 1)), "?no"},
		},
		"another program":      {{rpcbindSaid(be32(1, 0, 2, 100003, 3, 0, 0, 0, 0, 0)), "no"}},
		"a call of the server": {{rpcbindCall(1, 4, 0, ""), "?no"}},
	} {
		fields, err := rpcbindFields()
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range conversation {
			m.check(t, name, i, fields)
		}
	}
}

// TestRPCBindTables: all procedures that have a result are called, and what is part of others is declared.
func TestRPCBindTables(t *testing.T) {
	check := func(words string) {
		for _, word := range strings.Fields(words) {
			_, kind, _ := strings.Cut(word, ":")
			kind = strings.TrimLeft(kind, "?*0123456789")
			if _, number := map[string]bool{"u32": true, "bool": true}[kind]; !number && xdrBytes[kind] == "" && rpcbindRecords[kind] == "" {
				t.Errorf("%q has %s, which is not there", words, kind)
			}
		}
	}
	for p, words := range rpcbindAnswers {
		if _, ok := rpcbindCalls[p]; !ok {
			t.Errorf("nobody calls %v", p)
		}
		check(words)
	}
	for _, words := range rpcbindCalls {
		check(words)
	}
	for _, words := range rpcbindRecords {
		check(words)
	}
}

// FuzzRPCBind: whatever is said, fields follow each other and end where the message does.
func FuzzRPCBind(f *testing.F) {
	f.Add([]byte(rpcbindCall(1, 2, 4, "")+rpcbindCall(2, 3, 3, be32(9, 1)+padded("tcp", "", "x"))), []byte(rpcbindAnswer(1, be32(1, 9, 1, 6, 80, 0))+rpcbindAnswer(2, padded("a"))))
	f.Add([]byte(rpcbindCall(1, 4, 12, "")), []byte(rpcbindAnswer(1, string(binary.BigEndian.AppendUint64(nil, 1))+zeros(220))))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		fields, err := rpcbindFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameRPC, fields, asked, true)
		checkLayout(t, frameRPC, fields, answered, false)
	})
}
