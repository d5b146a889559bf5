package protocols

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// What messages begin with, and attributes.
const (
	nasAsks   = "opcode:1 pad:1 length:2"
	nasTells  = "type:1 pad:1 sequence_number:2 length:4"
	nasHas    = " value_mask_flags:4 changeable_mask_flags:4 id:4 kind:1 use_flags:1 format:1 tracks_count:1 access_flags:4 string_type:1 pad:3 description_length:4"
	nasPlays  = " location_flags:4 gain:4 minimum_sample_rate:2 maximum_sample_rate:2 line_mode:1 children_count:1 pad:2"
	nasStores = " sample_rate:2 pad:2 samples_count:4"
	nasActs   = " flow:4 element_number:1 trigger_state:1 trigger_previous_state:1 trigger_reason:1 action:1 new_state:1 pad:2"
)

// nasAsked is a request, nasTold a reply, with what is behind their first words.
func nasAsked(opcode, data byte, body string) string {
	return string([]byte{opcode, data, byte(1 + len(body)/4), 0}) + body
}

func nasTold(request, data byte, body string) string {
	return string([]byte{nasReply, data, request, 0}) + words32(uint32(len(body)/4-6)) + body
}

// nasDescribes are attributes of that mask, of a device that has children, or of a bucket.
func nasDescribes(mask, length uint32, rest string) string {
	return words32(mask, 0, 33) + "\x02\x02\x06\x01" + words32(6, 1, length) + rest
}

