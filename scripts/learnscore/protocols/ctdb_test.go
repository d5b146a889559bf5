package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// ctdbSaid is a message of an operation, for a request of an id, filled up to eight bytes.
func ctdbSaid(operation, request uint32, body string) string {
	n := align(32+len(body), 8)
	return words32(uint32(n), 0x43544442, 1, 7, operation, 0, 1, request) + room(n-32, body)
}

// ctdbAsked is a control with its data.
func ctdbAsked(opcode, request uint32, data string) string {
	return ctdbSaid(7, request, words32(opcode, 0, 0, 0, 0, 0, uint32(len(data)))+data)
}

// ctdbAnswered is the answer to one.
func ctdbAnswered(request uint32, data, failed string) string {
	return ctdbSaid(8, request, words32(0, uint32(len(data)), uint32(len(failed)))+data+failed)
}

// ctdbTold is a message to a server id.
func ctdbTold(srvid uint64, data string) string {
	return ctdbSaid(5, 0, string(binary.LittleEndian.AppendUint64(nil, srvid))+words32(uint32(len(data)))+data)
}

// TestCTDB: an answer is told by the control of its request, and what is sent to a server id by who asked for that.
func TestCTDB(t *testing.T) {
	const (
		head    = "length:4 magic:4 protocol_version:4 generation:4 operation:4 destination_node:4 source_node:4 request_id:4"
		control = head + " opcode:4 pad:4 srvid:8 client_id:4 control_flags:4 data_length:4"
		answer  = "?" + head + " control_status:4 data_length:4 error_length:4"
		message = head + " srvid:8 data_length:4"
		record  = " record_length:4 record_request_id:4 key_length:4 data_length:4 key:1"
	)
	ipv4 := "\x02\x00\x01\xbd\x0a\x09\x01\x01" + room(20, "")
	ipv6 := "\x0a\x00\x01\xbd" + words32(0) + "\xfd" + room(15, "") + words32(0)
	kept := words32(50, 0, 1, 26) + "k" + room(24, "") + "vv"
	for name, conversation := range map[string][]step{
		"two requests": {
			{ctdbAsked(35, 1, ""), control + " pad:4"},
			{ctdbAsked(25, 2, words32(9)), control + " db_id:4"},
			{ctdbAnswered(2, "notes\x00", ""), answer + " db_name:6 pad:6"},
			{ctdbAnswered(1, "", ""), answer + " pad:4"},
			{ctdbAnswered(1, "", "no such database"), answer + " error_message:16 pad:4"},
			{ctdbAnswered(3, "", ""), "?no"},
			{ctdbAnswered(1, "?", ""), "?no"},
		},
		"lists": {
			{ctdbAsked(5, 1, ""), control + " pad:4"},
			{ctdbAnswered(1, words32(7, 2, 0, 1), ""), answer + " generation:4 map_size:4 lmaster:4 lmaster:4 pad:4"},
			{ctdbAsked(123, 2, ipv4), control + " family:2 port:2 address:4 unused:20"},
			{ctdbAnswered(2, words32(1)+ipv6+words32(0, 1)+room(18, "lo")+"\x01\x00"+words32(2), ""),
				answer + " pnn:4 family:2 port:2 flow_information:4 address:16 scope_id:4 active_index:4 interfaces_count:4 interface:18 link_state:2 references_count:4 pad:4"},
			{ctdbAsked(48, 3, words32(5, 4)+"Hot\x00"), control + " tunable_value:4 tunable_length:4 tunable:4"},
			{ctdbAsked(90, 4, ""), control + " pad:4"},
			{ctdbAnswered(4, words32(1, 2)+room(28, ""), ""), answer + " addresses_count:4 pnn:4 family:2 unused:26"},
			{ctdbAnswered(4, words32(2, 2)+room(28, ""), ""), "?no"},
		},
		"records": {
			{ctdbTold(0xce<<56, words32(1)), message + " result:4"},
			{ctdbAsked(131, 1, words32(9, 0, 5, 0xce<<24, 1, 0)), control + " db_id:4 traverse_request_id:4 traverse_srvid:8 with_empty_records:1 pad:7 pad:4"},
			{ctdbTold(0xce<<56|5, kept), "?" + message + record + " rsn:8 dmaster:4 reserved:4 record_flags:4 pad:4 data:2 pad:1"},
			{ctdbTold(0xce<<56|5, words32(16, 0, 0, 0)), "?" + message + " record_length:4 record_request_id:4 key_length:4 data_length:4 pad:4"},
			{ctdbTold(0xce<<56|6, "text"+words32(0)), "?" + message + " data:8 pad:4"},
			{ctdbTold(0xfb00<<48, words32(1, 0, 2, 0)), message + " pnn:4 pad:4 answer_srvid:8 pad:4"},
			{ctdbAsked(119, 2, words32(9, 1)+kept), control + " db_id:4 records_count:4" + record + " rsn:8 dmaster:4 reserved:4 record_flags:4 pad:4 data:2 pad:1"},
		},
		"calls": {
			{ctdbSaid(0, 1, words32(2, 9, 0, 0, 1, 0)+"k"), head + " call_flags:4 db_id:4 call_id:4 hop_count:4 key_length:4 data_length:4 key:1 pad:7"},
			{ctdbSaid(1, 1, words32(0, 0, 0, 0)), "?" + head + " call_status:4 data_length:4 pad:8"},
			{ctdbSaid(1, 1, words32(0, 2)+"vv"), "?" + head + " call_status:4 data_length:4 data:2 pad:6"},
			{ctdbSaid(1, 1, words32(0, 0, 0, 0, 0)), "?no"},
		},
		"another control":         {{ctdbAsked(2, 1, ""), "no"}},
		"another operation":       {{ctdbSaid(6, 1, ""), "no"}},
		"a control of the server": {{ctdbAsked(35, 1, ""), "?no"}},
	} {
		fields, err := ctdbFields()
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range conversation {
			m.check(t, name, i, fields)
			_, fromClient := m.of()
			if got := frameCTDB([]byte(m.data), 0, fromClient); got != len(m.data) {
				t.Errorf("%s: message %d has %d bytes, got %d", name, i+1, len(m.data), got)
			}
		}
	}
}

