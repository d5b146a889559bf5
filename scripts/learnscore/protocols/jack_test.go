package protocols

import (
	"encoding/binary"
	"testing"
)

// jackAsked is a request of a type, with its size before what it holds.
func jackAsked(kind uint32, body string) string { return words32(kind, uint32(len(body))) + body }

// TestJACK: what an answer holds is told by the request that it answers, and some have none.
func TestJACK(t *testing.T) {
	const head, result = "request_type:4 size:4", "?result_code:4"
	open := func(follows uint32) string { return room(65, "metro") + words32(9, 1, 0, 0, follows) }
	register := words32(2) + room(257, "in") + room(33, "8 bit raw midi") + words32(1, 0)
	for name, conversation := range map[string][]step{
		"a port": {
			{jackAsked(22, open(1)), head + " client_name:65 protocol_version:4 client_options:4 uuid:8 open_follows:4"},
			{words32(0) + room(65, "metro") + words32(0), result + " client_name:65 status_flags:4"},
			{jackAsked(23, words32(77, 0, 0)+room(65, "metro")), head + " pid:4 uuid:8 client_name:65"},
			{words32(0, 1, 2, 3), result + " shared_engine_index:4 shared_client_index:4 shared_graph_index:4"},
			{jackAsked(1, register), head + " ref_number:4 port_name:257 port_type:33 port_flags:4 buffer_size:4"},
			{words32(0, 5), result + " port_id:4"},
			{jackAsked(24, words32(2)), head + " ref_number:4"},
			{words32(0), result},
		},
		"no answer": {
			{jackAsked(40, words32(1, 0)+room(257, "key")+words32(0)), head + " uuid:8 property_key:257 change_type:4"},
			{jackAsked(32, words32(1, 3, 0)), head + " ref_number:4 notification_type:4 notification_value:4"},
			{jackAsked(39, ""), head},
			{words32(0), result},
			{words32(0), "?no"},
		},
		"two are asked": {
			{jackAsked(35, room(37, "12")), head + " uuid:37"},
			{jackAsked(37, room(65, "metro")), head + " client_name:65"},
			{words32(0) + room(65, "metro"), result + " client_name:65"},
			{words32(0) + room(37, "12"), result + " uuid:37"},
		},
		"a session": {
			{jackAsked(33, words32(2)+room(257, "/songs/")+room(65, "")+words32(1)), head + " ref_number:4 session_path:257 client_name:65 event_type:4"},
			{words32(0) + room(37, "12") + room(65, "metro") + room(257, "metro 12") + words32(0) + room(37, ""),
				result + " uuid:37 client_name:65 command:257 session_flags:4 uuid:37"},
			{jackAsked(33, words32(2)+room(257, "/songs/")+room(65, "")+words32(1)), head + " ref_number:4 session_path:257 client_name:65 event_type:4"},
			{words32(0) + room(37, ""), result + " uuid:37"},
		},
		"a wrong size":    {{words32(24, 8, 2, 0), "no"}},
		"another request": {{jackAsked(41, ""), "no"}},
	} {
		frame := frameJACK()
		fields, err := jackFields()
		if err != nil {
			t.Fatal(err)
		}
		checkTurns(t, name, frame, fields, conversation)
	}
	if got := frameJACK()([]byte(jackAsked(1, register)[:300]), 0, true); got != 0 {
		t.Errorf("a request that is cut short: got %d", got)
	}
}

// FuzzJACK: whatever is said, fields follow each other and end where the message does.
func FuzzJACK(f *testing.F) {
	f.Add([]byte(jackAsked(24, words32(2))+jackAsked(35, room(37, "12"))), binary.LittleEndian.AppendUint64(nil, 0))
	f.Add([]byte(jackAsked(33, words32(2)+room(257, "/")+room(65, "")+words32(1))), []byte(words32(0)+room(37, "1")+room(65, "a")+room(257, "b")+words32(0)+room(37, "")))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		frame := frameJACK()
		fields, err := jackFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frame, fields, asked, true)
		checkLayout(t, frame, fields, answered, false)
	})
}
