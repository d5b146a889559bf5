package protocols

import (
	"fmt"
	"testing"
)

const (
	rfbHello  = "RFB 003.008\n"
	rfb888    = "\x20\x18\x00\x01\x00\xff\x00\xff\x00\xff\x10\x08\x00\x00\x00\x00"
	rfb222    = "\x08\x06\x00\x01\x00\x03\x00\x03\x00\x03\x04\x02\x00\x00\x00\x00"
	rfbServer = "\x00\x10\x00\x10" + rfb888 + "\x00\x00\x00\x04desk"
)

// rfbStep is a message of one side.
type rfbStep struct {
	data       string
	fromClient bool
	want       string
}

// rfbBegun are the messages with which a conversation begins, without a password.
var rfbBegun = []rfbStep{
	{rfbHello, false, "magic:4 version:7 line_feed:1"},
	{rfbHello, true, "magic:4 version:7 line_feed:1"},
	{"\x02\x02\x01", false, "security_type_count:1 security_type:1 security_type:1"},
	{"\x01", true, "security_type:1"},
	{"\x00\x00\x00\x00", false, "security_result:4"},
	{"\x01", true, "shared:1"},
	{rfbServer, false, "framebuffer_width:2 framebuffer_height:2 bits_per_pixel:1 depth:1 big_endian:1 true_colour:1 red_max:2 green_max:2 blue_max:2" +
		" red_shift:1 green_shift:1 blue_shift:1 pad:3 desktop_name_length:4 desktop_name:4"},
}

// rfbConversation checks that messages have the fields that they should have, and their size.
func rfbConversation(t *testing.T, steps []rfbStep) {
	t.Helper()
	frame := frameRFB()
	fields, err := rfbFields()
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range steps {
		data := []byte(step.data)
		if got := frame(append(data[:len(data):len(data)], "more"...), 0, step.fromClient); got != len(data) && step.want != "no" {
			t.Errorf("message %d: %q has %d bytes, got %d", i+1, data, len(data), got)
		}
		leaves, ok := fields(data, 0, step.fromClient)
		if got := shown(leaves, ok); got != step.want {
			t.Errorf("message %d: %q:\ngot  %s\nwant %s", i+1, data, got, step.want)
		}
	}
}

// TestRFB: what is said tells what may come next.
func TestRFB(t *testing.T) {
	const (
		area  = " x:2 y:2 width:2 height:2"
		fence = "message_type:1 pad:3 fence_flags:4 payload_length:1"
	)
	rfbConversation(t, append(rfbBegun[:len(rfbBegun):len(rfbBegun)], []rfbStep{
		{"\x02\x00\x00\x02\x00\x00\x00\x07\xff\xff\xff\x20", true, "message_type:1 pad:1 encoding_count:2 encoding:4 encoding:4"},
		{"\x03\x01\x00\x00\x00\x00\x00\x10\x00\x10", true, "message_type:1 incremental:1" + area},
		{"\x04\x01\x00\x00\x00\x00\x00\x61", true, "message_type:1 down:1 pad:2 key_symbol:4"},
		{"\xff\x00\x00\x01\x00\x00\x00\x61\x00\x00\x00\x1e", true, "message_type:1 submessage_type:1 down:2 key_symbol:4 key_code:4"},
		{"\x05\x01\x00\x03\x00\x04", true, "message_type:1 button_mask_flags:1 x:2 y:2"},
		{"\x06\x00\x00\x00\x00\x00\x00\x03abc", true, "message_type:1 pad:3 length:4 text:3"},
		{"\x06\x00\x00\x00\xff\xff\xff\xf8\x01\x00\x00\x01\x00\x10\x00\x00", true, "message_type:1 pad:3 length:4 clipboard_flags:4 format_size:4"},
		{"\x03\x00\x00\x00\xff\xff\xff\xf9\x10\x00\x00\x01zip", false, "message_type:1 pad:3 length:4 clipboard_flags:4 clipboard:3"},
		{"\xf8\x00\x00\x00\x80\x00\x00\x01\x01x", true, fence + " payload:1"},
		{"\xf8\x00\x00\x00\x80\x00\x00\x01\x00", false, fence},
		{"\xfb\x00\x00\x60\x00\x40\x01\x00" + zeros(16), true,
			"message_type:1 pad:1 framebuffer_width:2 framebuffer_height:2 screen_count:1 pad:1 screen_id:4" + area + " screen_flags:4"},
		{"\x01\x00\x00\x00\x00\x01\x00\x01\x00\x02\x00\x03", false, "message_type:1 pad:1 first_colour:2 colour_count:2 red:2 green:2 blue:2"},
		{"\x02", false, "message_type:1"},
		{"\x07", false, "no"},
	}...))
	rfbConversation(t, []rfbStep{
		rfbBegun[0], rfbBegun[1], rfbBegun[2], {"\x02", true, "security_type:1"},
		{"sixteen bytes...", false, "challenge:16"}, {"sixteen of them.", true, "response:16"},
		{"\x00\x00\x00\x01\x00\x00\x00\x02no", false, "security_result:4 reason_length:4 reason:2"},
	})
}

