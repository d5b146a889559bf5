package protocols

import (
	"encoding/binary"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameSnapcast: 26 bytes with the size of what is behind them in the end. Little-endian.
var frameSnapcast = headed(26, func(b []byte) int { return int(binary.LittleEndian.Uint32(b[22:])) })

// snapcastMessages are what is behind the header, by the type.
var snapcastMessages = map[uint16]string{
	1: "codec_len:u32 codec:text codec_header_len:u32 =:header",
	2: "timestamp_sec:when timestamp_usec:when payload_len:u32 payload:sound",
	3: "settings_len:u32 settings:text",
	4: "latency_sec:lasts latency_usec:lasts",
	5: "hello_len:u32 hello:text",
	7: "client_info_len:u32 client_info:text",
}

// snapcastHeaders are what snapserver itself writes into headers of codecs. Those of others are written by their libraries.
var snapcastHeaders = map[string]string{
	"pcm": "riff_id:four riff_size:u32 wave_id:four fmt_id:four fmt_size:u32 audio_format:u16 channels:u16 rate:u32 byte_rate:u32 block_align:u16" +
		" bits:u16 data_id:four data_size:u32",
	"opus": "magic:u32 rate:u32 bits:u16 channels:u16",
}

// snapcastFields are the fields of messages between snapserver and snapclient 0.26, little-endian, as the classes in Snapcast's common/message
// read and write them.
func snapcastFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := snapcast{structure{protocol: "snapcast", data: data}}
	if !l.values("type:u16 id:u16 refers_to:u16 sent_sec:when sent_usec:when received_sec:when received_usec:when size:u32") {
		return nil, false
	}
	words, known := snapcastMessages[binary.LittleEndian.Uint16(data)]
	return l.leaves, known && l.values(words) && l.at == len(data)
}

type snapcast struct{ structure }

func (l *snapcast) values(words string) bool { return l.each(words, l.value) }

// told is the number before.
func (l *snapcast) told() int { return int(binary.LittleEndian.Uint32(l.data[l.at-4:])) }

// value adds what structure does not know.
func (l *snapcast) value(name, kind string) bool {
	switch kind {
	case "when":
		l.one(name, "FT_ABSOLUTE_TIME", 4)
	case "lasts":
		l.one(name, "FT_RELATIVE_TIME", 4)
	case "four":
		l.one(name, "FT_STRING", 4)
	case "text":
		if n := l.told(); n > 0 {
			l.one(name, "FT_STRING", n)
		}
	case "sound": // of as many bytes as the number before it says, of a codec
		if n := l.told(); n > 0 {
			l.one(name, "FT_NONE", n)
		}
	case "header":
		if words, own := snapcastHeaders[string(l.bytesOf("codec"))]; own {
			end := l.at + l.told()
			return l.values(words) && l.at == end
		}
		return l.value("codec_header", "sound")
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
