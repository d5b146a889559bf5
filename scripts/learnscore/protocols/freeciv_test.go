package protocols

import (
	"bytes"
	"compress/zlib"
	"strings"
	"testing"
)

// civSaid is a packet with its length, behind which its number is.
func civSaid(body string) string { return be16(uint16(len(body)+2)) + body }

// civPacked are packets that are compressed, with a length of two bytes or a longer one.
func civPacked(jumbo bool, packets ...string) string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	w.Write([]byte(strings.Join(packets, "")))
	w.Close()
	if jumbo {
		return be16(freecivJumbo) + be32(uint32(6+b.Len())) + b.String()
	}
	return be16(uint16(freecivCompressed+2+b.Len())) + b.String()
}

// TestFreeciv: a conversation, in which numbers of packets have one byte until somebody may join, and an array as many elements as was said of its key before.
func TestFreeciv(t *testing.T) {
	const head = "length:2 packet_type:2"
	join := func(may, message string) string { return "\x05" + may + message + "\x00caps\x00\x00" + be16(1) }
	groups := func(fields string) string { return "\x00\x93" + fields }
	for _, c := range []struct {
		name         string
		conversation []step
	}{
		{"refused", []step{
			{civSaid("\x04ann\x00caps\x00\x00" + be32(3, 0, 6)),
				"length:2 packet_type:1 username:4 capability:5 version_label:1 major_version:4 minor_version:4 patch_version:4"},
			{civSaid(join("\x00", "no")), "?length:2 packet_type:1 you_can_join:1 message:3 capability:5 challenge_file:1 conn_id:2"},
			{civSaid("\x01"), "?length:2 packet_type:1"},
			{civSaid("\x00\x01"), "?no"},
		}},
		{"joined", []step{
			{civSaid(join("\x01", "yes")), "?length:2 packet_type:1 you_can_join:1 message:4 capability:5 challenge_file:1 conn_id:2"},
			{civSaid("\x00\x01"), "?" + head},
			{civSaid("\x01"), "?no"},
			{civSaid("\x00\x1a\x01hello\x00"), head + " fields:1 message:6"},
			{civSaid("\x00\x1a\x00"), head + " fields:1"},
			{civSaid("\x00\x1a\x01hello"), "no"},
			{civSaid("\x00\x1a\x00more"), "no"},
			{civSaid("\x03\xe7"), "no"},
			{civSaid("\x00\x42\x01\x05"), "?" + head + " fields:1 id:1"},
			{civSaid("\x00\x33\x10\x00\x00\x00\x00\x00\x02"), "?" + head + " fields:6 playerno:1"}, // of which a bit says itself
			{civSaid("\x00\x10" + zeros(4) + "\x40" + zeros(10) + "\x0a\x01\x23\x00\xff"), "?" + head +
				" fields:15 global_advances_index:1 global_advances:1 global_advances_index:1 global_advances:1 global_advances_index:1"},
			{civSaid("\x00\x0f\x02" + "\x00" + be32(77) + "\x01"), "?" + head + " fields:2 tile:4 known:1"},
			{civSaid("\x00\x0f\x00\x01" + be32(77) + "oak\x00"), "?" + head + " fields:2 tile:4 spec_sprite:4"},
			{civSaid("\x00\x24\x03" + be16(7) + "\x02\x03\x04\x06\x01"), head + " fields:1 city_id:2 worklist_count:1 worklist_kind:1 worklist_value:1 worklist_kind:1 worklist_value:1"},
			{civSaid("\x00\x49\x85\x00" + be16(9, 2) + "\x01\x02\x05"), "no"},
			{civSaid("\x00\x49\x25\x00" + be16(9, 2) + "\x01\x02"), head + " fields:2 unit_id:2 length:2 orders:1 orders:1"},
			{civSaid("\x00\x49\x20\x00\x03\x04"), head + " fields:2 orders:1 orders:1"},
			{civSaid("\x00\x49\x20\x00\x03\x04\x05"), "no"},
		}},
		{"compressed", []step{
			{civPacked(true, civSaid(join("\x01", "yes")), civSaid(groups("\x03\x02a\x00b\x00"))), "?length:2 jumbo_length:4 compressed:*"},
			{civSaid(groups("\x02c\x00d\x00")), "?" + head + " fields:1 groups:2 groups:2"},
			{civPacked(false, civSaid("\x00\x01")), "?length:2 compressed:*"},
			{civSaid(groups("\x02c\x00")), "?no"},
			{civPacked(false, civSaid("\x03\xe7")), "?no"},
			{be16(freecivCompressed+2+3) + "bad", "?no"},
		}},
	} {
		fields, _ := freecivFields()
		for i, m := range c.conversation {
			want, fromClient := m.of()
			if got := frameFreeciv([]byte(m.data+"more"), 0, fromClient); got != len(m.data) {
				t.Errorf("%s: message %d has %d bytes, got %d", c.name, i+1, len(m.data), got)
			}
			leaves, ok := fields([]byte(m.data), 0, fromClient)
			got := shown(leaves, ok)
			if before, any := strings.CutSuffix(want, "*"); any && ok {
				want, got = before, got[:min(len(before), len(got))]
			}
			if got != want {
				t.Errorf("%s: message %d:\ngot  %s\nwant %s", c.name, i+1, got, want)
			}
		}
	}
}

// TestFreecivFrames: lengths that are too short for a packet are none.
func TestFreecivFrames(t *testing.T) {
	for data, want := range map[string]int{"": 0, "\x00": 0, "\x00\x02": -1, "\x00\x03": 3, "\xff\xff\x00\x01": 0, "\xff\xff\x00\x01\x00\x00": 65536, "\x40\x0b": 10} {
		if got := frameFreeciv([]byte(data), 0, true); got != want {
			t.Errorf("%x: got %d, want %d", data, got, want)
		}
	}
}

// FuzzFreeciv: whatever is said, fields follow each other and end where the packet does.
func FuzzFreeciv(f *testing.F) {
	f.Add(true, []byte(civSaid("\x00\x49\x25\x00"+be16(9, 2)+"\x01\x02")))
	f.Add(false, []byte(civSaid("\x00\x0f\x02\x00"+be32(77)+"\x01")))
	f.Add(false, []byte(civPacked(false, civSaid("\x00\x01"))))
	f.Fuzz(func(t *testing.T, fromClient bool, data []byte) {
		fields, _ := freecivFields()
		fields([]byte(civSaid("\x05\x01\x00\x00\x00\x00\x01")), 0, false)
		checkLayout(t, frameFreeciv, fields, data, fromClient)
	})
}
