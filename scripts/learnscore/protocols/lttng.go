package protocols

import "bytes"

// lttngMetadata is the command that has no answer.
const lttngMetadata = 6

// lttngRequests are what is behind the header of a command, as LTTng 2.13's relayd.h declares it, big-endian. What
// may be missing has a byte before it that says whether it is there, and room all the same.
var lttngRequests = map[int]string{
	1:             "channel_name_length:u32 path_length:u32 tracefile_size:u64 tracefile_count:u64 chunk_id:u64 channel_name:named path:named",
	2:             "session_name_length:u32 hostname_length:u32 base_path_length:u32 live_timer:u32 snapshot:bool name_has_time:bool sessiond_uuid:uuid session_id:u64 creation_time:u64 chunk_id_set:bool chunk_id:u64 session_name:named hostname:named base_path:named",
	5:             "major_version:u32 minor_version:u32",
	lttngMetadata: "stream_id:u64 padding_size:u32 :metadata",
	7:             "stream_id:u64 last_sequence_number:u64", // closes a stream
	8:             "stream_id:u64 last_sequence_number:u64", // whether data is on its way
	9:             "stream_id:u64",
	10:            "session_id:u64",
	11:            "session_id:u64",
	13: "stream_id:u64 sequence_number:u64 packet_size:u64 content_size:u64 timestamp_begin:u64 timestamp_end:u64 events_discarded:u64 channel_id:u64" +
		" stream_instance_id:u64 packet_sequence_number:u64", // an index
	16: "", // all streams are told
	17: "stream_id:u64 metadata_version:u64",
	18: "stream_count:u32 chunk_id_set:bool pad:pad7 chunk_id:u64 :positions",
	19: "chunk_id:u64 creation_timestamp:u64 override_name_length:u32 override_name:named",
	20: "chunk_id:u64 close_timestamp:u64 close_command_set:bool close_command:u32",
	21: "chunk_id:u64",
	22: "query_flags:u64",
}

// lttngAnswers are those that are more than a result.
var lttngAnswers = map[int]string{
	1:  "stream_id:u64 result_code:u32",
	2:  "session_id:u64 result_code:u32 output_path_length:u32 output_path:named",
	5:  "major_version:u32 minor_version:u32",
	20: "result_code:u32 path_length:u32 path:named",
	21: "result_code:u32 chunk_exists:bool",
	22: "result_code:u32 configuration_flags:u64",
}

// frameLTTng frames messages by their fields, as answers have no length.
func frameLTTng() framer { return framedBy(&lttngTurn{}) }

// lttngFields are the fields of messages of a conversation with lttng-relayd, over what it calls control.
func lttngFields() (Layout, error) { return laidBy(&lttngTurn{}), nil }

// lttngTurn are the commands that have no answer yet: they are answered in their order.
type lttngTurn struct{ asked []int }

// lay lays fields over the message that data begins with.
func (t *lttngTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &lttng{structure{protocol: "lttng", data: data}}
	if !fromClient {
		if len(t.asked) == 0 {
			return &l.structure, false
		}
		words, more := lttngAnswers[t.asked[0]]
		if t.asked = t.asked[1:]; !more {
			words = "result_code:u32"
		}
		return &l.structure, l.each(words, l.value)
	}
	if l.add("circuit_id:u64 data_size:u64 command:u32 command_version:u32"); l.short {
		return &l.structure, false
	}
	size, command := bigEndian(data[8:16]), l.number("command")
	words, known := lttngRequests[command]
	if l.short = size > len(data)-l.at; !known || size < 0 || l.short {
		return &l.structure, false
	}
	l.data = data[:l.at+size] // what is told ends the metadata
	if command != lttngMetadata {
		t.asked = append(t.asked, command)
	}
	ok := l.each(words, l.value)
	if l.short { // fields are more than the message has
		l.short, ok = false, false
	}
	return &l.structure, ok && l.at == len(l.data)
}

// lttng lays fields over a message.
type lttng struct{ structure }

// value adds a text whose length is of its name, or what structure knows.
func (l *lttng) value(name, kind string) bool {
	switch kind {
	case "named":
		if n := l.number(name + "_length"); n > 0 {
			l.one(name, "FT_STRINGZ", min(n, len(l.data)+1))
		}
	case "uuid":
		l.one(name, "FT_BYTES", 16)
	case "pad7":
		l.one(name, "FT_BYTES", 7)
	case "positions":
		for n := l.number("stream_count"); n > 0 && !l.short; n-- {
			l.add("stream_id:u64 rotate_at_sequence_number:u64")
		}
	case "metadata":
		l.metadata()
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// metadata adds a packet of metadata, of which the header may be there, and its text.
func (l *lttng) metadata() {
	if bytes.HasPrefix(l.data[l.at:], []byte{0x57, 0x1d, 0xd1, 0x75}) {
		l.packetHeader()
	}
	if !l.short {
		l.said("metadata", len(l.data)-l.at)
	}
}

// packetHeader adds that of a packet of metadata in the Common Trace Format 1.8, little-endian.
func (l *lttng) packetHeader() {
	l.add("ctf_magic:u32")
	l.one("ctf_uuid", "FT_BYTES", 16)
	l.add("ctf_checksum:u32 ctf_content_size:u32 ctf_packet_size:u32 ctf_compression_scheme:u8 ctf_encryption_scheme:u8 ctf_checksum_scheme:u8 ctf_major_version:u8 ctf_minor_version:u8")
}
