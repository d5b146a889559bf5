package protocols

import (
	"strings"
	"testing"
)

// TestWnn: a conversation, in which an answer is that of the request before it, and ends where its fields do.
func TestWnn(t *testing.T) {
	frame := frameWnn()
	fields, _ := wnnFields()
	const (
		kanji  = "\xa4\xa2\x00\x00" // one letter, and the end
		none   = "\x00\x00"
		wrong  = "\xff\xff\xff\xff"
		yomi   = "command:4 environment:4 reading:4 word_class:4 suffix:2 end_vector:4 end_vector_1:4"
		clause = " end:4 start:4 stem_end:4 dictionary:4 entry:4 frequency:4 recent:4 word_class:4 status:4 backward_status:4 end_vector:4 value:4"
		known  = " dictionary:4 entry:4 word_class:4 frequency:4 recent:4 internal_frequency:4 internal_recent:4"
	)
	asks := func(command uint32) string { return be32(command, 1) + kanji + wrong + none + be32(0) + wrong }
	for _, step := range []struct {
		said       string
		fromClient bool
		want       string
	}{
		{be32(0x01, 0x4003) + "unix\x00root\x00", true, "command:4 library_version:4 host_name:5 user_name:5"},
		{be32(0), false, "result:4"},
		{be32(0x05) + "root\x00", true, "command:4 environment_name:5"},
		{wrong + be32(68), false, "result:4 error_number:4"},
		{be32(0x52, 1, 4) + "usr\x00", true, "command:4 environment:4 access_mode:4 path:4"},
		{wrong, false, "result:4"}, // which says no more
		{asks(0x11) + be32(2), true, yomi + " end_vector_2:4"},
		{be32(1, 1, 3) + be32(2, 0, 1, 50) + strings.Repeat("\x00\x00\x00\x01", 12) + kanji + kanji + none, false,
			"result_count:4 small_clauses_sum:4 kanji_sum:4 end:4 start:4 small_clauses_count:4 value:4" + clause + " written:4 reading:4 suffix:2"},
		{asks(0x14), true, yomi},
		{be32(0), false, "result_count:4"},
		{asks(0x13), true, yomi},
		{be32(1, 3) + strings.Repeat("\x00\x00\x00\x01", 12) + none + none + none, false, "result_count:4 kanji_sum:4" + clause + " written:2 reading:2 suffix:2"},
		{asks(0x12), true, yomi},
		{wrong + be32(35), false, "result_count:4 error_number:4"},
		{be32(0x35, 1, 2, 3), true, "command:4 environment:4 dictionary:4 entry:4"},
		{be32(0) + kanji + be32(1, 4, 2, 3, 4, 5, 0, 6, 0) + wrong + kanji + none, false,
			"result:4 reading:4 words_count:4 kanji_sum:4" + known + " dictionary:4 written:4 comment:2"},
		{be32(0x72, 1, 2) + none, true, "command:4 environment:4 dictionary:4 word_class_name:2"},
		{be32(0, 0), false, "result_count:4 names_sum:4"},
		{be32(0x75, 1, 2), true, "command:4 environment:4 word_class:4"},
		{be32(2, 7, 8), false, "result_count:4 dictionary:4 dictionary:4"},
		{be32(0x56), true, "command:4"},
		{be32(1, 3, 1, 0, 2) + "ud\x00", false, "result_count:4 file:4 local:4 reference_count:4 file_type:4 file_name:3"},
		{be32(0x53), true, "command:4"},
		{be32(1, 5) + "root\x00unix\x00" + strings.Repeat(wrong, 32), false, "result_count:4 socket:4 user_name:5 host_name:5" + strings.Repeat(" environment:4", 32)},
		{be32(0x55), true, "command:4"},
		{be32(1, 0) + "root\x00" + be32(1, 2, 3) + strings.Repeat(wrong, 90), false,
			"result_count:4 environment:4 environment_name:5 reference_count:4 grammar_file:4 dictionaries_count:4" + strings.Repeat(" dictionary:4", 30) + strings.Repeat(" file:4", 60)},
		{be32(0x03), true, "command:4"},
		{be32(0), false, "result:4"},
	} {
		data := []byte(step.said)
		if got := frame([]byte(step.said+"\x00more"), 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", step.said, len(data), got)
		}
		leaves, ok := fields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.said, got, step.want)
		}
	}
	if got := frame([]byte(be32(0)), 0, false); got >= 0 {
		t.Errorf("an answer to nothing frames %d bytes", got)
	}
	if got := frame([]byte(be32(0xff)), 0, true); got >= 0 {
		t.Errorf("a command that is not there frames %d bytes", got)
	}
}

// TestWnnAnswers: what has an answer of its own can be asked for.
func TestWnnAnswers(t *testing.T) {
	for command := range wnnAnswers {
		if _, ok := wnnRequests[command]; !ok {
			t.Errorf("answer %#x has no request", command)
		}
	}
}

// FuzzWnn: whatever is said, fields follow each other and end where the message does.
func FuzzWnn(f *testing.F) {
	f.Add(be32(0x35, 1, 2, 3), []byte(be32(0)+"\x00\x00"+be32(0, 0)+"\xff\xff\xff\xff"))
	f.Add(be32(0x24, 1), []byte(be32(0)))
	f.Add(be32(0x55), []byte(be32(0xffff)))
	f.Fuzz(func(t *testing.T, asked string, data []byte) {
		frame := frameWnn()
		fields, _ := wnnFields()
		if n := frame([]byte(asked), 0, true); n > 0 {
			fields([]byte(asked[:n]), 0, true)
			checkLayout(t, frame, fields, data, false)
		}
	})
}