// TestNAS: a conversation, in which replies are those of the requests of their numbers, and setup has no number.
func TestNAS(t *testing.T) {
	fields, _ := nasFields()
	device := words32(3, 50<<16) + "\x88\x13\x44\xac\x00\x01\x00\x00"
	bucket := words32(8000, 301)
	element := func(words ...uint32) string { return room(nasElement, words32(words...)) }
	at := map[bool]int{}
	for i, step := range []step{
		{"l\x00\x02\x00\x02\x00\x03\x00\x01\x00\x00\x00abc\x00x\x00\x00\x00",
			"byte_order:1 pad:1 major_version:2 minor_version:2 protocol_length:2 string_length:2 pad:2 protocol:3 pad:1 string:1 pad:3"},
		{"\x01\x00\x02\x00\x02\x00\x18\x00" + words32(1, 64, 63) + "\x88\x13\x44\xac\x02\x00\xff\xff\x20\x01\x02\x00\x01\x01\x00\x00ab\x00\x00\x01\x00\x00\x00\x00\x01\x00\x00\x01\x00\x00\x00" +
			nasDescribes(nasDescribed|nasChildren, 3, device+"out\x00"+words32(34)),
			"?success:1 reason_length:1 major_version:2 minor_version:2 length:2 release:4 id_base:4 id_mask:4 minimum_sample_rate:2 maximum_sample_rate:2 vendor_length:2" +
				" maximum_request_size:2 maximum_tracks:1 formats_count:1 element_types_count:1 wave_forms_count:1 actions_count:1 devices_count:1 buckets_count:1 radios_count:1" +
				" vendor:2 pad:2 format:1 pad:3 element_type:1 element_type:1 pad:2 action:1 pad:3" + nasHas + nasPlays + " description:3 pad:1 child:4"},
		{nasAsked(1, 0, nasDescribes(8, 99, device)), nasAsks + nasHas + nasPlays},
		{nasAsked(6, 0, nasDescribes(nasDescribed, 5, bucket+"bells\x00\x00\x00")), nasAsks + nasHas + nasStores + " description:5 pad:3"},
		{nasTold(2, 0, words32(1)+zeros(20)+nasDescribes(0, 0, bucket)), "?" + nasTells + " buckets_count:4 pad:20" + nasHas + nasStores},
		{nasTold(1, 0, words32(0)+zeros(20)), "?" + nasTells + " devices_count:4 pad:20"},
		{nasAsked(19, 1, words32(9, 4)+element(0x1f400003, 8, 1, 440, 1)+words32(9, 0, 0)+element(2<<16|8)+"\x00\x00\x01\x00"+element(1<<16|5)+words32(1)+element(6, 7)),
			"opcode:1 clocked:1 length:2 flow:4 elements_count:4 element_type:2 sample_rate:2 samples_count:4 wave_form:1 pad:3 frequency:4 actions_count:4 unused:4" + nasActs +
				" element_type:2 inputs_count:2 unused:20 input:2 input:2 element_type:2 inputs_count:2 unused:20 element_number:1 track:1 pad:2 element_type:2 input:2 constant:4 unused:16"},
		{nasAsked(18, 0, words32(9)), nasAsks + " flow:4"},
		{nasTold(4, 1, words32(9, 1)+zeros(16)+element(9, 2, 3, 4, 5, 0)),
			"?type:1 clocked:1 sequence_number:2 length:4 flow:4 elements_count:4 pad:16 element_type:2 sample_rate:2 input:2 pad:2 format:1 tracks_count:1 discard:1 pad:1" +
				" maximum_samples:4 high_water_mark:4 actions_count:4"},
		{nasAsked(23, 0, words32(1, 9, 2<<8|1, 440, 100)), nasAsks + " parameters_count:4 flow:4 element_number:1 parameter_count:1 pad:2 parameter:4 parameter:4"},
		{nasAsked(24, 3, words32(9, 5, 1)+"\x80\x81\x82\x83\x84\x00\x00\x00"), "opcode:1 element_number:1 length:2 flow:4 sound_length:4 state:1 pad:3 sound:5 pad:3"},
		{nasAsked(25, 3, words32(9, 5)), "opcode:1 element_number:1 length:2 flow:4 bytes_count:4"},
		{nasTold(7, 0, words32(5)+zeros(20)+"\x80\x81\x82\x83\x84\x00\x00\x00"), "?" + nasTells + " sound_length:4 pad:20 sound:5 pad:3"},
		{"\x02\x00\x07\x00" + words32(77, 9) + zeros(20), "?type:1 detail:1 sequence_number:2 time:4 flow:4 element_number:2 kind:2 previous_state:2 current_state:2 reason:2 pad:2 bytes_count:4 pad:4"},
		{"\x04\x00\x07\x00" + words32(77, 9) + "\x05\x00\x04\x01\x00\x00\x02\x00" + zeros(12),
			"?type:1 detail:1 sequence_number:2 time:4 flow:4 element_number:2 format:1 tracks_count:1 events_following:2 values_count:2 sample:2 sample:2 pad:8"},
		{"\x00\x05\x08\x00" + words32(77, 9) + zeros(20), "?type:1 error_code:1 sequence_number:2 time:4 resource:4 minor_code:2 major_code:1 pad:1 data:4 data:4 data:4 data:4"},
		{nasAsked(9, 0, ""), "no"},
		{nasTold(99, 0, zeros(24)), "?no"},
		{nasAsked(19, 0, words32(9, 1)+element(4)), "no"},
	} {
		want, fromClient := step.of()
		if got := frameNAS([]byte(step.data+"more"), at[fromClient], fromClient); got != len(step.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(step.data), got)
		}
		leaves, ok := fields([]byte(step.data), at[fromClient], fromClient)
		if got := shown(leaves, ok); got != want {
			t.Errorf("message %d:\ngot  %s\nwant %s", i+1, got, want)
		}
		at[fromClient] += len(step.data)
	}
	if leaves, ok := fields([]byte("\x00\x02\x02\x00\x02\x00\x01\x00no\x00\x00"), 0, false); shown(leaves, ok) !=
		"success:1 reason_length:1 major_version:2 minor_version:2 length:2 reason:2 pad:2" {
		t.Errorf("who is refused is told %s", shown(leaves, ok))
	}
	for _, said := range []string{"\x0e\x00\x00\x00", nasTold(1, 0, zeros(24))[:4] + "\xff\xff\xff\xff"} {
		if got := frameNAS([]byte(said), 12, len(said) == 4); got >= 0 {
			t.Errorf("%q frames %d bytes", said, got)
		}
	}
}

// FuzzNAS: whatever is said, fields follow each other and end where the message does.
func FuzzNAS(f *testing.F) {
	f.Add([]byte(nasAsked(19, 1, words32(9, 1)+room(nasElement, words32(2<<16|8))+words32(0))), true, byte(0))
	f.Add([]byte(nasTold(1, 0, words32(1)+zeros(20)+nasDescribes(0, 0, words32(8000, 301)))), false, byte(6))
	f.Add([]byte("\x04\x00\x01\x00"+zeros(28)), false, byte(0))
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool, asked byte) {
		fields, _ := nasFields()
		fields([]byte{asked, 0, 1, 0}, 8, true)
		checkLayout(t, func(data []byte, _ int, fromClient bool) int { return frameNAS(data, 12, fromClient) },
			func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
				if !fromClient && len(data) > 3 {
					binary.LittleEndian.PutUint16(data[2:], 1)
				}
				return fields(data, 12, fromClient)
			}, data, fromClient)
	})
}
