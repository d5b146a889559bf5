package protocols

import (
	"encoding/binary"
	"strings"
	"testing"
)

// A description of two files, of which the second one has another meaning for a name.
var someInterfaces = []string{`<protocol name="core">
	<interface name="wl_display" version="1">
		<request name="sync"><arg name="callback" type="new_id" interface="wl_callback"/></request>
		<request name="get_registry"><arg name="registry" type="new_id" interface="wl_registry"/></request>
		<event name="error"><arg name="object_id" type="object"/><arg name="code" type="uint"/>
			<arg name="message" type="string"/></event>
	</interface>
	<interface name="wl_callback" version="1"><event name="done"><arg name="callback_data" type="uint"/></event></interface>
	<interface name="wl_registry" version="1">
		<request name="bind"><arg name="name" type="uint"/><arg name="id" type="new_id"/></request>
	</interface>
	<interface name="wl_thing" version="1">
		<enum name="look" bitfield="true"/>
		<request name="set"><arg name="look" type="uint" enum="look"/><arg name="turn" type="fixed"/>
			<arg name="other" type="object" allow-null="true"/><arg name="file" type="fd"/></request>
		<event name="list"><arg name="items" type="array"/><arg name="x" type="int"/></event>
	</interface>
</protocol>`, `<protocol name="draft">
	<interface name="wl_thing" version="1"><request name="reset"/></interface>
</protocol>`}

// said is a message: object, opcode, and words; of a text, its length, and NULs up to a word.
func said(object uint32, opcode uint16, arguments ...any) []byte {
	order := binary.LittleEndian
	body := []byte{}
	for _, a := range arguments {
		switch a := a.(type) {
		case int:
			body = order.AppendUint32(body, uint32(a))
		case string:
			body = append(order.AppendUint32(body, uint32(len(a))), a...)
			body = append(body, make([]byte, -len(a)&3)...)
		}
	}
	head := order.AppendUint16(order.AppendUint16(order.AppendUint32(nil, object), opcode), uint16(8+len(body)))
	return append(head, body...)
}

// TestWayland: what a message holds depends on which interface its object got before.
func TestWayland(t *testing.T) {
	known := waylandInterfaces{}
	for _, description := range someInterfaces {
		if err := known.read(strings.NewReader(description)); err != nil {
			t.Fatal(err)
		}
	}
	const header = "object_id:4 opcode:2 size:2 "
	fields := known.conversation()
	for _, step := range []struct {
		message    []byte
		fromClient bool
		want       string
	}{
		{said(2, 0, 1), true, "no"}, // there is no such object yet
		{said(1, 1, 2), true, header + "registry_id:4"},
		{said(2, 0, 7, "wl_thing\x00", 1, 3), true, header + "name_number:4 interface_length:4 interface:9 interface_padding:3 version:4 id:4"},
		{said(3, 0, 1, 256, 0), true, header + "look:4 turn:4 other_id:4"},
		{said(3, 0, "\x01\x00\x00\x00", 5), false, header + "items_length:4 items:4 x:4"},
		{said(3, 0, "", 5), false, header + "items_length:4 x:4"},
		{said(3, 1), true, "no"},         // no such request
		{said(3, 0, 1, 256), true, "no"}, // it ends too soon
		{said(3, 0, 1, 256, 0, 0), true, "no"},
		{said(3, 0, 99, 5), false, "no"}, // an array that is longer than the message
		{said(1, 0, 3), true, header + "callback_id:4"},
		{said(3, 0, 12345), false, header + "callback_data:4"}, // the number was used again
		{said(1, 0, 3, 1, "why\x00"), false, header + "object_id:4 code:4 message_length:4 message:4"},
		{said(1, 0)[:6], true, "no"},
	} {
		leaves, ok := fields(step.message, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%x: got %s, want %s", step.message, got, step.want)
		}
	}
	leaves, ok := fields(said(1, 1, 4), 0, true)
	if !ok || leaves[3].Label.Name != "wayland:wl_display:get_registry.registry_id" {
		t.Errorf("got %v", leaves)
	}
	if _, ok := known.conversation()(said(3, 0, 1, 256, 0), 0, true); ok {
		t.Error("objects are those of another conversation")
	}
	if !known.areBits("wl_thing", "look") || !known.areBits("wl_callback", "wl_thing.look") || known.areBits("wl_callback", "look") {
		t.Error("flags are not told from numbers")
	}
}

// FuzzWayland: whatever is said, fields follow each other and end where the message does.
func FuzzWayland(f *testing.F) {
	known := waylandInterfaces{}
	if err := known.read(strings.NewReader(someInterfaces[0])); err != nil {
		f.Fatal(err)
	}
	f.Add(append(said(1, 1, 2), said(2, 0, 7, "wl_thing\x00", 1, 3)...), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameWayland, known.conversation(), data, fromClient)
	})
}
