package protocols

import (
	"encoding/binary"
	"testing"
)

// lldpdSaid is a message of a type.
func lldpdSaid(kind uint32, body string) string { return words32(kind, 0, uint32(len(body)), 0) + body }

// lldpdItem is a structure with its number, and what is behind it in multiples of eight bytes.
func lldpdItem(number uint32, object string, behind ...string) string {
	all := object
	for _, item := range behind {
		all += zeros(align(len(all), 8)-len(all)) + item
	}
	return words32(number, 0, uint32(16+len(all)), 0) + all
}

// TestLLDPD: what a structure points to is behind it, unless it was there before.
func TestLLDPD(t *testing.T) {
	const head, item = "type:4 pad:4 length:8", " number:8 object_size:8"
	none := words32(0, 0)
	at := func(n uint32) string { return words32(n, 0) }
	for _, step := range []struct {
		kind       uint32
		body       string
		fromClient bool
		want       string
	}{
		{1, "", true, head},
		{6, lldpdItem(1, "eth0\x00"), true, head + item + " text:5"},
		{6, lldpdItem(1, "eth0\x00") + "\x00", true, "no"},
		{9, "x", true, "no"},
		{10, "", true, "no"},
		{3, lldpdItem(1, at(2)+at(9), lldpdItem(2, at(4)+at(9)+at(3), lldpdItem(4, none+at(9)+at(5), lldpdItem(5, "eth1\x00")), lldpdItem(3, "e\x00"))), false,
			head + item + " first_interface:8 last_interface:8" + item + " next:8 previous:8 name:8" + item + " next:8 previous:8 name:8" + item +
				" text:5 pad:3" + item + " text:2"},
		{3, lldpdItem(1, at(2)+at(9), lldpdItem(2, at(2)+at(9)+none)), false, head + item + " first_interface:8 last_interface:8" + item + " next:8 previous:8 name:8"},
		{3, lldpdItem(1, at(2)+at(9)), false, "no"},
		{10, lldpdItem(1, none+words32(1, 0)+none), false, head + item + " interface_name:8 state:4 pad:4 neighbor:8"},
	} {
		data := []byte(lldpdSaid(step.kind, step.body))
		leaves, ok := lldpdFields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%d %q:\ngot  %s\nwant %s", step.kind, step.body, got, step.want)
		}
		if got := frameLLDPD(data, 0, step.fromClient); got != len(data) {
			t.Errorf("%q has %d bytes, got %d", data, len(data), got)
		}
	}
}

// TestLLDPDStructs: sizes are those that a compiler of C makes of the structures, whose fields have types that there are.
func TestLLDPDStructs(t *testing.T) {
	for what, want := range map[string]int{
		"policy": 8, "location": 24, "power": 6, "macphy": 6, "poe": 36, "mgmt": 56, "chassis": 144, "config": 144, "interface": 24, "custom": 40,
	} {
		if got := lldpdSize("=" + what); got != want {
			t.Errorf("%s has %d bytes, want %d", what, got, want)
		}
	}
	for what := range lldpdStructs {
		for _, p := range lldpdPointers(what) {
			if p.to != "string" && p.to != "bytes" && lldpdStructs[p.to] == "" {
				t.Errorf("%s points to %s, which is not there", what, p.to)
			}
		}
	}
}

// FuzzLLDPD: whatever is said, fields follow each other and end where the message does.
func FuzzLLDPD(f *testing.F) {
	f.Add([]byte(lldpdSaid(6, lldpdItem(1, "eth0\x00"))+lldpdSaid(2, lldpdItem(1, zeros(144)))), true)
	f.Add([]byte(lldpdSaid(7, lldpdItem(1, string(binary.LittleEndian.AppendUint64(nil, 2))+zeros(504)))), false)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		checkLayout(t, frameLLDPD, lldpdFields, data, fromClient)
	})
}
