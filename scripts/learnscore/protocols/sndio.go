package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// The size of all messages of sndio but for a block of data behind it, and of a control that is described.
const (
	sndioMessage = 40
	sndioControl = 92
)

// The commands that are more than their structure, and the modes of a client of controls.
const (
	sndioData         = 5
	sndioHello        = 10
	sndioModeControls = 0x300
)

// frameSndio: a command, and what it holds, of which a block of data has its size first.
var frameSndio = headed(sndioMessage, func(b []byte) int {
	if binary.BigEndian.Uint32(b) == sndioData {
		return int(binary.BigEndian.Uint32(b[8:]))
	}
	return 0
})

const sndioParameters = `mode_flags:u8 xrun_policy:u8 bytes_per_sample:u8 bits:u8 msb:u8 little_endian:u8 signed:u8 pad:u8
	play_channels:u16 record_channels:u16 rate:u32 buffer_size:u32 block_size:u32 client_buffer_size:u32 reserved:u32`

// sndioRequests are what clients say by command, and sndioAnswers the server. The rest of what a message has
// room for is not used.
var (
	sndioRequests = map[uint32]string{
		1:          "",
		2:          sndioParameters,
		3:          "",
		4:          "drain:u8",
		sndioData:  "data_size:u32",
		9:          "volume:u32",
		sndioHello: "mode_flags:u16 version:u8 device_number:u8 client_id:u32 profile:text12 program:text12",
		11:         "",
		12:         "cookie:bytes16",
		13:         "describe:u8 tell_values:u8",
		14:         "control_address:u16 control_value:u16",
	}
	sndioAnswers = map[uint32]string{
		0:         "",
		1:         sndioParameters,
		4:         "",
		sndioData: "data_size:u32",
		6:         "delta:i32",
		7:         "delta:i32",
		9:         "volume:u32",
		14:        "control_address:u16 control_value:u16",
		15:        "",
	}
)

// sndioFields are the fields of messages of a conversation with sndiod, version 7 of its protocol, as sndio
// 1.9's amsg.h declares them. What a block of data is, depends on what the client is there for: sound and
// music are one field, and descriptions of controls have structure.
func sndioFields() (Layout, error) {
	controls := false
	return func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
		l := sndio{structure{protocol: "sndio", data: data}}
		if l.add("command:u32 pad:u32"); l.short || len(data) < sndioMessage {
			return nil, false
		}
		command, table := binary.BigEndian.Uint32(data), sndioAnswers
		if fromClient {
			table = sndioRequests
		}
		words, known := table[command]
		if !known || !l.each(words, l.value) {
			return nil, false
		}
		if n := sndioMessage - l.at; n > 0 {
			l.one("unused", "FT_BYTES", n)
		}
		switch {
		case fromClient && command == sndioHello:
			controls = binary.BigEndian.Uint16(l.bytesOf("mode_flags"))&sndioModeControls != 0
		case controls:
			for l.at < len(data) && l.control() {
			}
		case l.at < len(data):
			l.one("data", "FT_NONE", len(data)-l.at)
		}
		return l.leaves, l.at == len(data)
	}, nil
}

type sndio struct{ structure }

// control adds a description of a control.
func (l *sndio) control() bool {
	return l.each(`stream_name:text16 stream_channel:i16 pad:u16 other_name:text16 other_channel:i16 pad:u16
		function:text16 group:text16 control_type:u8 pad1:u8 control_address:u16 maximum:u16 control_value:u16 pad2:bytes12`, l.value)
}

// value adds a text of a fixed size, which ends with NULs, so many bytes, or what structure knows.
func (l *sndio) value(name, kind string) bool {
	size := map[string]int{"text12": 12, "text16": 16, "bytes12": 12, "bytes16": 16}[kind]
	switch {
	case size == 0:
		l.add(name + ":" + kind)
	case strings.HasPrefix(kind, "text"):
		l.one(name, "FT_STRINGZPAD", size)
	default:
		l.one(name, "FT_BYTES", size)
	}
	return !l.short
}
