package protocols

import "testing"

// mocText is a text with its length before it.
func mocText(text string) string { return words32(uint32(len(text))) + text }

// TestMOC: data answers commands in their order, and a playlist ends with an item without a name.
func TestMOC(t *testing.T) {
	const (
		command, event = "command:4", "?event_type:4"
		tags           = " title_length:4 title:1 artist_length:4 album_length:4 track:4 song_time:4 filled_flags:4"
		item           = " file_length:4 file:2 title_of_tags_length:4" + tags + " file_time:8"
	)
	n := words32
	song := mocText("A") + n(0, 0, 1, 2, 3)
	one := mocText("/a") + n(0) + song + words64(9)
	conversation := []step{
		{n(0x13), command},
		{n(1), event},
		{n(6, 2), event + " state:4"},
		{n(0) + mocText("/a"), command + " file_length:4 file:2"},
		{n(7) + mocText("Repeat") + n(1), command + " option_length:4 option:6 option_value:4"},
		{n(8) + mocText("Repeat"), command + " option_length:4 option:6"},
		{n(0x16), command},
		{n(6, 1), event + " option_value:4"},
		{n(6, 128), event + " bitrate:4"},
		{n(0x2c), command},
		{n(6) + song, event + tags},
		{n(0x22), command},
		{n(6, 0), event + " playlist_follows:4"},
		{n(0x22), command},
		{n(6, 1), event + " playlist_follows:4"},
		{n(6, 5) + one + one + n(0), event + " serial:4" + item + item + " file_length:4"},
		{n(0x21, 5) + one + n(0), command + " serial:4" + item + " file_length:4"},
		{n(0x3f), command},
		{n(6, 0), event + " file_length:4"},
		{n(0x24) + one, command + item},
		{n(0x50) + one, event + item},
		{n(0x11) + mocText("/a") + song, event + " file_length:4 file:2" + tags},
		{n(0x52) + mocText("/a") + mocText("/b"), event + " from_length:4 from:2 to_length:4 to:2"},
		{n(0x04) + mocText("no"), event + " message_length:4 message:2"},
		{n(6, 0), "?no"},
		{n(3), "no"},
		{n(0x15), command},
		{n(3), "?no"},
	}
	layout, err := mocFields()
	if err != nil {
		t.Fatal(err)
	}
	checkTurns(t, "moc", frameMOC(), layout, conversation)
	if got := frameMOC()([]byte(n(0x21, 5)+one), 0, true); got != 0 {
		t.Errorf("a playlist without an end: got %d", got)
	}
}

// FuzzMOC: whatever is said, fields follow each other and end where the message does.
func FuzzMOC(f *testing.F) {
	song := mocText("A") + words32(0, 0, 1, 2, 3)
	f.Add([]byte(words32(0x3f)+words32(0x21, 5)+mocText("/a")+words32(0)+song+words64(9)+words32(0)), []byte(words32(6)+mocText("/a")+words32(0)+song+words64(9)+words32(0)))
	f.Add([]byte(words32(0x22)), []byte(words32(6, 1, 6, 5, 0)))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		frame := frameMOC()
		layout, err := mocFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frame, layout, asked, true)
		checkLayout(t, frame, layout, answered, false)
	})
}
