package protocols

import "testing"

// nrpeSaid is a packet of a version behind 2, with a buffer and what is behind it.
func nrpeSaid(version uint16, buffer, behind string) string {
	return be16(version, 1) + be32(0x5bd51854) + be16(0, 0) + be32(uint32(len(buffer))) + buffer + behind
}

// TestNRPE: packets of version 2 are of one size, others have the length of their buffer, and version 3 has bytes behind it.
func TestNRPE(t *testing.T) {
	const (
		head   = "packet_version:2 packet_type:2 crc32:4 result_code:2 "
		longer = head + "alignment_pad:2 buffer_length:4"
		old    = "\x00\x02\x00\x02\x12\x34\x56\x78\x00\x03"
	)
	for i, m := range []step{
		{nrpeSaid(4, "check_load\x00", ""), longer + " buffer:11"},
		{nrpeSaid(4, room(1020, "check_load"), ""), longer + " buffer:1020"},
		{nrpeSaid(4, "", ""), longer},
		{nrpeSaid(3, room(1017, "check_load"), zeros(3)), longer + " buffer:1017 pad:3"},
		{old + room(1024, "OK") + "Zk", "?" + head + "buffer:1024 pad:2"},
	} {
		_, fromClient := m.of()
		if got, want := frameNRPE([]byte(m.data+"more"), 0, fromClient), len(m.data); got != want {
			t.Errorf("message %d has %d bytes, got %d", i+1, want, got)
		}
		m.check(t, "NRPE", i, nrpeFields)
	}
	for data, want := range map[string]int{"": 0, "\x00\x02": 1036, "\x00\x04\x00\x01": 0, "\x00\x05\x00\x01": -1, "\x00\x01": -1} {
		if got := frameNRPE([]byte(data), 0, true); got != want {
			t.Errorf("%q has %d bytes, want %d", data, got, want)
		}
	}
	for _, short := range []string{old + "OK", old[:8], nrpeSaid(4, "OK\x00", "")[:17], nrpeSaid(4, "", "")[:13], ""} {
		if leaves, ok := nrpeFields([]byte(short), 0, false); ok {
			t.Errorf("%q has %s", short, shown(leaves, ok))
		}
	}
}

// FuzzNRPE: whatever is said, fields follow each other and end where the message does.
func FuzzNRPE(f *testing.F) {
	f.Add([]byte(nrpeSaid(4, "check_load\x00", "")+nrpeSaid(3, "a!b\x00", zeros(3))), true)
	f.Add([]byte("\x00\x02\x00\x02\x12\x34\x56\x78\x00\x03"+room(1026, "OK")), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameNRPE, nrpeFields, data, fromClient)
	})
}
