package protocols

import (
	"encoding/binary"
	"testing"
)

// words16 are numbers of two bytes, little-endian.
func words16(list ...uint16) string { return numbers(list, binary.LittleEndian.AppendUint16) }

// snapcastMessage is a message of a type.
func snapcastMessage(kind uint16, body string) string {
	return words16(kind, 7, 0) + words32(100, 250000, 101, 3, uint32(len(body))) + body
}

// TestSnapcast: messages have the fields of their types, and headers of codecs those of snapserver's own.
func TestSnapcast(t *testing.T) {
	const header = "type:2 id:2 refers_to:2 sent_sec:4 sent_usec:4 received_sec:4 received_usec:4 size:4"
	said := func(text string) string { return words32(uint32(len(text))) + text }
	for i, m := range []step{
		{snapcastMessage(5, said(`{"ID":"bed"}`)), header + " hello_len:4 hello:12"},
		{snapcastMessage(3, said(`{"volume":7}`)), "?" + header + " settings_len:4 settings:12"},
		{snapcastMessage(1, said("flac")+said("fLaC\x00\x00")), "?" + header + " codec_len:4 codec:4 codec_header_len:4 codec_header:6"},
		{snapcastMessage(1, said("opus")+said("SUPO"+words32(48000)+words16(16, 2))),
			"?" + header + " codec_len:4 codec:4 codec_header_len:4 magic:4 rate:4 bits:2 channels:2"},
		{snapcastMessage(1, said("pcm")+said("RIFF"+words32(36)+"WAVEfmt "+words32(16)+words16(1, 1)+words32(8000, 8000)+words16(1, 8)+"data"+words32(0))),
			"?" + header + " codec_len:4 codec:3 codec_header_len:4 riff_id:4 riff_size:4 wave_id:4 fmt_id:4 fmt_size:4 audio_format:2 channels:2 rate:4" +
				" byte_rate:4 block_align:2 bits:2 data_id:4 data_size:4"},
		{snapcastMessage(2, words32(90, 5)+said("sound")), "?" + header + " timestamp_sec:4 timestamp_usec:4 payload_len:4 payload:5"},
		{snapcastMessage(2, words32(90, 5)+said("")), "?" + header + " timestamp_sec:4 timestamp_usec:4 payload_len:4"},
		{snapcastMessage(4, words32(0, 0)), header + " latency_sec:4 latency_usec:4"},
		{snapcastMessage(7, said("{}")), header + " client_info_len:4 client_info:2"},
		{snapcastMessage(1, said("opus")+said("SUPO"+words32(48000)+words16(16, 2)+"more")), "?no"},
		{snapcastMessage(2, words32(90, 5, 6)+"sound"), "?no"},
		{snapcastMessage(4, words32(0, 0, 0)), "no"},
		{snapcastMessage(8, ""), "no"},
	} {
		if n := frameSnapcast([]byte(m.data+"more"), 0, true); n != len(m.data) {
			t.Errorf("message %d has %d bytes, got %d", i+1, len(m.data), n)
		}
		m.check(t, "Snapcast", i, snapcastFields)
	}
}

// FuzzSnapcast: whatever is said, fields follow each other and end where the message does.
func FuzzSnapcast(f *testing.F) {
	f.Add([]byte(snapcastMessage(1, words32(4)+"opus"+words32(12)+zeros(12))))
	f.Add([]byte(snapcastMessage(2, words32(1, 2, 0xffffffff))))
	f.Fuzz(func(t *testing.T, data []byte) { checkLayout(t, frameSnapcast, snapcastFields, data, false) })
}
