package protocols

import "encoding/binary"

// lttngLiveRequests are what is behind the header of a command of LTTng 2.13's live protocol, and lttngLiveAnswers those to it, as its
// lttng-viewer-abi.h declares them, big-endian.
var (
	lttngLiveRequests = map[int]string{
		1: "viewer_session_id:u64 major_version:u32 minor_version:u32 connection_type:u32",
		2: "",
		3: "session_id:u64 offset:u64 seek_type:u32",
		4: "stream_id:u64",
		5: "stream_id:u64 offset:u64 packet_length:u32",
		6: "stream_id:u64",
		7: "session_id:u64",
		8: "",
		9: "session_id:u64",
	}
	lttngLiveAnswers = map[int]string{
		1: lttngLiveRequests[1],
		2: "sessions_count:u32 :sessions",
		3: "status:u32 streams_count:u32 :streams",
		4: "offset:u64 packet_size:u64 content_size:u64 timestamp_begin:u64 timestamp_end:u64 events_discarded:u64 channel_id:u64 status:u32 index_flags:u32",
		5: "status:u32 packet_length:u32 packet_flags:u32 :packet",
		6: "metadata_length:u64 status:u32 :metadata",
		7: "status:u32 streams_count:u32 :streams",
		8: "status:u32",
		9: "status:u32",
	}
)

// What answers list, which have rooms of fixed size for names.
const (
	lttngLiveSession = "session_id:u64 live_timer:u32 clients_count:u32 streams_count:u32 hostname:room64 session_name:room255"
	lttngLiveStream  = "stream_id:u64 trace_id:u64 metadata_flag:u32 path:room4096 channel_name:room255"
)

// frameLTTngLive frames messages by their fields, as answers have no length.
func frameLTTngLive() framer { return framedBy(&lttngLiveTurn{}) }

// lttngLiveFields are the fields of messages of a conversation between a viewer and lttng-relayd.
func lttngLiveFields() (Layout, error) { return laidBy(&lttngLiveTurn{}), nil }

// lttngLiveTurn are the commands that have no answer yet: they are answered in their order.
type lttngLiveTurn struct{ asked []int }

func (t *lttngLiveTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &lttngLive{lttng{structure{protocol: "lttnglive", data: data}}}
	if !fromClient {
		if len(t.asked) == 0 {
			return &l.structure, false
		}
		command := t.asked[0]
		t.asked = t.asked[1:]
		return &l.structure, l.each(lttngLiveAnswers[command], l.value)
	}
	if l.add("data_size:u64 command:u32 command_version:u32"); l.short {
		return &l.structure, false
	}
	size, command := bigEndian(data[:8]), l.number("command")
	words, known := lttngLiveRequests[command]
	t.asked = append(t.asked, command)
	ok := known && l.each(words, l.value)
	return &l.structure, ok && l.at == 16+size
}

// lttngLive lays fields over a message.
type lttngLive struct{ lttng }

// fine reports whether an answer says that all went well.
func (l *lttngLive) fine() bool { return l.number("status") == 1 }

// value adds a text in a room of fixed size, a list, what is in a trace, or what structure knows.
func (l *lttngLive) value(name, kind string) bool {
	var n int
	switch {
	case scan(kind, "room%d", &n):
		l.one(name, "FT_STRINGZPAD", n)
	case kind == "sessions":
		return l.many(l.number("sessions_count"), lttngLiveSession)
	case kind == "streams":
		return !l.fine() || l.many(l.told(), lttngLiveStream)
	case kind == "packet":
		if n := l.number("packet_length"); l.fine() && n > 0 {
			return l.within(n, l.packet)
		}
	case kind == "metadata":
		if n := l.number("metadata_length"); l.fine() && n > 0 {
			return l.within(n, l.metadataPackets)
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

func (l *lttngLive) many(n int, words string) bool {
	return l.repeat(n, words, l.value)
}

// within adds what so many bytes hold.
func (l *lttngLive) within(n int, add func()) bool {
	if n < 0 || n > len(l.data)-l.at {
		l.short = true
		return false
	}
	all := l.data
	l.data = all[:l.at+n]
	add()
	end := l.at == len(l.data)
	l.data = all
	return !l.short && end
}

// packet adds a packet of events in the Common Trace Format 1.8, as LTTng's tracer in programs writes it, little-endian.
func (l *lttngLive) packet() {
	start := l.at
	l.add("ctf_magic:u32")
	l.one("ctf_uuid", "FT_BYTES", 16)
	l.add("ctf_stream_id:u32 ctf_stream_instance_id:u64 ctf_timestamp_begin:u64 ctf_timestamp_end:u64 ctf_content_size:u64 ctf_packet_size:u64" +
		" ctf_packet_sequence_number:u64 ctf_events_discarded:u64 ctf_cpu_id:u32")
	if !l.short {
		l.filled("ctf_events", start, binary.LittleEndian.Uint64(l.bytesOf("ctf_content_size")), binary.LittleEndian.Uint64(l.bytesOf("ctf_packet_size")))
	}
}

// metadataPackets adds packets of metadata, as they are in their file.
func (l *lttngLive) metadataPackets() {
	for l.at < len(l.data) && !l.short {
		start := l.at
		if l.packetHeader(); !l.short {
			l.filled("metadata", start, uint64(binary.LittleEndian.Uint32(l.bytesOf("ctf_content_size"))), uint64(binary.LittleEndian.Uint32(l.bytesOf("ctf_packet_size"))))
		}
	}
}

// filled adds what is behind the header of a packet, which begins somewhere and has so many bits, and what fills it up.
func (l *lttngLive) filled(name string, start int, content, packet uint64) {
	if packet > uint64(8*(len(l.data)-start)) || content > packet || start+int(content/8) < l.at {
		l.short = true
		return
	}
	l.said(name, start+int(content/8)-l.at)
	if n := start + int(packet/8) - l.at; n > 0 {
		l.one("ctf_padding", "FT_BYTES", n)
	}
}
