package protocols

import "testing"

// lttngViewed is a command of a viewer, with the size of what it holds before that.
func lttngViewed(command uint32, body string) string {
	return be64(uint64(len(body))) + be32(command, 0) + body
}

// TestLTTngLive: what an answer holds is told by the command that it answers, and nothing is behind one that says that it failed.
func TestLTTngLive(t *testing.T) {
	const (
		head     = "data_size:8 command:4 command_version:4"
		stream   = " stream_id:8 trace_id:8 metadata_flag:4 path:4096 channel_name:255"
		metadata = " ctf_magic:4 ctf_uuid:16 ctf_checksum:4 ctf_content_size:4 ctf_packet_size:4 ctf_compression_scheme:1 ctf_encryption_scheme:1" +
			" ctf_checksum_scheme:1 ctf_major_version:1 ctf_minor_version:1 metadata:3 ctf_padding:10"
		packet = " ctf_magic:4 ctf_uuid:16 ctf_stream_id:4 ctf_stream_instance_id:8 ctf_timestamp_begin:8 ctf_timestamp_end:8 ctf_content_size:8" +
			" ctf_packet_size:8 ctf_packet_sequence_number:8 ctf_events_discarded:8 ctf_cpu_id:4"
	)
	hello := be64(0) + be32(2, 13, 1)
	aStream := be64(1, 1) + be32(0) + zeros(4096+255)
	text := "\x57\x1d\xd1\x75" + zeros(20) + words32(40*8, 50*8) + zeros(5) + "abc" + zeros(10)
	events := func(content, size uint64) string {
		return words32(0xc1fc1fc1) + zeros(44) + words64(8*content, 8*size, 0, 0) + words32(1)
	}
	conversation := []step{
		{lttngViewed(1, hello), head + " viewer_session_id:8 major_version:4 minor_version:4 connection_type:4"},
		{hello, "?viewer_session_id:8 major_version:4 minor_version:4 connection_type:4"},
		{lttngViewed(2, ""), head},
		{be32(1) + be64(1) + be32(0, 0, 3) + zeros(64+255), "?sessions_count:4 session_id:8 live_timer:4 clients_count:4 streams_count:4 hostname:64 session_name:255"},
		{lttngViewed(8, ""), head},
		{be32(1), "?status:4"},
		{lttngViewed(3, be64(1, 0)+be32(2)), head + " session_id:8 offset:8 seek_type:4"},
		{be32(1, 2) + aStream + aStream, "?status:4 streams_count:4" + stream + stream},
		{lttngViewed(7, be64(1)), head + " session_id:8"},
		{be32(4, 2), "?status:4 streams_count:4"},
		{lttngViewed(4, be64(1)), head + " stream_id:8"},
		{zeros(56) + be32(2, 0), "?offset:8 packet_size:8 content_size:8 timestamp_begin:8 timestamp_end:8 events_discarded:8 channel_id:8 status:4 index_flags:4"},
		{lttngViewed(5, be64(1, 0)+be32(4096)), head + " stream_id:8 offset:8 packet_length:4"},
		{be32(1, 90, 0) + events(86, 90) + "event\x00", "?status:4 packet_length:4 packet_flags:4" + packet + " ctf_events:2 ctf_padding:4"},
		{lttngViewed(5, be64(1, 0)+be32(4096)), head + " stream_id:8 offset:8 packet_length:4"},
		{be32(3, 0, 1), "?status:4 packet_length:4 packet_flags:4"},
		{lttngViewed(6, be64(1)), head + " stream_id:8"},
		{be64(100) + be32(1) + text + text, "?metadata_length:8 status:4" + metadata + metadata},
		{lttngViewed(6, be64(1)), head + " stream_id:8"},
		{be64(0) + be32(2), "?metadata_length:8 status:4"},
		{lttngViewed(9, be64(1)), head + " session_id:8"},
		{be32(1), "?status:4"},
		{be32(1), "?no"},
		{lttngViewed(4, be64(1, 2)), "no"},
		{lttngViewed(10, ""), "no"},
	}
	layout, err := lttngLiveFields()
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, "lttnglive", frameLTTngLive(), layout, conversation)
	frame := frameLTTngLive()
	if asked := lttngViewed(5, zeros(20)); frame([]byte(asked), 0, true) != len(asked) {
		t.Error("a command isn't as long as its fields")
	}
	if got := frame([]byte(be32(1, 90, 0)+events(86, 91)+"event\x00"), 0, false); got != 0 {
		t.Errorf("a packet that is longer than the answer: got %d", got)
	}
}

// FuzzLTTngLive: whatever is said, fields follow each other and end where the message does.
func FuzzLTTngLive(f *testing.F) {
	f.Add([]byte(lttngViewed(6, be64(1))), []byte(be64(50)+be32(1)+"\x57\x1d\xd1\x75"+zeros(20)+words32(40*8, 50*8)+zeros(5)+"abc"+zeros(10)))
	f.Add([]byte(lttngViewed(5, be64(1, 0)+be32(4096))), []byte(be32(1, 84, 0)+zeros(84)))
	f.Add([]byte(lttngViewed(7, be64(1))+lttngViewed(2, "")), []byte(be32(1, 1)+zeros(4371)+be32(1)+zeros(339)))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		frame := frameLTTngLive()
		layout, err := lttngLiveFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frame, layout, asked, true)
		checkLayout(t, frame, layout, answered, false)
	})
}
