package protocols

import "testing"

// xdmcpPacket is a packet of a code, xdmcpSaid a text or bytes with their length.
func xdmcpPacket(opcode uint16, body string) string {
	return be16(1, opcode, uint16(len(body))) + body
}
func xdmcpSaid(text string) string { return be16(uint16(len(text))) + text }

// TestXDMCP: packets of all codes, with lists and addresses, and those whose length is wrong.
func TestXDMCP(t *testing.T) {
	const (
		head          = "version:2 opcode:2 length:2"
		names         = " authentication_names_count:1"
		name          = " name_length:2 name:1"
		authenticated = " authentication_name_length:2 authentication_data_length:2"
	)
	for i, m := range []step{
		{xdmcpPacket(1, "\x00"), head + names},
		{xdmcpPacket(2, "\x02"+xdmcpSaid("A")+xdmcpSaid("B")), head + names + name + name},
		{xdmcpPacket(3, "\x01"+xdmcpSaid("A")), head + names + name},
		{xdmcpPacket(4, xdmcpSaid("\x0a\x00\x00\x01")+xdmcpSaid("\x00\xb1")+"\x00"), head + " client_address_length:2 client_address:4 client_port_length:2 client_port:2" + names},
		{xdmcpPacket(5, xdmcpSaid("")+xdmcpSaid("desk")+xdmcpSaid("3 users")), head + " authentication_name_length:2 hostname_length:2 hostname:4 status_text_length:2 status_text:7"},
		{xdmcpPacket(6, xdmcpSaid("desk")+xdmcpSaid("no")), head + " hostname_length:2 hostname:4 status_text_length:2 status_text:2"},
		{xdmcpPacket(7, be16(10)+"\x02"+be16(0, 6)+"\x02"+xdmcpSaid("\x0a\x00\x00\x01")+xdmcpSaid(zeros(16))+zeros(4)+"\x01"+xdmcpSaid("M")+xdmcpSaid("lab")),
			head + " display_number:2 connection_types_count:1 connection_type:2 connection_type:2 connection_addresses_count:1 connection_address_length:2 connection_address:4" +
				" connection_address_length:2 connection_address:16" + authenticated + " authorization_names_count:1" + name + " manufacturer_display_length:2 manufacturer_display:3"},
		{xdmcpPacket(8, be32(9)+zeros(4)+xdmcpSaid("M")+xdmcpSaid("\x01\x02")), head + " session_id:4" + authenticated +
			" authorization_name_length:2 authorization_name:1 authorization_data_length:2 authorization_data:2"},
		{xdmcpPacket(9, xdmcpSaid("no")+xdmcpSaid("X")+xdmcpSaid(zeros(8))), head + " status_text_length:2 status_text:2 authentication_name_length:2 authentication_name:1" +
			" authentication_data_length:2 authentication_data:8"},
		{xdmcpPacket(10, be32(9)+be16(10)+xdmcpSaid("MIT")), head + " session_id:4 display_number:2 display_class_length:2 display_class:3"},
		{xdmcpPacket(11, be32(9)), head + " session_id:4"},
		{xdmcpPacket(12, be32(9)+xdmcpSaid("no")), head + " session_id:4 status_text_length:2 status_text:2"},
		{xdmcpPacket(13, be16(10)+be32(9)), head + " display_number:2 session_id:4"},
		{xdmcpPacket(14, "\x01"+be32(9)), head + " session_running:1 session_id:4"},
		{xdmcpPacket(15, ""), "no"},
		{xdmcpPacket(11, be32(9)+"more"), "no"},
		{xdmcpPacket(11, be32(9)) + "more", "no"},
		{xdmcpPacket(6, be16(9)+"short"), "no"},
		{xdmcpPacket(2, "\x02"+xdmcpSaid("A")), "no"},
		{"\x00\x01\x00", "no"},
	} {
		m.check(t, "xdmcp", i, xdmcpFields)
	}
}

// FuzzXDMCP: whatever is said, fields follow each other and end where the packet does.
func FuzzXDMCP(f *testing.F) {
	f.Add([]byte(xdmcpPacket(2, "\x02"+xdmcpSaid("A")+xdmcpSaid("B"))))
	f.Add([]byte(xdmcpPacket(7, be16(10)+"\x01"+be16(0)+"\x01"+xdmcpSaid("\x0a\x00\x00\x01")+zeros(4)+"\x00"+zeros(2))))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkLayout(t, func(data []byte, _ int, _ bool) int { return len(data) }, xdmcpFields, data, true)
	})
}
