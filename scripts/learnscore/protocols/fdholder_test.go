package protocols

import "testing"

// fdholderSaid is a message with as many descriptors.
func fdholderSaid(descriptors uint16, body string) string {
	return be32(uint32(len(body))) + be16(descriptors) + body
}

// fdholderHeld is a descriptor with a limit and a name.
func fdholderHeld(id string) string {
	return be32(1<<30, 10, 500) + string(rune(len(id))) + id + "\x00"
}

// TestFdholder: a conversation, in which answers are those of the requests in their order, and a dump is in messages of its own.
func TestFdholder(t *testing.T) {
	fields, err := fdholderFields()
	if err != nil {
		t.Fatal(err)
	}
	const (
		head   = "length:4 descriptors_count:2 "
		entry  = "limit:8 limit_nanos:4 id_length:1 id:"
		failed = "?" + head + "error_code:1"
	)
	for i, m := range []step{
		{fdholderSaid(1, "S"+fdholderHeld("web")), head + "command:1 " + entry + "4"},
		{fdholderSaid(0, "\x00"), failed},
		{fdholderSaid(0, "L"), head + "command:1"},
		{fdholderSaid(0, "R\x01\x03web\x00"), head + "command:1 deleted:1 id_length:1 id:4"},
		{fdholderSaid(0, "\x00"+be32(2)+"a\x00db\x00"), failed + " ids_count:4 id:2 id:3"},
		{fdholderSaid(1, "\x00"), failed},
		{fdholderSaid(0, "L"), head + "command:1"},
		{fdholderSaid(0, "\x01"), failed},
		{fdholderSaid(0, "D\x01a\x00"), head + "command:1 id_length:1 id:2"},
		{fdholderSaid(0, "\x02"), failed},
		{fdholderSaid(0, "?"), head + "command:1"},
		{fdholderSaid(0, "\x00"+be32(2, 3)), failed + " messages_count:4 ids_count:4"},
		{fdholderSaid(2, fdholderHeld("a")+fdholderHeld("db")), "?" + head + entry + "2 " + entry + "3"},
		{fdholderSaid(1, fdholderHeld("c")), "?" + head + entry + "2"},
		{fdholderSaid(0, "!"+be32(1)), head + "command:1 ids_count:4"},
		{fdholderSaid(0, "\x00"+be32(1)), failed + " messages_count:4"},
		{fdholderSaid(1, "."+fdholderHeld("c")), head + "command:1 " + entry + "2"},
		{fdholderSaid(0, "\x0b"), failed},
		{fdholderSaid(0, "\x00"), "?no"},
		{fdholderSaid(0, ""), "no"},
		{fdholderSaid(0, "X"), "no"},
		{fdholderSaid(0, "D\x05a\x00"), "no"},
	} {
		if got, want := frameFdholder([]byte(m.data+"more"), 0, true), len(m.data); got != want {
			t.Errorf("message %d has %d bytes, got %d", i+1, want, got)
		}
		m.check(t, "fdholder", i, fields)
	}
}

// FuzzFdholder: whatever is said, fields follow each other and end where the message does.
func FuzzFdholder(f *testing.F) {
	f.Add(byte('?'), []byte(fdholderSaid(0, "\x00"+be32(1, 1))+fdholderSaid(1, fdholderHeld("a"))), false)
	f.Add(byte('L'), []byte(fdholderSaid(0, "\x00"+be32(2)+"a\x00db\x00")), false)
	f.Add(byte('D'), []byte(fdholderSaid(1, "S"+fdholderHeld("web"))), true)
	f.Fuzz(func(t *testing.T, asked byte, data []byte, fromClient bool) {
		fields, _ := fdholderFields()
		fields([]byte(fdholderSaid(0, string([]byte{asked}))), 0, true)
		checkLayout(t, frameFdholder, fields, data, fromClient)
	})
}