// TestCTDBStatistics: statistics have the sizes that a compiler of C makes of them, and keys that are often used are behind them.
func TestCTDBStatistics(t *testing.T) {
	for _, step := range []struct {
		control uint32
		data    string
		last    string
	}{
		{1, room(488, ""), " readonly_delegations:4 readonly_revokes:4 pad:4"},
		{132, room(464, ""), " hot_key_count:4 pad:4 hot_key_pointer:8 hot_key_size:8 pad:4"},
		{132, room(224, "") + words32(2, 0, 1, 0, 3, 0, 1, 0, 1, 0, 2, 0) + room(464-224-48, "") + "abcde", " hot_key_size:8 key:3 key:2 pad:7"},
	} {
		fields, err := ctdbFields()
		if err != nil {
			t.Fatal(err)
		}
		fields([]byte(ctdbAsked(step.control, 1, "")), 0, true)
		leaves, ok := fields([]byte(ctdbAnswered(1, step.data, "")), 0, false)
		if got := shown(leaves, ok); !strings.HasSuffix(got, step.last) {
			t.Errorf("%d: got %s, want %s in the end", step.control, got, step.last)
		}
	}
}

// TestCTDBTables: what is part of others is declared.
func TestCTDBTables(t *testing.T) {
	check := func(words string) {
		for _, word := range strings.Fields(words) {
			if _, name, structure := strings.Cut(word[strings.IndexByte(word, ':')+1:], "="); structure && ctdbStructures[name] == "" {
				t.Errorf("%q has %s, which is not there", words, name)
			}
		}
	}
	for _, words := range ctdbControls {
		check(words)
	}
	for _, words := range ctdbAnswers {
		check(words)
	}
	for _, words := range ctdbMessages {
		check(words)
	}
	for _, words := range ctdbStructures {
		check(words)
	}
}

// FuzzCTDB: whatever is said, fields follow each other and end where the message does.
func FuzzCTDB(f *testing.F) {
	f.Add([]byte(ctdbAsked(5, 1, "")+ctdbAsked(132, 2, "")), []byte(ctdbAnswered(1, words32(7, 2, 0, 1), "")+ctdbAnswered(2, room(464, ""), "")))
	f.Add([]byte(ctdbAsked(131, 1, words32(9, 0, 5, 0, 1, 0))), []byte(ctdbTold(5, words32(50, 0, 1, 26)+"k"+room(26, ""))))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		fields, err := ctdbFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frameCTDB, fields, asked, true)
		checkLayout(t, frameCTDB, fields, answered, false)
	})
}
