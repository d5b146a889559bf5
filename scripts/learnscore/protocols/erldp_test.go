package protocols

import "testing"

// erlSaid is a message behind the handshake, erlTold one within.
func erlSaid(body string) string { return be32(uint32(len(body))) + body }
func erlTold(body string) string { return be16(uint16(len(body))) + body }

// erlangTalk is a conversation, with what both sides say until they know each other.
func erlangTalk(behind ...step) []step {
	return append([]step{
		{erlTold("N" + zeros(8) + be32(5) + be16(1) + "a"), "length:2 tag:1 capability_flags:8 creation:4 name_length:2 name:1"},
		{erlTold("sok"), "?length:2 tag:1 status:2"},
		{erlTold("N" + zeros(8) + be32(7, 5) + be16(1) + "b"), "?length:2 tag:1 capability_flags:8 challenge:4 creation:4 name_length:2 name:1"},
		{erlTold("r" + be32(9) + zeros(16)), "length:2 tag:1 challenge:4 digest:16"},
		{erlTold("a" + zeros(16)), "?length:2 tag:1 digest:16"},
	}, behind...)
}

// TestErlang: a handshake, and behind it terms of all forms, with atoms that are known, new, or long.
func TestErlang(t *testing.T) {
	const head = "length:4 version:1 header_tag:1 atoms_count:1"
	for _, behind := range [][]step{
		{
			{be32(0), "?length:4"},
			{erlSaid("\x83D\x00h\x02a\x06j"), head + " term_tag:1 arity_count:1 term_tag:1 value:1 term_tag:1"},
			{erlSaid("\x83D\x02\x08\x00\x05\x03abc\x07h\x01R\x00"), head + " atom_flags:1 atom_flags:1 cache_index:1 atom_length:1 atom:3 cache_index:1 term_tag:1 arity_count:1 term_tag:1 atom_index:1"},
			{erlSaid("\x83D\x01\x18\x05\x00\x03abcj"), head + " atom_flags:1 cache_index:1 atom_length:2 atom:3 term_tag:1"},
			{erlSaid("p\x83h\x01j\x83k\x00\x02hi"), "?length:4 message_type:1 version:1 term_tag:1 arity_count:1 term_tag:1 version:1 term_tag:1 text_length:2 text:2"},
			{erlSaid("\x83D\x00l" + be32(1) + "b" + be32(70000) + "j"), head + " term_tag:1 elements_count:4 term_tag:1 value:4 term_tag:1"},
			{erlSaid("\x83D\x00t" + be32(1) + "m" + be32(1) + "xn\x02\x01\x01\x02"), head + " term_tag:1 pairs_count:4 term_tag:1 binary_length:4 binary:1 term_tag:1 digits_length:1 sign:1 digits:2"},
			{erlSaid("\x83D\x00XR\x00" + be32(1, 2, 3)), head + " term_tag:1 term_tag:1 atom_index:1 process_id:4 serial:4 creation:4"},
			{erlSaid("\x83D\x00Z\x00\x02R\x00" + be32(1, 2, 3)), head + " term_tag:1 ids_count:2 term_tag:1 atom_index:1 creation:4 reference_id:4 reference_id:4"},
			{erlSaid("\x83D\x00M" + be32(1) + "\x04\xf0"), head + " term_tag:1 bits_length:4 last_bits:1 bits:1"},
			{erlSaid("\x83D\x00F" + zeros(8)), head + " term_tag:1 value:8"},
			{erlSaid("\x83D\x00w\x01aqw\x01aw\x01ba\x02"), head + " term_tag:1 atom_length:1 atom:1 term_tag:1 term_tag:1 atom_length:1 atom:1 term_tag:1 atom_length:1 atom:1 term_tag:1 value:1"},
		},
		{{erlSaid("\x83E\x00j"), "no"}},
		{{erlSaid("\x83D\x00\x01"), "no"}},
		{{erlSaid("\x83D\x00m" + be32(9) + "short"), "no"}},
		{{erlSaid("\x83D\x09\x00"), "no"}},
	} {
		frame := frameErlang()
		fields, _ := erlangFields()
		for i, m := range erlangTalk(behind...) {
			_, fromClient := m.of()
			if got := frame([]byte(m.data), 0, fromClient); got != len(m.data) {
				t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), got)
			}
			m.check(t, "erldp", i, fields)
		}
	}
}

// FuzzErlang: whatever is said, fields follow each other and end where the message does.
func FuzzErlang(f *testing.F) {
	f.Add([]byte(erlSaid("\x83D\x02\x08\x00\x05\x03abc\x07h\x01R\x00")))
	f.Add([]byte(erlSaid("p\x83h\x01j\x83k\x00\x02hi")))
	f.Add([]byte(erlSaid("\x83D\x00t" + be32(1) + "m" + be32(1) + "xn\x02\x01\x01\x02")))
	f.Fuzz(func(t *testing.T, data []byte) {
		frame := frameErlang()
		fields, _ := erlangFields()
		for _, m := range erlangTalk() {
			_, fromClient := m.of()
			frame([]byte(m.data), 0, fromClient)
			fields([]byte(m.data), 0, fromClient)
		}
		checkLayout(t, frame, fields, data, true)
	})
}
