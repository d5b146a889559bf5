package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// synergyGreeting is what the first message of each side begins with, instead of a code.
const synergyGreeting = "Barrier"

// synergyChunk is a part of a clipboard or of a file, whose mark tells what its text is.
const synergyChunk = "mark_type:u8 chunk_length:u32 =:chunk"

// synergyMessages are what is behind a code.
var synergyMessages = map[string]string{
	"CNOP": "",
	"CBYE": "",
	"CINN": "x:i16 y:i16 sequence:u32 mask_flags:u16",
	"COUT": "",
	"CCLP": "clipboard_id:u8 sequence:u32",
	"CSEC": "on:bool",
	"CROP": "",
	"CIAK": "",
	"CALV": "",
	"DKDN": "key_id:u16 mask_flags:u16 key_button:u16",
	"DKRP": "key_id:u16 mask_flags:u16 repeats_count:u16 key_button:u16",
	"DKUP": "key_id:u16 mask_flags:u16 key_button:u16",
	"DMDN": "button_id:u8",
	"DMUP": "button_id:u8",
	"DMMV": "x:i16 y:i16",
	"DMRM": "x_delta:i16 y_delta:i16",
	"DMWM": "x_delta:i16 y_delta:i16",
	"DCLP": "clipboard_id:u8 sequence:u32 " + synergyChunk,
	"DINF": "x:i16 y:i16 width:i16 height:i16 warp_zone:i16 mouse_x:i16 mouse_y:i16",
	"DSOP": "words_count:u32 =:options",
	"DFTR": synergyChunk,
	"DDRG": "files_count:u16 files_length:u32 files:text",
	"QINF": "",
	"EICV": "major_version:i16 minor_version:i16",
	"EBSY": "",
	"EUNK": "",
	"EBAD": "",
}

// What the text of a part is.
const (
	synergyStart = 1 // the size of all, in digits
	synergyData  = 2
	synergyEnd   = 3 // nothing
)

// synergyBitmap is the format of a clipboard that is no text.
const synergyBitmap = 2

// synergyFields are the fields of messages between barriers and barrierc 2.4, version 1.6 of Synergy's protocol, as barrier's
// protocol_types.h declares them, big-endian: a length and a code of four letters. Clipboards are told in one part, if they have
// less than 32 KB, and those of several parts have no fields here, nor has what is in a file.
func synergyFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := synergy{structure: structure{protocol: "synergy", data: data}}
	if l.add("length:u32"); l.short || l.told() != len(data)-4 {
		return nil, false
	}
	ok := false
	if strings.HasPrefix(string(data[4:]), synergyGreeting) {
		words := "greeting:letters7 major_version:i16 minor_version:i16"
		if fromClient {
			words += " name_length:u32 name:text"
		}
		ok = l.values(words)
	} else if ok = l.values("code:letters4"); ok {
		l.code = string(l.bytesOf("code"))
		words, known := synergyMessages[l.code]
		ok = known && l.values(words)
	}
	return l.leaves, ok && l.at == len(data)
}

type synergy struct {
	structure
	code string
}

func (l *synergy) values(words string) bool { return l.each(words, l.value) }

// value adds what structure does not know.
func (l *synergy) value(name, kind string) bool {
	var n int
	switch {
	case scan(kind, "letters%d", &n):
		l.one(name, "FT_STRING", n)
	case kind == "options": // each has letters and a value, which are two words
		n = l.told()
		return n%2 == 0 && l.repeat(n/2, "option_code:letters4 value:i32", l.value)
	case kind == "chunk":
		return l.chunk(l.told())
	case kind == "data": // a text or a picture of as many bytes as the number before it says
		if n = l.told(); n > 0 && l.number("format") == synergyBitmap {
			l.one(name, "FT_NONE", n)
		} else if n > 0 {
			l.one(name, "FT_STRING", n)
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// chunk adds the text of a part, of so many bytes.
func (l *synergy) chunk(n int) bool {
	switch mark := l.number("mark_type"); {
	case n > len(l.data)-l.at:
		return false
	case n == 0: // behind the last part, and of a file that is empty
		return mark == synergyEnd || mark == synergyData && l.code == "DFTR"
	case mark == synergyStart:
		l.one("total_size", "FT_STRING", n)
	case mark == synergyData && l.code == "DCLP":
		return l.values("formats_count:u32") && l.repeat(l.told(), "format:u32 data_length:u32 data:data", l.value)
	case mark == synergyData:
		l.one("content", "FT_NONE", n)
	default:
		return false
	}
	return true
}