// TestRFBRectangles: a rectangle has as many bytes as its encoding, its size and the pixels that the client wants make.
func TestRFBRectangles(t *testing.T) {
	const head, rectangle = "message_type:1 pad:1 rectangle_count:2", " x:2 y:2 width:2 height:2 encoding:4"
	update := func(width, height byte, encoding int32, data, want string) rfbStep {
		code := be32(uint32(encoding))
		return rfbStep{"\x00\x00\x00\x01\x00\x00\x00\x00\x00" + string([]byte{width, 0, height}) + code + data, false, head + rectangle + want}
	}
	rfbConversation(t, append(rfbBegun[:len(rfbBegun):len(rfbBegun)],
		update(3, 2, rfbRaw, zeros(24), " pixels:24"),
		update(3, 2, rfbCopy, zeros(4), " source_x:2 source_y:2"),
		update(17, 1, rfbHextile, "\x01"+zeros(64)+"\x1e"+zeros(8)+"\x01"+zeros(6), " tile_flags:1 pixels:64 tile_flags:1 background:4 foreground:4 subrectangle_count:1 colour:4 xy:1 wh:1"),
		update(4, 4, rfbTight, "\x80"+zeros(3), " compression_flags:1 colour:3"),
		update(1, 3, rfbTight, "\x00"+zeros(9), " compression_flags:1 pixels:9"),
		update(4, 4, rfbTight, "\x00\x82\x01"+zeros(130), " compression_flags:1 compressed_length:2 compressed:130"),
		update(9, 4, rfbTight, "\x40\x01\x01"+zeros(6+8), " compression_flags:1 filter_id:1 palette_size:1 palette_colour:3 palette_colour:3 pixels:8"),
		update(5, 4, rfbTight, "\x40\x01\x02"+zeros(9)+"\x04"+zeros(4), " compression_flags:1 filter_id:1 palette_size:1 palette_colour:3 palette_colour:3 palette_colour:3 compressed_length:1 compressed:4"),
		update(4, 4, rfbTight, "\x90\x03"+zeros(3), " compression_flags:1 jpeg_length:1 jpeg:3"),
		update(4, 4, rfbZRLE, "\x00\x00\x00\x02zz", " zrle_length:4 zrle_data:2"),
		update(9, 2, rfbCursor, zeros(72+4), " cursor_pixels:72 cursor_mask:4"),
		update(2, 1, rfbAlphaCursor, zeros(4+8), " cursor_encoding:4 cursor_pixels:8"),
		update(2, 1, rfbVMCursor, zeros(2+16), " cursor_type:1 pad:1 cursor_and_mask:8 cursor_xor_mask:8"),
		update(2, 1, rfbVMCursor, "\x01\x00"+zeros(8), " cursor_type:1 pad:1 cursor_pixels:8"),
		update(2, 1, rfbExtendedSize, "\x01\x00\x00\x00"+zeros(16), " screen_count:1 pad:3 screen_id:4 x:2 y:2 width:2 height:2 screen_flags:4"),
		update(0, 0, rfbName, "\x00\x00\x00\x01d", " desktop_name_length:4 desktop_name:1"),
		update(0, 0, rfbLED, "\x04", " led_flags:1"),
		update(0, 0, rfbVMLED, be32(4), " led_flags:4"),
		rfbStep{"\x00\x00\xff\xff\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\x20", false, head + rectangle}, // the last one
		rfbStep{"\x00\x00\x00\x00" + rfb222, true, "message_type:1 pad:3 bits_per_pixel:1 depth:1 big_endian:1 true_colour:1 red_max:2 green_max:2 blue_max:2 red_shift:1 green_shift:1 blue_shift:1 pad:3"},
		update(3, 2, rfbRaw, zeros(6), " pixels:6"),
		update(4, 4, rfbTight, "\x80\x07", " compression_flags:1 colour:1"),
		rfbStep{"\x00\x00\x00\x01" + zeros(8) + "\x00\x00\x00\x63", false, "no"},
	))
}

// FuzzRFB: whatever is said, fields follow each other and end where the message does.
func FuzzRFB(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01\x00\x00\x00\x00\x00\x11\x00\x01\x00\x00\x00\x05\x01"+zeros(64)+"\x1e"+zeros(8)+"\x01abcdef"), false)
	f.Add([]byte("\x00\x00\x00\x01\x00\x00\x00\x00\x00\x04\x00\x04\x00\x00\x00\x07\x00\x82\x01"+zeros(130)), false)
	f.Add([]byte("\x06\x00\x00\x00\xff\xff\xff\xf8\x01\x00\x00\x01\x00\x10\x00\x00\x00\x00\x00\x00"+rfb222), true)
	f.Fuzz(func(t *testing.T, data []byte, fromClient bool) {
		frame := frameRFB()
		fields, err := rfbFields()
		if err != nil {
			t.Fatal(err)
		}
		for i, step := range rfbBegun {
			if frame([]byte(step.data), 0, step.fromClient) != len(step.data) {
				t.Fatal(fmt.Errorf("message %d is not framed", i+1))
			}
			fields([]byte(step.data), 0, step.fromClient)
		}
		checkLayout(t, frame, fields, data, fromClient)
	})
}
