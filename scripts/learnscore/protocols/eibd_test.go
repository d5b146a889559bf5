package protocols

import "testing"

// eibdSaid is a message of a type.
func eibdSaid(kind uint16, body string) string {
	return be16(uint16(len(body)+2), kind) + body
}

// eibdSteps are a conversation for each of what a client may open, and what needs nothing to be open.
var eibdSteps = [][]step{
	{ // a monitor with times, of standard frames and of an extended one
		{eibdSaid(0x17, ""), eibdHead},
		{eibdSaid(0x17, be32(9)), "?" + eibdHead + " timestamp:4"},
		{eibdSaid(0x15, "\x00"+be32(10)+"\xbc\x11\x01\x09\x01\xe1\x00\x81\x00"),
			"?" + eibdHead + " status:1 timestamp:4 control_flags:1 source:2 destination:2 network_flags:1 service:2 checksum:1"},
		{eibdSaid(0x15, "\x00"+be32(11)+"\xb0\x11\x01\x11\x02\x60\x80\x00"),
			"?" + eibdHead + " status:1 timestamp:4 control_flags:1 source:2 destination:2 network_flags:1 transport:1 checksum:1"},
		{eibdSaid(0x15, "\x00"+be32(12)+"\x3c\xe0\x11\x01\x09\x01\x10\x00\x80abcdefghijklmno\x00"),
			"?" + eibdHead + " status:1 timestamp:4 control_flags:1 network_flags:1 source:2 destination:2 data_length:1 service:2 value:15 checksum:1"},
		{eibdSaid(0x04, ""), eibdHead},
		{eibdSaid(0x04, ""), "?" + eibdHead},
	},
	{ // monitors without times
		{eibdSaid(0x13, ""), eibdHead},
		{eibdSaid(0x13, ""), "?" + eibdHead},
		{eibdSaid(0x14, "L_Busmon\x00"), "?" + eibdHead + " text:9"},
		{eibdSaid(0x12, ""), eibdHead},
		{eibdSaid(0x12, ""), "?" + eibdHead},
		{eibdSaid(0x14, "\xbc\x11\x01\x09\x01\xe2\x00\x80\x05\x00"),
			"?" + eibdHead + " control_flags:1 source:2 destination:2 network_flags:1 service:2 value:1 checksum:1"},
		{eibdSaid(0x14, "\xbc\x11\x01"), "?no"},
	},
	{ // a group, and then all
		{eibdSaid(0x22, be16(0x0901)+"\x00"), eibdHead + " destination:2 write_only:1"},
		{eibdSaid(0x22, ""), "?" + eibdHead},
		{eibdSaid(0x25, be16(0)), eibdHead + " service:2"},
		{eibdSaid(0x25, be16(0x1101, 0x41)), "?" + eibdHead + " source:2 service:2"},
		{eibdSaid(0x25, be16(0x1101, 0x40, 0x0c33)), "?" + eibdHead + " source:2 service:2 value:2"},
		{eibdSaid(0x26, be16(0)+"\xff"), eibdHead + " unused:2 write_only:1"},
		{eibdSaid(0x26, ""), "?" + eibdHead},
		{eibdSaid(0x27, be16(0x0901, 0x80)+"Kitchen\x00"), eibdHead + " destination:2 service:2 value:8"},
		{eibdSaid(0x27, be16(0x1101, 0x0901, 0x81)), "?" + eibdHead + " source:2 destination:2 service:2"},
	},
	{ // all devices
		{eibdSaid(0x23, be16(0)+"\x00"), eibdHead + " unused:2 write_only:1"},
		{eibdSaid(0x23, ""), "?" + eibdHead},
		{eibdSaid(0x25, be16(0x3dc)+"serial"), eibdHead + " service:2 serial:6"},
		{eibdSaid(0x25, be16(0x1101, 0x3dd)+"serial"+be16(1, 0)), "?" + eibdHead + " source:2 service:2 serial:6 domain:2 reserved:2"},
		{eibdSaid(0x25, be16(0x3de)+"serial"+be16(1, 0, 0)), eibdHead + " service:2 serial:6 address:2 reserved:4"},
		{eibdSaid(0x25, be16(0x0c0, 0x1101)), eibdHead + " service:2 address:2"},
		{eibdSaid(0x25, be16(0x3da, 0)+"\x0b\x01"), eibdHead + " service:2 object_type:2 property_id:1 test_info:1"},
		{eibdSaid(0x25, be16(0x3e0, 1)), eibdHead + " service:2 domain:2"},
	},
	{ // one device
		{eibdSaid(0x21, be16(0x1101)+"\x00"), eibdHead + " destination:2 write_only:1"},
		{eibdSaid(0x21, ""), "?" + eibdHead},
		{eibdSaid(0x25, be16(0x3d5)+"\x00\x0b"+be16(0x1001)), eibdHead + " service:2 object_index:1 property_id:1 elements_flags:2"},
		{eibdSaid(0x25, be16(0x3d6)+"\x00\x0b"+be16(0x1001, 7)), "?" + eibdHead + " service:2 object_index:1 property_id:1 elements_flags:2 value:2"},
		{eibdSaid(0x25, be16(0x3d8)+"\x00\x0b\x00"), eibdHead + " service:2 object_index:1 property_id:1 property_index:1"},
		{eibdSaid(0x25, be16(0x3d9)+"\x00\x0b\x03\x80"+be16(6)+"\x32"),
			"?" + eibdHead + " service:2 object_index:1 property_id:1 property_index:1 type_flags:1 max_elements:2 access:1"},
		{eibdSaid(0x25, be16(0x302)), eibdHead + " service:2"},
		{eibdSaid(0x25, be16(0x342)+"fourteen bytes"), "?" + eibdHead + " service:2 descriptor:14"},
		{eibdSaid(0x20, be16(0x1101)+"\x99"), eibdHead + " destination:2 unused:1"},
		{eibdSaid(0x20, ""), "?" + eibdHead},
		{eibdSaid(0x25, be16(0x20c, 0x100)), eibdHead + " service:2 address:2"},
		{eibdSaid(0x25, ""), "?" + eibdHead},
	},
	{ // a device's transport layer, with numbers in what it shares with the application layer
		{eibdSaid(0x24, be16(0)+"\x99"), eibdHead + " source:2 unused:1"},
		{eibdSaid(0x24, ""), "?" + eibdHead},
		{eibdSaid(0x25, be16(0x1101)+"\x80"), "?" + eibdHead + " source:2 transport:1"},
		{eibdSaid(0x25, be16(0x1101)+"\xc2"), eibdHead + " destination:2 transport:1"},
		{eibdSaid(0x25, be16(0x1101, 0x4300)), "?" + eibdHead + " source:2 service:2"},
		{eibdSaid(0x25, be16(0x1101, 0x4340, 0x07b0)), eibdHead + " destination:2 service:2 descriptor:2"},
		{eibdSaid(0x25, be16(0x1101, 0x4bd1)+"\x00key!"), "?" + eibdHead + " source:2 service:2 reserved:1 key:4"},
		{eibdSaid(0x25, be16(0x1101, 0x47d2)+"\x02"), eibdHead + " destination:2 service:2 level:1"},
		{eibdSaid(0x25, be16(0x1101, 0x47d3)+"\x02key!"), "?" + eibdHead + " source:2 service:2 level:1 key:4"},
		{eibdSaid(0x25, be16(0x1101, 0x6684, 0x100)+"1234"), "?" + eibdHead + " source:2 service:2 address:2 memory:4"},
		{eibdSaid(0x25, be16(0x1101, 0x6d84)+"\x08"), "?" + eibdHead + " source:2 service:2 read_count:1"},
		{eibdSaid(0x25, be16(0x1101, 0x6dc4)+"\x08"+be16(99)), eibdHead + " destination:2 service:2 read_count:1 sum:2"},
		{eibdSaid(0x25, be16(0x1101, 0x72c1)+"\x02"+be16(0x234)+"ab"), eibdHead + " destination:2 service:2 number_flags:1 address:2 memory:2"},
		{eibdSaid(0x25, be16(0x1101, 0x76c6)+"\xc5"+be16(0x1234)), eibdHead + " destination:2 service:2 manufacturer_id:1 manufacturer_data:2"},
	},
	{ // the cache, and what is refused
		{eibdSaid(0x70, ""), eibdHead},
		{eibdSaid(0x70, ""), "?" + eibdHead},
		{eibdSaid(0x75, be16(0x0901)), eibdHead + " destination:2"},
		{eibdSaid(0x75, be16(0, 0x0901)), "?" + eibdHead + " source:2 destination:2"},
		{eibdSaid(0x74, be16(0x0901, 60)), eibdHead + " destination:2 age:2"},
		{eibdSaid(0x74, be16(0x1101, 0x0901, 0x80, 0x0c33)), "?" + eibdHead + " source:2 destination:2 service:2 value:2"},
		{eibdSaid(0x76, be16(1)+"\x02"), eibdHead + " start:2 timeout:1"},
		{eibdSaid(0x76, be16(3, 0x0901, 0x0902)), "?" + eibdHead + " end:2 destination:2 destination:2"},
		{eibdSaid(0x77, be32(1)+"\x02"), eibdHead + " start:4 timeout:1"},
		{eibdSaid(0x77, be32(3)), "?" + eibdHead + " end:4"},
		{eibdSaid(0x30, be16(0x1101)+"\x03"), eibdHead + " destination:2 mode:1"},
		{eibdSaid(0x00, ""), "?" + eibdHead},
		{eibdSaid(0x25, be16(0)), "no"},
		{eibdSaid(0x70, "more"), "no"},
		{eibdSaid(0x99, ""), "no"},
		{eibdSaid(0x22, be16(0x0901)), "no"},
		{eibdSaid(0x77, be32(3)+"\x09"), "?no"},
	},
}

