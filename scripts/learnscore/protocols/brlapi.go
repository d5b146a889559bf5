package protocols

import (
	"encoding/binary"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// frameBrlAPI: the length of what is behind the header. Big-endian, like all of it.
var frameBrlAPI = headed(8, func(b []byte) int { return int(binary.BigEndian.Uint32(b)) })

// brlapiPackets are what types of packets hold, by what clients say and by what brltty does, as BRLTTY 6.5's
// brlapi_protocol.h declares them. "-" is for what nobody says.
var brlapiPackets = map[int][2]string{
	'v':          {"version:u32", "version:u32"},
	'a':          {"auth_type:u32 key:rest", "auth_type:each"},
	'n':          {"", "driver_name:string"},
	'd':          {"", "model:string"},
	's':          {"", "columns:u32 rows:u32"},
	't':          {"ttys_count:u32 tty:list driver_name_length:u8 driver_name:text", "-"},
	'F':          {"tty:u32", "-"},
	'L':          {"", "-"},
	'k':          {"-", "key_flags:u32 key_code:u32"},
	'm':          {"range:ranges", "-"},
	'u':          {"range:ranges", "-"},
	'w':          {"flags:u32 arguments:written", "-"},
	'*':          {"magic:u32 driver_name_length:u8 driver_name:text", "-"},
	'#':          {"", "-"},
	'p':          {"raw:rest", "raw:rest"},
	'A':          {"-", ""},
	'e':          {"-", "error_code:u32"},
	'E':          {"-", "error_code:u32 packet_type:u32 packet:packet"},
	'S':          {"magic:u32 driver_name_length:u8 driver_name:text", "-"},
	'R':          {"", "-"},
	'Z':          {"", "-"},
	'P'<<8 + 'R': {"flags:u32 parameter:u32 subparameter_high:u32 subparameter_low:u32", "-"},
	'P'<<8 + 'V': {brlapiValue, brlapiValue},
	'P'<<8 + 'U': {"-", brlapiValue},
}

// brlapiValue is a value of a parameter.
const brlapiValue = "flags:u32 parameter:u32 subparameter_high:u32 subparameter_low:u32 value:value"

// brlapiParameters are the values of parameters, by their numbers: what BRLTTY 6.5's brlapi_param.h declares.
var brlapiParameters = [...]string{
	"server_version:u32", "client_priority:u32", "driver_name:chars", "driver_code:chars", "driver_version:chars", "device_model:chars", "columns:u32 rows:u32",
	"device_identifier:chars", "device_speed:u32", "device_online:bool", "retain_dots:bool", "computer_braille_dots:u8", "literary_braille:bool", "cursor_dots:u8",
	"cursor_blink_period:u32", "cursor_blink_percentage:u8", "cells:octets", "skip_identical_lines:bool", "audible_alerts:bool", "clipboard_content:chars",
	"bound_command:keys", "command_name:chars", "command_summary:chars", "defined_key:keys", "key_name:chars", "key_summary:chars", "rows_mask:octets",
	"row_cells:256 row_defined:32", "computer_braille_table:chars", "literary_braille_table:chars", "message_locale:chars", "cell_dots:u8",
}

// brlapiArguments are what a write has, by its flags. Masks have as many bytes as its region.
var brlapiArguments = [...]string{
	"display_number:u32", "region_begin:u32 region_size:i32", "text_length:u32 text:text", "and_mask", "or_mask", "cursor:u32", "charset_length:u8 charset:text",
}

// brlapiFields are the fields of a packet between brltty and a client.
func brlapiFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := brlapi{structure{protocol: "brlapi", data: data}}
	if l.add("size:u32 type:u32"); l.short {
		return nil, false
	}
	ok := l.packet(l.told(), fromClient)
	return l.leaves, ok && l.at == len(data)
}

type brlapi struct{ structure }

// packet adds what a packet of a type holds.
func (l *brlapi) packet(kind int, fromClient bool) bool {
	words, known := brlapiPackets[kind]
	said := words[1]
	if fromClient {
		said = words[0]
	}
	return known && said != "-" && l.values(said)
}

func (l *brlapi) values(words string) bool { return l.each(words, l.value) }

func (l *brlapi) value(name, kind string) bool {
	rest := len(l.data) - l.at
	switch kind {
	case "string":
		l.terminated(name)
	case "chars":
		l.structure.text(name)
	case "rest":
		l.said(name, rest)
	case "octets":
		l.rest(name)
	case "256":
		l.one(name, "FT_BYTES", 256)
	case "32":
		l.one(name, "FT_BYTES", 32)
	case "each", "keys":
		for l.at < len(l.data) && !l.short {
			l.add(name + map[string]string{"each": ":u32", "keys": ":u64"}[kind])
		}
	case "list":
		for n := l.told(); n > 0 && !l.short; n-- {
			l.add(name + ":u32")
		}
	case "ranges":
		for l.at < len(l.data) && !l.short {
			l.add("first_flags:u32 first_code:u32 last_flags:u32 last_code:u32")
		}
	case "written":
		return l.written()
	case "packet": // what was wrong, and so a client's
		return rest == 0 || l.packet(l.told(), true)
	case "value":
		n := l.number("parameter")
		return n < len(brlapiParameters) && (rest == 0 || l.values(brlapiParameters[n]))
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// written adds what flags say that a write has. brltty puts the flags into the order of bytes of its machine
// before it complains of a write and shows it, so that these are little-endian there.
func (l *brlapi) written() bool {
	flags := l.told()
	if flags >= 1<<len(brlapiArguments) {
		flags = int(binary.LittleEndian.Uint32(l.bytesOf("flags")))
	}
	for i, words := range brlapiArguments {
		switch {
		case flags&(1<<i) == 0 || l.short:
		case strings.HasSuffix(words, "_mask"):
			region := l.bytesOf("region_size")
			if region == nil {
				return false // as many as the display has
			}
			size := int(int32(binary.BigEndian.Uint32(region)))
			if size = max(size, -size); size == 0 {
				return false
			}
			l.one(words, "FT_BYTES", size)
		default:
			l.add(words)
		}
	}
	return !l.short
}
