package protocols

import (
	"encoding/binary"
	"testing"
)

// viciPacket is a packet with its length.
func viciPacket(body string) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
}

// TestVici: a packet has a name and a message by its type, and sections and lists end as they begin.
func TestVici(t *testing.T) {
	const (
		packet  = "length:4 packet_type:1"
		named   = packet + " name_length:1 name:5"
		section = " element_type:1 section_length:1 section:3"
		key     = " element_type:1 key_length:1 key:1 value_length:2"
		list    = " element_type:1 list_length:1 list:2"
		item    = " element_type:1 item_length:2"
		end     = " element_type:1"
	)
	for _, step := range []struct{ body, want string }{
		{"\x00\x05stats", named},
		{"\x03\x05stats", named},
		{"\x04\x05stats", named},
		{"\x04\x05stats\x03\x01k\x00\x00", "no"}, // registrations have no message
		{"\x02", packet},
		{"\x05", packet},
		{"\x06", packet},
		{"\x06\x02", "no"},
		{"\x08", "no"},
		{"\x01", packet},
		{"\x01\x03\x01k\x00\x03yes", packet + key + " value:3"},
		{"\x01\x03\x01k\x00\x00", packet + key},
		{"\x01\x03\x01k\x00\x04yes", "no"},
		{"\x01\x03\x01k\xff", "no"},
		{"\x07\x05stats\x01\x03ike\x01\x03sub\x03\x01k\x00\x01v\x02\x02", named + section + section + key + " value:1" + end + end},
		{"\x01\x01\x03ike", "no"},
		{"\x01\x01\x03ike\x02\x02", "no"},
		{"\x01\x04\x02ts\x05\x00\x03a/b\x05\x00\x00\x06", packet + list + item + " item:3" + item + end},
		{"\x01\x04\x02ts\x06", packet + list + end},
		{"\x01\x04\x02ts", "no"},
		{"\x01\x04\x02ts\x03\x01k\x00\x01v\x06", "no"}, // no key within a list
		{"\x01\x05\x00\x03a/b", "no"},                  // and no item without one
		{"\x01\x06", "no"},
		{"\x01\x07", "no"},
		{"", "no"},
	} {
		leaves, ok := viciFields(viciPacket(step.body), 0, true)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.body, got, step.want)
		}
	}
	leaves, _ := viciFields(viciPacket("\x01\x03\x01k\x00\x03yes\x03\x01k\x00\x02\x30\x82"), 0, false)
	if text, other := leaves[6].Label.Type, leaves[11].Label.Type; text != "FT_STRING" || other != "FT_BYTES" {
		t.Errorf("a text is %s, bytes are %s", text, other)
	}
}

// FuzzVici: whatever is said, fields follow each other and end where the packet does.
func FuzzVici(f *testing.F) {
	f.Add(viciPacket("\x07\x05stats\x01\x03ike\x03\x01k\x00\x01v\x04\x02ts\x05\x00\x03a/b\x06\x02"))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameLength32, viciFields, data, false) })
}