// eibdHead is what each message begins with.
const eibdHead = "length:2 type:2"

// TestEIBD: conversations, in which what was opened tells what is in a telegram.
func TestEIBD(t *testing.T) {
	for _, conversation := range eibdSteps {
		fields, err := eibdFields()
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range conversation {
			if got, want := frameEIBD([]byte(m.data+"more"), 0, true), len(m.data); got != want {
				t.Errorf("message %d has %d bytes, got %d", i+1, want, got)
			}
			m.check(t, "eibd", i, fields)
		}
	}
}

// TestEIBDValues: a text is one if it is long and printable.
func TestEIBDValues(t *testing.T) {
	for value, want := range map[string]string{"On": "FT_NONE", "Kitchen\x00": "FT_STRINGZPAD", "\x7e\x0c\x18\x6e\x1b\x09\x00\x80": "FT_NONE"} {
		fields, _ := eibdFields()
		leaves, ok := fields([]byte(eibdSaid(0x74, be16(0x1101, 0x0901, 0x40)+value)), 0, false)
		if !ok || leaves[len(leaves)-1].Label.Type != want {
			t.Errorf("%q is no %s: %v", value, want, leaves)
		}
	}
}

// FuzzEIBD: whatever is said, fields follow each other and end where the message does.
func FuzzEIBD(f *testing.F) {
	f.Add(uint16(0x17), []byte(eibdSaid(0x15, "\x00"+be32(10)+"\xbc\x11\x01\x09\x01\xe1\x00\x81\x00")), false)
	f.Add(uint16(0x24), []byte(eibdSaid(0x25, be16(0x1101, 0x4bd1)+"\x00key!")), true)
	f.Add(uint16(0x26), []byte(eibdSaid(0x27, be16(0x1101, 0x0901, 0x81))), false)
	f.Fuzz(func(t *testing.T, opened uint16, data []byte, fromClient bool) {
		fields, _ := eibdFields()
		fields([]byte(eibdSaid(opened, "")), 0, fromClient)
		checkLayout(t, frameEIBD, fields, data, fromClient)
	})
}
