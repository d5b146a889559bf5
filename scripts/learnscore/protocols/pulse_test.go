package protocols

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// pulsePacket is a packet of tagged values, or a block of audio if it has a channel.
func pulsePacket(channel uint32, flags uint32, body string) []byte {
	order := binary.BigEndian
	b := order.AppendUint32(nil, uint32(len(body)))
	b = append(order.AppendUint32(b, channel), make([]byte, 8)...)
	return append(order.AppendUint32(b, flags), body...)
}

// command is how a packet's values begin.
func command(number, tag byte) string {
	return fmt.Sprintf("L\x00\x00\x00%cL\x00\x00\x00%c", number, tag)
}

// TestPulse: values are told by their types, and what a reply holds by what was asked.
func TestPulse(t *testing.T) {
	const (
		none   = 0xffffffff
		header = "length:4 channel:4 offset_high:4 offset_low:4 flags:4 "
		start  = header + "command_code_type:1 command_code:4 tag_type:1 tag:4"
	)
	property := "tkey\x00L\x00\x00\x00\x03x\x00\x00\x00\x03ab\x00"
	fields, err := pulseFields()
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		message    []byte
		fromClient bool
		want       string
	}{
		{pulsePacket(none, 0, command(8, 0)+"L\x00\x00\x00\x23x\x00\x00\x00\x02\xca\xfe"), true,
			start + " version_type:1 version:4 cookie_type:1 cookie_length:4 cookie:2"},
		{pulsePacket(none, 0, command(2, 0)+"L\x00\x00\x00\x23"), false, start + " version_type:1 version:4"},
		{pulsePacket(none, 0, command(2, 0)+"L\x00\x00\x00\x23"), false, "no"}, // it was answered
		{pulsePacket(none, 0, command(9, 1)+"P"+property+"N"), true,
			start + " properties_type:1 key_type:1 key:4 value_size_type:1 value_size:4 value_type:1 value_length:4 value:3 properties_end_type:1"},
		{pulsePacket(none, 0, command(2, 1)+"L\x00\x00\x00\x07"), false, start + " client_index_type:1 client_index:4"},
		{pulsePacket(none, 0, command(39, 2)+"L\x00\x00\x00\x01N1"), true, start + " index_type:1 index:4 name_type:1 mute:1"},
		{pulsePacket(none, 0, command(2, 2)), false, start},                                      // a reply without values
		{pulsePacket(none, 0, command(39, 2)+"L\x00\x00\x00\x01tx1"), true, "no"},                // a text without an end
		{pulsePacket(none, 0, command(39, 2)+"B\x00\x00\x00\x01N1"), true, "no"},                 // another type
		{pulsePacket(none, 0, command(39, 2)+"L\x00\x00\x00\x01N1more"), true, "no"},             // more than there should be
		{pulsePacket(none, 0, command(36, 3)+"L\x00\x00\x00\x01Nv\x02\x00\x00\x00"), true, "no"}, // less
		{pulsePacket(none, 0, command(36, 3)+"L\x00\x00\x00\x01tx\x00v\x02aaaabbbb"), true,
			start + " index_type:1 index:4 name_type:1 name:2 volume_type:1 volume_count:1 volume:4 volume:4"},
		{pulsePacket(none, 0, command(28, 4)), true, start},
		{pulsePacket(none, 0, command(2, 4)+strings.Repeat("L\x00\x00\x00\x01tx\x00L\x00\x00\x00\x02ty\x00PN", 2)), false,
			start + strings.Repeat(" index_type:1 index:4 name_type:1 name:2 module_index_type:1 module_index:4 driver_type:1 driver:2 properties_type:1 properties_end_type:1", 2)},
		{pulsePacket(none, 0, command(14, 5)+"L\x00\x00\x00\x01T12345678"), true, start + " channel_type:1 channel:4 time_type:1 time_sec:4 time_usec:4"},
		{pulsePacket(none, 0, command(2, 5)+"U12345678U123456781T12345678T12345678r12345678r12345678R12345678R12345678"), false,
			start + " sink_latency_type:1 sink_latency:8 source_latency_type:1 source_latency:8 running:1 local_type:1 local_sec:4 local_usec:4" +
				" remote_type:1 remote_sec:4 remote_usec:4 write_index_type:1 write_index:8 read_index_type:1 read_index:8" +
				" underrun_for_type:1 underrun_for:8 playing_for_type:1 playing_for:8"},
		{pulsePacket(none, 0, command(200, 6)), true, "no"}, // no such command
		{pulsePacket(none, 0, "L\x00\x00"), true, "no"},
		{pulsePacket(3, 0, "sound"), true, header + "audio:5"},
		{pulsePacket(3, 0xa0000000, "blocmemooffsleng"), true, header + "block_id:4 memory_id:4 memory_offset:4 memory_length:4"},
		{pulsePacket(none, 0x40000000, ""), false, strings.TrimSpace(header)}, // a block is free
		{pulsePacket(3, 0, "sound")[:19], true, "no"},
	} {
		leaves, ok := fields(step.message, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("%q:\ngot  %s\nwant %s", step.message, got, step.want)
		}
	}
}

// TestPulseTables: all that tables name is there.
func TestPulseTables(t *testing.T) {
	for _, table := range []map[uint32]string{pulseCommands, pulseReplies} {
		for number, words := range table {
			for _, word := range strings.Fields(words) {
				if record := strings.TrimLeft(word, "*+"); !strings.Contains(word, ":") && pulseRecords[record] == "" {
					t.Errorf("%d: there is no record %s", number, record)
				}
			}
		}
	}
	for number := range pulseReplies {
		if _, ok := pulseCommands[number]; !ok {
			t.Errorf("%d is answered but not asked", number)
		}
	}
}

// FuzzPulse: whatever is said, fields follow each other and end where the message does.
func FuzzPulse(f *testing.F) {
	f.Add(append(pulsePacket(0xffffffff, 0, command(28, 4)), pulsePacket(3, 0, "sound")...), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		fields, err := pulseFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, framePulse, fields, data, fromClient)
	})
}
