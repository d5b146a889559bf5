package protocols

import (
	"testing"
)

// lttngAsked is a command, with the size of what it holds before that.
func lttngAsked(command uint32, body string) string {
	return be64(0, uint64(len(body))) + be32(command, 0) + body
}

// TestLTTng: what an answer holds is told by the command that it answers, and metadata has none.
func TestLTTng(t *testing.T) {
	const (
		head   = "circuit_id:8 data_size:8 command:4 command_version:4"
		result = "?result_code:4"
		packet = " ctf_magic:4 ctf_uuid:16 ctf_checksum:4 ctf_content_size:4 ctf_packet_size:4 ctf_compression_scheme:1 ctf_encryption_scheme:1" +
			" ctf_checksum_scheme:1 ctf_major_version:1 ctf_minor_version:1"
	)
	session := be32(2, 5, 1, 0) + "\x00\x01" + room(16, "uuid") + be64(1, 2) + "\x01" + be64(3) + "a\x00desk\x00\x00"
	conversation := []step{
		{lttngAsked(5, be32(2, 13)), head + " major_version:4 minor_version:4"},
		{be32(2, 13), "?major_version:4 minor_version:4"},
		{lttngAsked(22, be64(0)), head + " query_flags:8"},
		{be32(10) + be64(1), "?result_code:4 configuration_flags:8"},
		{lttngAsked(2, session), head + " session_name_length:4 hostname_length:4 base_path_length:4 live_timer:4 snapshot:1 name_has_time:1 sessiond_uuid:16" +
			" session_id:8 creation_time:8 chunk_id_set:1 chunk_id:8 session_name:2 hostname:5 base_path:1"},
		{be64(7) + be32(10, 3) + "/a\x00", "?session_id:8 result_code:4 output_path_length:4 output_path:3"},
		{lttngAsked(1, be32(3, 2)+be64(0, 0, 1)+"c0\x00p\x00"), head + " channel_name_length:4 path_length:4 tracefile_size:8 tracefile_count:8 chunk_id:8 channel_name:3 path:2"},
		{be64(1) + be32(10), "?stream_id:8 result_code:4"},
		{lttngAsked(16, ""), head},
		{be32(10), result},
		{lttngAsked(6, be64(1)+be32(3)+"\x57\x1d\xd1\x75"+zeros(33)+"trace {};"), head + " stream_id:8 padding_size:4" + packet + " metadata:9"},
		{lttngAsked(6, be64(1)+be32(0)+"more"), head + " stream_id:8 padding_size:4 metadata:4"},
		{lttngAsked(18, be32(2)+"\x01"+zeros(7)+be64(1, 1, 5, 2, 6)), head + " stream_count:4 chunk_id_set:1 pad:7 chunk_id:8" +
			" stream_id:8 rotate_at_sequence_number:8 stream_id:8 rotate_at_sequence_number:8"},
		{lttngAsked(19, be64(1, 2)+be32(0)), head + " chunk_id:8 creation_timestamp:8 override_name_length:4"},
		{lttngAsked(20, be64(1, 2)+"\x01"+be32(3)), head + " chunk_id:8 close_timestamp:8 close_command_set:1 close_command:4"},
		{be32(10), result},
		{be32(10), result},
		{be32(10, 2) + "/\x00", "?result_code:4 path_length:4 path:2"},
		{lttngAsked(21, be64(1)), head + " chunk_id:8"},
		{be32(10) + "\x01", "?result_code:4 chunk_exists:1"},
		{be32(10), "?no"},
		{lttngAsked(8, be64(1)), "no"},
		{lttngAsked(18, be32(9)+zeros(16)), "no"},
		{lttngAsked(9, be64(1, 2)), "no"},
		{lttngAsked(12, ""), "no"},
	}
	layout, err := lttngFields()
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, "lttng", frameLTTng(), layout, conversation)
	if got := frameLTTng()([]byte(lttngAsked(2, session)[:60]), 0, true); got != 0 {
		t.Errorf("a command that is cut short: got %d", got)
	}
}

// FuzzLTTng: whatever is said, fields follow each other and end where the message does.
func FuzzLTTng(f *testing.F) {
	f.Add([]byte(lttngAsked(20, be64(1, 2)+"\x01"+be32(3))), []byte(be32(10, 2)+"/\x00"))
	f.Add([]byte(lttngAsked(6, be64(1)+be32(3)+"\x57\x1d\xd1\x75"+zeros(33)+"trace {};")), []byte(be32(10)))
	f.Add([]byte(lttngAsked(18, be32(1)+zeros(32))+lttngAsked(1, be32(3, 2)+be64(0, 0, 1)+"c0\x00p\x00")), []byte(be32(10)+be64(1)+be32(10)))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		frame := frameLTTng()
		layout, err := lttngFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frame, layout, asked, true)
		checkLayout(t, frame, layout, answered, false)
	})
}
