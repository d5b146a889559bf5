package protocols

import "testing"

// rndcSaid is a message with its length and version.
func rndcSaid(body string) string { return be32(uint32(4+len(body)), 1) + body }

// rndcValue is a name and a value of a type.
func rndcValue(name string, kind byte, value string) string {
	return string(rune(len(name))) + name + rndcElement(kind, value)
}

func rndcElement(kind byte, value string) string {
	return string(rune(kind)) + be32(uint32(len(value))) + value
}

// TestRNDC: tables are within tables, and digests have their algorithm before them, but for that of MD5.
func TestRNDC(t *testing.T) {
	const (
		begins = "length:4 version:4"
		named  = " name_length:1 name:"
		typed  = " value_type:1 value_length:4"
	)
	for _, m := range []step{
		{rndcSaid(rndcValue("_auth", 2, rndcValue("hsha", 1, "\xa3"+room(88, "Zm9v"))) + rndcValue("_ctrl", 2, rndcValue("_ser", 1, "1234")+rndcValue("_tim", 1, "56"))),
			begins + named + "5" + typed + named + "4" + typed + " algorithm:1 digest:88" + named + "5" + typed + named + "4" + typed + " said_ser:4" + named + "4" + typed + " said_tim:2"},
		{rndcSaid(rndcValue("_auth", 2, rndcValue("hmd5", 1, room(22, "Zm9v"))) + rndcValue("_data", 2, rndcValue("type", 1, "status")+rndcValue("text", 1, ""))),
			begins + named + "5" + typed + named + "4" + typed + " digest:22" + named + "5" + typed + named + "4" + typed + " said_type:6" + named + "4" + typed},
		{rndcSaid(rndcValue("_data", 2, "") + rndcValue("l", 3, rndcElement(1, "a")+rndcElement(2, rndcValue("", 1, "b")))),
			begins + named + "5" + typed + named + "1" + typed + typed + " said_element:1" + typed + " name_length:1" + typed + " said_:1"},
		{rndcSaid(""), begins},
		{be32(4, 2), "no"},                                                    // another version
		{rndcSaid(rndcValue("a", 0, "")), "no"},                               // no such type
		{rndcSaid(rndcValue("a", 1, "long"))[:15], "no"},                      // cut short
		{rndcSaid(rndcValue("t", 2, "\x05a")), "no"},                          // a name that is longer than its table
		{rndcSaid("\x01t\x02" + be32(9) + "\x00"), "no"},                      // a table that is longer than the message
		{rndcSaid("\x01t\x01\x00\x00"), "no"},                                 // a length that is cut short
		{rndcSaid(rndcValue("t", 2, "\x01b\x01") + "\x00\x00\x00\x00"), "no"}, // one that goes on behind its table
	} {
		m.check(t, "rndc", 0, rndcFields)
	}
	deep := rndcElement(1, "x")
	for range 20 {
		deep = rndcElement(3, deep)
	}
	step{rndcSaid("\x01d" + deep), "no"}.check(t, "rndc", 0, rndcFields)
}

// FuzzRNDC: whatever is said, fields follow each other and end where the message does.
func FuzzRNDC(f *testing.F) {
	f.Add([]byte(rndcSaid(rndcValue("_data", 2, rndcValue("type", 1, "status")))))
	f.Add([]byte(rndcSaid(rndcValue("l", 3, rndcElement(1, "a")))))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameLength32, rndcFields, data, true) })
}
