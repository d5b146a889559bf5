package protocols

import (
	"testing"
)

// swtpmState is a state of elements, behind swtpm's header.
func swtpmState(elements string) string {
	return "\x02\x01\x00\x0a\x00\x00" + be32(uint32(10+len(elements))) + elements
}

// swtpmElement is an element of a state.
func swtpmElement(tag uint16, data string) string {
	return be16(tag) + be32(uint32(len(data))) + data
}

// TestSwtpm: an answer has what the command before it asked for, unless that went wrong, and a state tells its parts.
func TestSwtpm(t *testing.T) {
	const (
		blob    = " version:1 minimum_version:1 header_size:2 blob_flags:2 blob_length:4"
		element = " tag:2 element_length:4"
	)
	n := be32
	state := swtpmState(swtpmElement(4, swtpmElement(1, "abc")) + swtpmElement(3, "defg"))
	conversation := []step{
		{n(1), "command:4"},
		{n(0, 0xffff), "?capability_flags:8"},
		{n(5) + "\x01", "command:4 locality:1"},
		{n(0), "?result_code:4"},
		{n(4), "command:4"},
		{n(0, 0x01000000), "?result_code:4 established:1 pad:3"},
		{n(4), "command:4"},
		{n(10), "?result_code:4"},
		{n(7, 3) + "abc", "command:4 length:4 data:3"},
		{n(0), "?result_code:4"},
		{n(12, 1, 1, 0), "command:4 state_flags:4 blob_type:4 offset:4"},
		{n(0, 0, uint32(len(state)), uint32(len(state))) + state, "?result_code:4 state_flags:4 total_length:4 length:4" + blob + element + element + " element:3" + element + " element:4"},
		{n(12, 1, 3, 0), "command:4 state_flags:4 blob_type:4 offset:4"},
		{n(0x800, 0, 0, 0), "?result_code:4 state_flags:4 total_length:4 length:4"},
		{n(13, 0, 1, 3) + "raw", "command:4 state_flags:4 blob_type:4 length:4 state:3"},
		{n(16), "command:4"}, // answers come in the order of commands
		{n(0), "?result_code:4"},
		{n(0), "?result_code:4"},
		{n(5) + "\x00\x00\x00\x00", "command:4 locality:1 pad:3"},
		{n(0), "?result_code:4"},
		{n(17, 4000), "command:4 buffer_size:4"},
		{n(0, 4000, 2000, 4096), "?result_code:4 buffer_size:4 minimum_size:4 maximum_size:4"},
		{n(18, 0, 1, 0, 0), "command:4 info_flags:8 offset:4 pad:4"},
		{n(0, 3, 3) + "{}\x00", "?result_code:4 total_length:4 length:4 info:3"},
		{n(99), "no"},
	}
	layout, err := swtpmFields()
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, "swtpm", frameSwtpm(), layout, conversation)
	checkTurns(t, "an answer to nothing", frameSwtpm(), laidBy(&swtpmTurn{}), []step{{n(0), "?no"}})
}

// FuzzSwtpm: whatever is said, fields follow each other and end where the message does.
func FuzzSwtpm(f *testing.F) {
	f.Add([]byte(be32(18, 0, 1, 0, 0)), []byte(be32(0, 3, 3)+"{}\x00"))
	f.Add([]byte(be32(16, 5, 0)), []byte(be32(0, 0)))
	f.Add([]byte(be32(12, 1, 1, 0)), []byte(be32(0, 0, 20, 20)+swtpmState(swtpmElement(4, zeros(4)))))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		frame := frameSwtpm()
		layout, err := swtpmFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frame, layout, asked, true)
		checkLayout(t, frame, layout, answered, false)
	})
}
