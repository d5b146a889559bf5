package protocols

// Procedures of SANE that others do not resemble.
const (
	saneAuthorize = 9
	saneExit      = 10
)

// Types of options, and what limits their values.
const (
	saneText = 3

	saneRange = 1
	saneWords = 2
	saneTexts = 3
)

// saneSetAuto is the action that has no value.
const saneSetAuto = 2

// saneRequests are what is behind the number of a procedure.
var saneRequests = map[int]string{
	0:             "version_code:u32 username:counted",
	1:             "",
	2:             "device:counted",
	3:             "handle:u32",
	4:             "handle:u32",
	5:             "handle:u32 option:u32 action:u32 value:unless",
	6:             "handle:u32",
	7:             "handle:u32",
	8:             "handle:u32",
	saneAuthorize: "resource:counted username:counted password:counted",
	saneExit:      "",
}

// saneValue is a value of an option.
const saneValue = "value_type:u32 value_size:u32 value:value"

// saneReplies are what procedures answer.
var saneReplies = map[int]string{
	0:             "status:u32 version_code:u32",
	1:             "status:u32 devices_count:u32 =:devices",
	2:             "status:u32 handle:u32 resource:counted",
	3:             "dummy:u32",
	4:             "options_count:u32 =:options",
	5:             "status:u32 info_flags:u32 " + saneValue + " resource:counted",
	6:             "status:u32 format:u32 last_frame:bool4 bytes_per_line:u32 pixels_per_line:u32 lines:i32 depth:u32",
	7:             "status:u32 port:u32 byte_order:u32 resource:counted",
	8:             "dummy:u32",
	saneAuthorize: "dummy:u32",
}

// saneLimits are what is behind the type of what limits an option's values.
var saneLimits = map[int]string{
	saneRange: "null:bool4 minimum:i32 maximum:i32 step:i32",
	saneWords: "words_count:u32 =:words",
	saneTexts: "texts_count:u32 =:texts",
}

// frameSANE frames messages by their fields, as they have no length.
func frameSANE() framer { return framedBy(&saneTurn{}) }

// saneFields are the fields of messages of a conversation with saned, version 3 of its protocol, big-endian, as the SANE
// standard declares it.
func saneFields() (Layout, error) { return laidBy(&saneTurn{}), nil }

// saneTurn are the procedures that have no answer yet, and the one that needs a password, which is answered again then.
type saneTurn struct {
	asked []int
	again int
}

func (t *saneTurn) lay(data []byte, fromClient bool) (*structure, bool) {
	l := &sane{structure{protocol: "sane", data: data}}
	if fromClient {
		if l.add("procedure:u32"); l.short {
			return &l.structure, false
		}
		procedure := l.told()
		words, known := saneRequests[procedure]
		ok := known && l.values(words)
		switch {
		case !ok || procedure == saneExit:
		case procedure == saneAuthorize:
			t.asked = append(t.asked, saneAuthorize, t.again)
		default:
			t.asked = append(t.asked, procedure)
		}
		return &l.structure, ok
	}
	if len(t.asked) == 0 {
		return &l.structure, false
	}
	ok := l.values(saneReplies[t.asked[0]])
	if ok {
		if len(l.bytesOf("resource")) > 0 {
			t.again = t.asked[0]
		}
		t.asked = t.asked[1:]
	}
	return &l.structure, ok
}

type sane struct{ structure }

func (l *sane) values(words string) bool { return l.each(words, l.value) }

// times adds fields so many times.
func (l *sane) times(n int, words string) bool { return l.repeat(n, words, l.value) }

// value adds what structures do not know.
func (l *sane) value(name, kind string) bool {
	switch kind {
	case "bool4":
		l.one(name, "FT_BOOLEAN", 4)
	case "counted": // a text with its length and a NUL, or none
		if l.add(name + "_length:u32"); !l.short && l.told() > 0 {
			l.one(name, "FT_STRINGZ", l.told())
		}
	case "unless":
		return l.number("action") == saneSetAuto || l.values(saneValue)
	case "value":
		return l.option(name)
	case "devices":
		return l.pointers(l.number("devices_count"), "name:counted vendor:counted model:counted type:counted")
	case "options":
		return l.pointers(l.number("options_count"), "name:counted title:counted description:counted value_type:u32 unit:u32 size:u32"+
			" capability_flags:u32 constraint_type:u32 =:limits")
	case "limits":
		return l.values(saneLimits[l.number("constraint_type")])
	case "words":
		return l.times(l.number("words_count"), "word:i32")
	case "texts":
		return l.times(l.number("texts_count"), "text:counted")
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// pointers adds so many of what may be missing, with a word before it that says so.
func (l *sane) pointers(n int, words string) bool {
	for ; n > 0; n-- {
		if !l.values("null:bool4") || l.told() == 0 && !l.values(words) {
			return false
		}
	}
	return true
}

// option adds the value of an option: a text of so many bytes, or words.
func (l *sane) option(name string) bool {
	if l.add(name + "_length:u32"); l.short {
		return false
	}
	n := l.told()
	if l.number("value_type") != saneText {
		return l.times(n, name+":i32")
	}
	if n > 0 {
		l.one(name, "FT_STRINGZPAD", n)
	}
	return !l.short
}
