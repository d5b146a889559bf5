package protocols

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// spiceLinks are first messages of a client of a channel, and of its server, with capabilities that all have.
func spiceLinks(channel byte) (string, string) {
	const caps = spiceSelects | spiceMini
	asks := words32(7) + string([]byte{channel, 0}) + words32(1, 0, 18, caps)
	says := words32(0) + strings.Repeat("k", spiceKey) + words32(1, 1, 178, caps, 3)
	return "REDQ" + words32(2, 2, uint32(len(asks))) + asks, "REDQ" + words32(2, 2, uint32(len(says))) + says
}

// spiceSaid is a message with a header.
func spiceSaid(kind uint16, body string) string {
	return string(binary.LittleEndian.AppendUint16(nil, kind)) + words32(uint32(len(body))) + body
}

// TestSpice: what a message holds depends on its channel, and what an offset points to is behind the rest.
func TestSpice(t *testing.T) {
	const (
		link    = "magic:4 major_version:4 minor_version:4 link_size:4 "
		asked   = link + "connection_id:4 channel_type:1 channel_id:1 common_caps_count:4 channel_caps_count:4 caps_offset:4 common_caps_flags:4"
		replied = link + "error_code:4 public_key:162 common_caps_count:4 channel_caps_count:4 caps_offset:4 common_caps_flags:4 channel_caps_flags:4"
		head    = "message_type:2 size:4"
		draw    = head + " surface_id:4 top:4 left:4 bottom:4 right:4 clip_type:1 "
		copied  = "image_offset:4 top:4 left:4 bottom:4 right:4 raster_operation_flags:2 scale_mode:1 mask_flags:1 x:4 y:4 mask_image_offset:4"
		image   = " image_id:8 image_type:1 image_flags:1 width:4 height:4"
	)
	area := words32(0, 0, 2, 2)
	base := words32(0) + area + "\x00"
	copies := func(offset uint32) string {
		return base + words32(offset) + area + "\x08\x00\x00" + "\x00" + words32(0, 0, 0)
	}
	picture := func(kind byte) string { return words32(9, 0) + string([]byte{kind, 0}) + words32(2, 2) }
	for name, talk := range map[string]struct {
		channel byte
		steps   []struct{ server, want string } // what a server says behind how it begins
	}{
		"main": {spiceMain, []struct{ server, want string }{
			{spiceSaid(104, words32(2)+"\x02\x00\x03\x00"), head + " channels_count:4 channel_type:1 channel_id:1 channel_type:1 channel_id:1"},
			{spiceSaid(113, words32(6)+"guest\x00"), head + " name_length:4 name:6"},
			{spiceSaid(104, words32(2)+"\x02\x00\x03"), "no"},
			{spiceSaid(999, ""), "no"},
		}},
		"display": {spiceDisplay, []struct{ server, want string }{
			{spiceSaid(102, ""), head},
			{spiceSaid(302, words32(0)+area+"\x01"+words32(1)+area+"\x01"+words32(0xff)+"\x08\x00\x00"+words32(0, 0, 0)), draw +
				"rects_count:4 top:4 left:4 bottom:4 right:4 brush_type:1 color:4 raster_operation_flags:2 mask_flags:1 x:4 y:4 mask_image_offset:4"},
			{spiceSaid(304, copies(57)+picture(spiceBitmap)+"\x08\x04"+words32(2, 2, 8, 0)+strings.Repeat("p", 16)), draw + copied + image +
				" bitmap_format:1 bitmap_flags:1 bitmap_width:4 bitmap_height:4 stride:4 palette_offset:4 pixels:16"},
			{spiceSaid(304, copies(57)+picture(spiceBitmap)+"\x05\x00"+words32(2, 1, 2, 57+18+18+2)+"\x00\x01"+words32(7, 0)+"\x02\x00"+words32(1, 2)), draw + copied + image +
				" bitmap_format:1 bitmap_flags:1 bitmap_width:4 bitmap_height:4 stride:4 palette_offset:4 pixels:2 palette_id:8 entries_count:2 color:4 color:4"},
			{spiceSaid(304, copies(57)+picture(spiceRGB)+words32(31)+"  ZL"+words32(0, 8, 2, 2, 8, 1)+"abc"), draw + copied + image +
				" data_size:4 lz_magic:4 lz_major_version:2 lz_minor_version:2 lz_type:4 lz_width:4 lz_height:4 lz_stride:4 lz_top_down:4 pixels:3"},
			{spiceSaid(304, copies(57)+picture(spiceRGB)+words32(4)+"  ZL"+words32(0, 8, 2, 2, 8, 1)), "no"},
			{spiceSaid(304, copies(57)+picture(spiceCached)), draw + copied + image},
			{spiceSaid(304, copies(58)+"\x00"+picture(spiceCached)), "no"},
		}},
		"cursor": {spiceCursor, []struct{ server, want string }{
			{spiceSaid(101, zeros(9)+"\x01\x00"), head + " x:2 y:2 trail_length:2 trail_frequency:2 visible:1 cursor_flags:2"},
			{spiceSaid(103, "\x00\x00\x00\x00\x01\x02\x00"+words32(1, 0)+"\x00"+words32(1, 0)+"\x01\x02\x03\x04"), head +
				" x:2 y:2 visible:1 cursor_flags:2 cursor_id:8 cursor_type:1 width:2 height:2 hot_x:2 hot_y:2 data:4"},
		}},
		"port": {spicePort, []struct{ server, want string }{
			{spiceSaid(201, words32(5, 9)+"\x01line\x00"), head + " name_size:4 name_offset:4 opened:1 name:5"},
		}},
	} {
		frame := frameSpice()
		fields, err := spiceFields()
		if err != nil {
			t.Fatal(err)
		}
		asks, says := spiceLinks(talk.channel)
		at := map[bool]int{}
		check := func(data string, fromClient bool, want string) {
			leaves, ok := fields([]byte(data), at[fromClient], fromClient)
			if got := shown(leaves, ok); got != want {
				t.Errorf("%s:\ngot  %s\nwant %s", name, got, want)
			}
			if got := frame([]byte(data+"behind"), at[fromClient], fromClient); got != len(data) {
				t.Errorf("%s: %q has %d bytes, got %d", name, data, len(data), got)
			}
			at[fromClient] += len(data)
		}
		check(asks, true, asked)
		check(says, false, replied)
		check(words32(1), true, "mechanism:4")
		check(strings.Repeat("t", spiceTicket), true, "ticket:128")
		check(words32(0), false, "link_result:4")
		for _, step := range talk.steps {
			check(step.server, false, step.want)
		}
	}
}

// FuzzSpice: whatever is said, fields follow each other and end where the message does.
func FuzzSpice(f *testing.F) {
	f.Add(byte(spiceInputs), spiceSaid(101, words32(5)), spiceSaid(102, "\x01\x00"))
	f.Add(byte(spiceDisplay), spiceSaid(103, "\x04"), spiceSaid(317, words32(1)))
	f.Fuzz(func(t *testing.T, channel byte, client, server string) {
		frame := frameSpice()
		fields, err := spiceFields()
		if err != nil {
			t.Fatal(err)
		}
		asks, says := spiceLinks(channel)
		for _, side := range []struct {
			data       string
			fromClient bool
		}{{asks, true}, {says, false}, {words32(1) + strings.Repeat("t", spiceTicket) + client, true}, {words32(0) + server, false}} {
			at := 0
			if !strings.HasPrefix(side.data, "REDQ") {
				at = map[bool]int{true: len(asks), false: len(says)}[side.fromClient]
			}
			checkLayout(t, func(data []byte, _ int, fromClient bool) int {
				return frame(data, at, fromClient)
			}, func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
				leaves, ok := fields(data, at, fromClient)
				at += len(data)
				return leaves, ok
			}, []byte(side.data), side.fromClient)
		}
	})
}
