package protocols

import "testing"

// owserverAsked is a request with a payload, which a value is the end of.
func owserverAsked(kind uint32, path, value string) string {
	return be32(0, uint32(len(path+value)), kind, 0x10a, uint32(len(value)), 0) + path + value
}

// owserverTold is an answer with a payload, whose last bytes its size does not count.
func owserverTold(ret uint32, payload string, more int) string {
	return be32(0, uint32(len(payload)), ret, 0x10a, uint32(len(payload)-more), 0) + payload
}

// TestOwserver: a conversation, in which answers are those of the requests in their order, and elements of a directory come before what ends it.
func TestOwserver(t *testing.T) {
	fields, err := owserverFields()
	if err != nil {
		t.Fatal(err)
	}
	const (
		asks   = "version:4 payload_length:4 type:4 control_flags:4 size:4 offset:4"
		coded  = "?version:4 payload_length:4 return_code:4 control_flags:4 size:4 offset:4"
		read   = "?version:4 payload_length:4 return_length:4 control_flags:4 size:4 offset:4"
		listed = "?version:4 payload_length:4 return_code:4 control_flags:4 size:4 directory_flags:4"
		failed = 0xffffffff
	)
	waits := be32(0, 0xffffffff, 0, 0, 0, 0)
	for i, m := range []step{
		{owserverAsked(2, "/28.1/temperature\x00", ""), asks + " path:18"},
		{waits, coded},
		{owserverTold(4, "21.5", 0), read + " value:4"},
		{owserverAsked(2, "/28.1/errata", ""), asks + " path:12"},
		{owserverTold(failed, "", 0), coded},
		{owserverAsked(3, "/29.2/PIO\x00", "1,0"), asks + " path:10 value:3"},
		{owserverTold(0, "", 0), coded},
		{owserverAsked(3, "/29.2/PIO", "\x01"), asks + " path:9 value:1"},
		{owserverTold(failed, "", 0), coded},
		{owserverAsked(4, "/\x00", ""), asks + " path:2"},
		{owserverTold(0, "/28.1\x00", 1), coded + " path:6"},
		{waits, coded},
		{owserverTold(0, "/29.2\x00", 1), coded + " path:6"},
		{owserverTold(0, "", 0), listed},
		{owserverAsked(6, "/28.1\x00", ""), asks + " path:6"},
		{owserverTold(0, "\x28123456\xd5", 8), coded + " family:1 id:6 crc:1"},
		{owserverAsked(6, "/28.2\x00", ""), asks + " path:6"},
		{owserverTold(failed, "", 0), coded},
		{owserverAsked(7, "/\x00", ""), asks + " path:2"},
		{waits, coded},
		{owserverTold(0, "/28.1,/29.2\x00", 1), listed + " path:12"},
		{owserverAsked(9, "/alarm\x00", ""), asks + " path:7"},
		{owserverTold(0, "", 0), listed},
		{owserverAsked(7, "/no\x00", ""), asks + " path:4"},
		{owserverTold(failed, "", 0), coded},
		{owserverAsked(8, "/28.1\x00", ""), asks + " path:6"},
		{owserverTold(0, "/28.1/id\x00", 1), listed + " path:9"},
		{owserverAsked(10, "/28.1/id\x00", ""), asks + " path:9"},
		{owserverTold(2, "\x01\x02", 0), read + " value:2"},
		{be32(0x10002, 6, 2, 0x104, 12, 0) + "/28.1\x00" + zeros(16) + room(16, "token"), asks + " path:6 token:16 token:16"},
		{be32(0x10001, 7, 3, 0x104, 1, 0) + "/28.1\x00" + "1" + zeros(16), asks + " path:6 value:1 token:16"},
		{owserverTold(1, "1", 0), read + " value:1"},
		{owserverTold(0, "", 0), coded},
		{owserverTold(0, "", 0), "?no"},
		{be32(0, 2, 3, 0, 3, 0) + "/\x00", "no"},
	} {
		if got, want := frameOwserver([]byte(m.data+"more"), 0, m.want[0] != '?'), len(m.data); got != want {
			t.Errorf("message %d has %d bytes, got %d", i+1, want, got)
		}
		m.check(t, "owserver", i, fields)
	}
}

// TestOwserverTypes: a path with a NUL behind it, one without, and values that are a text or not.
func TestOwserverTypes(t *testing.T) {
	for data, want := range map[string]string{
		owserverAsked(2, "/28.1\x00", ""):      "FT_STRINGZ",
		owserverAsked(2, "/28.1", ""):          "FT_STRING",
		owserverAsked(3, "/28.1\x00", "warm"):  "FT_STRING",
		owserverAsked(3, "/28.1\x00", "\x80a"): "FT_NONE",
	} {
		fields, _ := owserverFields()
		leaves, ok := fields([]byte(data), 0, true)
		if !ok || leaves[len(leaves)-1].Label.Type != want {
			t.Errorf("%q ends with no %s: %v", data, want, leaves)
		}
	}
}

// FuzzOwserver: whatever is said, fields follow each other and end where the message does.
func FuzzOwserver(f *testing.F) {
	f.Add(uint32(4), []byte(owserverTold(0, "/28.1\x00", 1)+owserverTold(0, "", 0)), false)
	f.Add(uint32(6), []byte(owserverTold(0, "\x28123456\xd5", 8)), false)
	f.Add(uint32(2), []byte(be32(0x10001, 7, 3, 0x104, 1, 0)+"/28.1\x00"+"1"+zeros(16)), true)
	f.Fuzz(func(t *testing.T, asked uint32, data []byte, fromClient bool) {
		fields, _ := owserverFields()
		fields([]byte(owserverAsked(asked, "/\x00", "")), 0, true)
		checkLayout(t, frameOwserver, fields, data, fromClient)
	})
}
