package protocols

import (
	"strings"
	"testing"
)

// icepSaid is a text with its size.
func icepSaid(texts ...string) (said string) {
	for _, text := range texts {
		said += string(rune(len(text))) + text
	}
	return said
}

// icepMessage is a message of a type, with its size.
func icepMessage(kind byte, body string) string {
	return "IceP\x01\x00\x01\x00" + string([]byte{kind, 0}) + words32(uint32(14+len(body))) + body
}

// icepWrapped is an encapsulation.
func icepWrapped(body string) string { return words32(uint32(6+len(body))) + "\x01\x01" + body }

// icepAsks is a request for an operation of an object called one of a category.
func icepAsks(id uint32, operation, parameters string) string {
	return icepMessage(0, words32(id)+icepSaid("one", "of")+"\x00"+icepSaid(operation)+"\x00\x00"+icepWrapped(parameters))
}

// icepSays is a reply.
func icepSays(id uint32, status byte, body string) string {
	return icepMessage(2, words32(id)+string([]byte{status})+body)
}

// TestICEP: a conversation by Ice, in which a reply has what the operation returns that the other side's request with its id asked for.
func TestICEP(t *testing.T) {
	const (
		header  = "magic:4 protocol_major:1 protocol_minor:1 encoding_major:1 encoding_minor:1 message_type:1 compression_status:1 message_size:4"
		asks    = header + " request_id:4 identity_name_length:1 identity_name:3 identity_category_length:1 identity_category:2 facets_count:1 operation_length:1 "
		wrapped = " encapsulation_size:4 encoding_major:1 encoding_minor:1"
		says    = "?" + header + " request_id:4 reply_status:1" + wrapped
		at      = " facets_count:1 proxy_mode:1 secure:1 protocol_major:1 protocol_minor:1 encoding_major:1 encoding_minor:1 endpoints_count:1"
	)
	called := func(n string) string { return asks + "operation:" + n + " operation_mode:1 context_count:1" + wrapped }
	indirect := icepSaid("log", "lab") + "\x00\x00\x00\x01\x00\x01\x01\x00" + icepSaid("Log")
	direct := icepSaid("log", "") + "\x00\x00\x00\x01\x00\x01\x01\x02" +
		"\x01\x00" + icepWrapped(icepSaid("::1")+words32(80, 60000)+"\x00") + "\x03\x00" + icepWrapped(icepSaid("::1")+words32(90)+"\x01")
	none := icepSaid("", "")
	note := func(flags, before string) string {
		return flags + icepSaid("ann", "hi") + before
	}
	metric := icepSaid("m") + words32(1, 0, 2) + zeros(8) + words32(0)
	steps := []step{
		{icepMessage(3, ""), "?" + header},
		{icepAsks(1, "findObjectById", icepSaid("log", "lab")), called("14") + " identity_name_length:1 identity_name:3 identity_category_length:1 identity_category:3"},
		{icepAsks(2, "findObjectById", icepSaid("log", "")), called("14") + " identity_name_length:1 identity_name:3 identity_category_length:1"},
		{icepSays(2, 0, icepWrapped(direct)), says + " object_name_length:1 object_name:3 object_category_length:1" + at +
			" endpoint_type:2" + wrapped + " host_length:1 host:3 port:4 timeout:4 compress:1" +
			" endpoint_type:2" + wrapped + " host_length:1 host:3 port:4 compress:1"},
		{icepSays(1, 0, icepWrapped(indirect)), says + " object_name_length:1 object_name:3 object_category_length:1 object_category:3" + at + " adapter_id_length:1 adapter_id:3"},
		{icepSays(1, 0, icepWrapped(indirect)), "?no"}, // it was replied to
		{icepAsks(3, "getServerProxy", ""), called("14")},
		{icepSays(3, 0, icepWrapped(none)), says + " server_name_length:1 server_category_length:1"},
		{icepAsks(4, "getServerInfo", icepSaid("x")), called("13") + " id_length:1 id:1"},
		{icepSays(4, 1, icepWrapped(" "+icepSaid("::IceGrid::ServerNotExistException", "x"))), says + " slice_flags:1 type_id_length:1 type_id:34 id_length:1 id:1"},
		{icepAsks(5, "ice_ping", ""), called("8")},
		{icepSays(5, 3, icepSaid("one", "of")+"\x01"+icepSaid("old", "ice_ping")), "?" + header + " request_id:4 reply_status:1" +
			" identity_name_length:1 identity_name:3 identity_category_length:1 identity_category:2 facets_count:1 facets_length:1 facets:3 operation_length:1 operation:8"},
		{icepAsks(6, "ice_ping", ""), called("8")},
		{icepSays(6, 5, "\xff"+words32(300)+strings.Repeat("x", 300)), "?" + header + " request_id:4 reply_status:1 unknown_exception_length:5 unknown_exception:300"},
		// What may be missing, and numbers of eight bytes of a router.
		{icepAsks(7, "history", "\x0c\x02\x22"+words32(9)), called("7") + " optional_tag:1 sky:1 optional_tag:1 most:4"},
		{icepSays(7, 0, icepWrapped("\x01"+words32(3)+"\x00")), says + " days_count:1 day:4 readings_count:1"},
		{icepAsks(8, "history", "\x22"+words32(9)), called("7") + " optional_tag:1 most:4"},
		{icepAsks(9, "getSessionTimeout", ""), called("17")},
		{icepSays(9, 0, icepWrapped(words32(30))), says + " session_timeout:4"},
		{icepMessage(0, words32(10)+icepSaid("router", "")+"\x00"+icepSaid("getSessionTimeout")+"\x00\x01"+icepSaid("a", "bc")+icepWrapped("")),
			header + " request_id:4 identity_name_length:1 identity_name:6 identity_category_length:1 facets_count:1 operation_length:1 operation:17 operation_mode:1" +
				" context_count:1 key_length:1 key:1 value_length:1 value:2" + wrapped},
		{icepSays(10, 0, icepWrapped(words64(30))), says + " session_timeout:8"},
		// Values: what they are one of is said once, those of bases come behind, and what is there already has a number.
		{icepAsks(0, "annotate", "\x01\x05"+icepSaid("::Weather::Warning")+"\x03\x0b"+words64(9)+"\xff"+note(" ", "\x01"+note("\x21"+icepSaid("::Weather::Note"), "\x02"))),
			called("8") + " note_index:1 slice_flags:1 type_id_length:1 type_id:18 sky:1 optional_tag:1 until:8 optional_end:1 slice_flags:1 author_length:1 author:3" +
				" text_length:1 text:2 before_index:1 slice_flags:1 type_id_length:1 type_id:15 author_length:1 author:3 text_length:1 text:2 before_index:1"},
		{icepAsks(11, "getMetricsView", icepSaid("v")), called("14") + " view_length:1 view:1"},
		{icepSays(11, 0, icepWrapped(words64(1)+"\x01"+icepSaid("x")+"\x02"+
			"\x01\x19"+icepSaid("::IceMX::InvocationMetrics")+words32(14)+words32(0, 0)+"\x01\x01\x00"+ // one of a table
			"\x01\x01\x31"+icepSaid("::IceMX::Metrics")+words32(uint32(4+len(metric)))+metric+
			"\x32\x02"+words32(uint32(4+len(metric)))+metric+
			"\x01\x32\x02"+words32(uint32(4+len(metric)))+metric)),
			says + " timestamp:8 maps_count:1 map_length:1 map:1 metrics_count:1" +
				" metrics_index:1 slice_flags:1 type_id_length:1 type_id:26 slice_size:4 retry:4 user_exception:4 remotes_count:1 remotes_index:1 collocated_count:1" +
				" indirections_count:1 value_index:1 slice_flags:1 type_id_length:1 type_id:16 slice_size:4 id_length:1 id:1 total:8 current:4 total_lifetime:8 failures_count:4" +
				" slice_flags:1 type_index:1 slice_size:4 id_length:1 id:1 total:8 current:4 total_lifetime:8 failures_count:4" +
				" metrics_index:1 slice_flags:1 type_index:1 slice_size:4 id_length:1 id:1 total:8 current:4 total_lifetime:8 failures_count:4"},
		// Both sides ask, and several are asked at once.
		{icepAsks(1, "getName", ""), "?" + called("7")},
		{icepSays(1, 0, icepWrapped(icepSaid("n"))), says[1:] + " name_length:1 name:1"},
		{icepMessage(1, words32(2)+strings.Repeat(icepSaid("one", "")+"\x00"+icepSaid("ice_ping")+"\x00\x00"+icepWrapped(""), 2)), header + " requests_count:4" +
			strings.Repeat(" identity_name_length:1 identity_name:3 identity_category_length:1 facets_count:1 operation_length:1 operation:8 operation_mode:1 context_count:1"+wrapped, 2)},
		{icepAsks(0, "forward", "\x01"+icepSaid("ice_isA")+"\x00"+string(rune(9))+icepWrapped(icepSaid("::"))+"\x00"), called("7") +
			" events_count:1 event_operation_length:1 event_operation:7 operation_mode:1 data_length:1" + wrapped + " type_id_length:1 type_id:2 context_count:1"},
		{"IceP\x01\x00\x01\x00\x02\x02" + words32(21) + words32(90) + "BZh", "?" + header + " uncompressed_size:4 compressed:3"},
		{icepAsks(0, "getName", "more"), "no"},
		{icepAsks(0, "whatever", ""), "no"},
		{icepSays(99, 0, icepWrapped("")), "?no"},
		{icepMessage(5, ""), "no"},
		{icepMessage(4, ""), header},
	}
	fields, _ := icepFields()
	for i, m := range steps {
		if got := frameICEP([]byte(m.data+"more"), 0, true); got != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
		}
		m.check(t, "ICEP", i, fields)
	}
}

// FuzzICEP: whatever is said, fields follow each other and end where the message does.
func FuzzICEP(f *testing.F) {
	f.Add("findObjectById", icepSaid("log", "lab"), []byte(icepSays(1, 0, icepWrapped(icepSaid("", "")))))
	f.Add("getMetricsView", icepSaid("v"), []byte(icepSays(1, 0, icepWrapped(words64(1)+"\x01"+icepSaid("x")+"\x01\x01\x31"+icepSaid("::IceMX::Metrics")))))
	f.Add("history", "\x22"+words32(9), []byte(icepAsks(1, "annotate", "\x01\x21"+icepSaid("::Weather::Note", "ann", "hi")+"\x01")))
	f.Fuzz(func(t *testing.T, operation, parameters string, data []byte) {
		fields, _ := icepFields()
		fields([]byte(icepAsks(1, operation, parameters)), 0, true)
		checkLayout(t, frameICEP, fields, data, false)
	})
}
