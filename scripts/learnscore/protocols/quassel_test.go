package protocols

import (
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// quasselLetters is a text of two bytes for each letter, with its length.
func quasselLetters(text string) string {
	letters := be16(utf16.Encode([]rune(text))...)
	return be32(uint32(len(letters))) + letters
}

// quasselSaid are bytes with their length.
func quasselSaid(text string) string { return be32(uint32(len(text))) + text }

// quasselValue is a variant of that type.
func quasselValue(kind uint32, value string) string { return be32(kind) + "\x00" + value }

func quasselOf(name, value string) string { return quasselValue(127, quasselSaid(name+"\x00")+value) }
func quasselOctets(text string) string    { return quasselValue(12, quasselSaid(text)) }
func quasselString(text string) string    { return quasselValue(10, quasselLetters(text)) }
func quasselInt(n uint32) string          { return quasselValue(2, be32(n)) }

// quasselMap is a map of keys and variants.
func quasselMap(pairs ...string) string {
	said := be32(uint32(len(pairs) / 2))
	for i := 0; i < len(pairs); i += 2 {
		said += quasselLetters(pairs[i]) + pairs[i+1]
	}
	return said
}

// quasselItems is a list of variants.
func quasselItems(items ...string) string {
	return be32(uint32(len(items))) + strings.Join(items, "")
}

// quasselOffer is what a client begins with, and quasselAnswers what a core chooses, by the protocol.
const quasselOffer = quasselMagic + "\x00" + "\x00\x00\x00\x02" + "\x80\x00\x00\x01"

var quasselAnswers = map[bool]string{true: "\x00\x00\x00\x01", false: "\x00\x00\x00\x02"}

// quasselTalk lays fields over the beginning of a conversation, and returns the layout of what is behind it.
func quasselTalk(t testing.TB, legacy bool, features ...string) Layout {
	fields, err := quasselFields()
	if err != nil {
		t.Fatal(err)
	}
	const offered = "magic:3 connection_flags:1 last_flags:1 protocol_flags:2 protocol_type:1 last_flags:1 protocol_flags:2 protocol_type:1"
	if got := shown(fields([]byte(quasselOffer), 0, true)); got != offered {
		t.Fatalf("got %s", got)
	}
	if got := shown(fields([]byte(quasselAnswers[legacy]), 0, false)); got != "connection_flags:1 protocol_flags:2 protocol_type:1" {
		t.Fatalf("got %s", got)
	}
	list := be32(uint32(len(features)))
	for _, feature := range features {
		list += quasselLetters(feature)
	}
	init := quasselItems(quasselOctets("FeatureList"), quasselValue(11, list))
	if legacy {
		init = quasselValue(8, quasselMap("FeatureList", quasselValue(11, list)))
	}
	if got := shown(fields([]byte(quasselSaid(init)), len(quasselOffer), true)); got == "no" {
		t.Fatal("features are no message")
	}
	return fields
}

// TestQuassel: messages of both protocols.
func TestQuassel(t *testing.T) {
	const (
		variant = " variant_type:4 null:1"
		request = variant + " request_type:4" + variant
		key     = " key_length:4 key:"
		message = "length:4 items_count:4"
		user    = variant + " type_name_length:4"
		buffer  = " buffer_id:4 network_id:4 buffer_type:2 group_id:4 buffer_name_length:4 buffer_name:2"
		calls   = " class_name_length:4 class_name:3" + variant + " object_name_length:4" + variant + " slot_name_length:4 slot_name:3"
	)
	info := be32(7, 1) + be16(2) + be32(0) + quasselSaid("#k")
	short := be32(9, 1000, 1) + "\x02" + info + quasselSaid("ann") + quasselSaid("hi")
	long := be64(9, 1000) + be32(1) + "\x02" + info + quasselSaid("ann") + quasselSaid("@") + quasselSaid("Ann") + quasselSaid("") + quasselSaid("hi")
	features := []string{"LongMessageId", "LongTime", "SenderPrefixes", "RichMessages"}
	for _, m := range []struct {
		legacy   bool
		features []string
		data     string
		want     string
	}{
		{true, nil, quasselValue(8, quasselMap("MsgType", quasselString("X"), "Features", quasselValue(3, be32(5)))),
			"length:4" + variant + " message_count:4" + key + "14" + variant + " MsgType_length:4 MsgType:2" + key + "16" + variant + " Features:4"},
		{false, nil, quasselItems(quasselOctets("MsgType"), quasselString("X")), message + variant + key + "7" + variant + " MsgType_length:4 MsgType:2"},
		{true, nil, quasselValue(9, quasselItems(quasselInt(2), quasselOctets("2go"), quasselOf("Message", short))),
			"length:4" + variant + " items_count:4" + request + " signal_name_length:4 signal_name:3" + user + " type_name:8 msg_id:4 timestamp:4 message_type:4 message_flags:1" + buffer +
				" sender_length:4 sender:3 contents_length:4 contents:2"},
		{false, features, quasselItems(quasselInt(2), quasselOctets("2go"), quasselOf("Message", long)),
			message + request + " signal_name_length:4 signal_name:3" + user + " type_name:8 msg_id:8 timestamp:8 message_type:4 message_flags:1" + buffer +
				" sender_length:4 sender:3 sender_prefixes_length:4 sender_prefixes:1 real_name_length:4 real_name:3 avatar_url_length:4 contents_length:4 contents:2"},
		{false, features[:1], quasselItems(quasselInt(1), quasselOctets("Net"), quasselValue(12, be32(quasselNone)), quasselOctets("set"), quasselOf("MsgId", be64(5)), quasselValue(1, "\x01")),
			message + request + calls + user + " type_name:6 msg_id:8" + variant + " parameter:1"},
		{false, nil, quasselItems(quasselInt(1), quasselOctets("Net"), quasselOctets(""), quasselOctets("set"), quasselOf("MsgId", be32(5))),
			message + request + calls + user + " type_name:6 msg_id:4"},
		{false, nil, quasselItems(quasselInt(3), quasselOctets("Net"), quasselOctets("1")),
			message + request + " class_name_length:4 class_name:3" + variant + " object_name_length:4 object_name:1"},
		{false, nil, quasselItems(quasselInt(4), quasselOctets("Net"), quasselOctets("1"), quasselOctets("nick"), quasselValue(0, be32(quasselNone))),
			message + request + " class_name_length:4 class_name:3" + variant + " object_name_length:4 object_name:1" + variant + key + "4" + variant + " nick_length:4"},
		{true, nil, quasselValue(9, quasselItems(quasselInt(4), quasselString("N"), quasselString(""), quasselValue(8, quasselMap("UserModes", quasselValue(8, quasselMap("ann", quasselString("o"))))))),
			"length:4" + variant + " items_count:4" + request + " class_name_length:4 class_name:2" + variant + " object_name_length:4" + variant + " parameter_count:4" + key + "18" +
				variant + " UserModes_count:4" + key + "6" + variant + " value_length:4 value:2"},
		{true, nil, quasselValue(9, quasselItems(quasselInt(5), quasselValue(15, be32(99)))), "length:4" + variant + " items_count:4" + request + " timestamp:4"},
		{false, nil, quasselItems(quasselInt(6), quasselValue(16, be32(1, 2)+"\x01")), message + request + " timestamp_date:4 timestamp:4 timestamp_spec:1"},
		{false, nil, quasselItems(quasselInt(2), quasselOctets("2go"), quasselValue(9, quasselItems(quasselValue(133, be16(9)), quasselValue(7, be16('x'))))),
			message + request + " signal_name_length:4 signal_name:3" + variant + " parameter_count:4" + variant + " parameter:2" + variant + " parameter:2"},

		{false, nil, quasselItems(quasselInt(7), quasselOctets("2go")), "no"},
		{false, nil, quasselItems(quasselInt(3), quasselOctets("Net")), "no"},
		{false, nil, quasselItems(quasselOctets("MsgType")), "no"},
		{false, nil, quasselItems(quasselInt(2), quasselOctets("2go"), quasselOf("Stranger", be32(1))), "no"},
		{false, nil, quasselItems(quasselInt(2), quasselOctets("2go"), quasselValue(99, be32(1))), "no"},
		{false, nil, quasselItems(quasselInt(2), quasselOctets("2go")) + "more", "no"},
		{false, features, quasselItems(quasselInt(2), quasselOctets("2go"), quasselOf("Message", short)), "no"},
		{true, nil, quasselItems(quasselInt(5), quasselValue(15, be32(99))), "no"},
	} {
		fields := quasselTalk(t, m.legacy, m.features...)
		if got := shown(fields([]byte(quasselSaid(m.data)), 100, true)); got != m.want {
			t.Errorf("%q:\ngot  %s\nwant %s", m.data, got, m.want)
		}
	}
}

// TestQuasselFrames: words first, of which the last one says that it is, and lengths then.
func TestQuasselFrames(t *testing.T) {
	for _, frame := range []struct {
		data       string
		at         int
		fromClient bool
		want       int
	}{
		{quasselOffer + "more", 0, true, len(quasselOffer)},
		{quasselOffer[:10], 0, true, 0},
		{quasselOffer[:3], 0, true, 0},
		{"\x00\x00\x00\x10", 0, true, -1},
		{quasselAnswers[false], 0, false, 4},
		{quasselSaid("data") + "more", 12, true, 8},
		{quasselSaid("data")[:3], 4, false, 0},
	} {
		if got := frameQuassel([]byte(frame.data), frame.at, frame.fromClient); got != frame.want {
			t.Errorf("%q at %d has %d bytes, got %d", frame.data, frame.at, frame.want, got)
		}
	}
}

// TestQuasselTypes: what is more than a number, and bytes that are no text.
func TestQuasselTypes(t *testing.T) {
	fields := quasselTalk(t, false)
	for _, value := range []struct{ key, value, want string }{
		{"Features", quasselInt(5), "FLAGS"},
		{"Port", quasselInt(5), "FT_INT32"},
		{"lastAwayMessage", quasselInt(5), "FT_ABSOLUTE_TIME"},
		{"codec", quasselOctets("UTF-8"), "FT_STRING"},
		{"codec", quasselOctets("\x01\x02"), "FT_NONE"},
	} {
		leaves, _ := fields([]byte(quasselSaid(quasselItems(quasselOctets(value.key), value.value))), 100, true)
		if got := leaves[len(leaves)-1].Label; got.Type != value.want || got.Name != "quassel."+value.key {
			t.Errorf("%s: got %v, want %s", value.key, got, value.want)
		}
	}
}

// FuzzQuassel: whatever is said, fields follow each other and end where the message does.
func FuzzQuassel(f *testing.F) {
	f.Add(true, []byte(quasselValue(9, quasselItems(quasselInt(4), quasselString("N"), quasselString(""), quasselValue(8, quasselMap("a", quasselInt(1)))))))
	f.Add(false, []byte(quasselItems(quasselInt(2), quasselOctets("2go"), quasselOf("BufferId", be32(1)))))
	f.Add(false, []byte(quasselItems(quasselInt(6), quasselValue(16, be32(1, 2)+"\x01"))))
	f.Fuzz(func(t *testing.T, legacy bool, data []byte) {
		fields := quasselTalk(t, legacy, "LongTime")
		later := func(data []byte, _ int, fromClient bool) int { return frameQuassel(data, 100, fromClient) }
		laid := func(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) { return fields(data, 100, fromClient) }
		checkLayout(t, later, laid, []byte(quasselSaid(string(data))), true)
	})
}
