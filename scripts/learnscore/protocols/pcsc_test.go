package protocols

import (
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/format"
	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// pcscCommand is a client's message: its length leaves out what is for the card.
func pcscCommand(command uint32, body string, forCard string) string {
	return words32(uint32(len(body)), command) + body + forCard
}

func pcscName(name string) string { return name + zeros(128-len(name)) }

// pcscReader is a reader with an ATR, of which the length says that it has so many bytes.
func pcscReader(name, atr string, length uint32) string {
	return pcscName(name) + words32(1, 0x34, 0) + atr + zeros(36-len(atr)) + words32(length, 2)
}

// pcscAttribute is an attribute and its number, with what came of it.
func pcscAttribute(value string, length, code uint32) string {
	return words32(7, 0x303) + value + zeros(264-len(value)) + words32(length, code)
}

// TestPCSC: an answer is told by the command before it, and so is where it ends.
func TestPCSC(t *testing.T) {
	const (
		head   = "length:4 command_code:4"
		data   = "card_handle:4 send_protocol:4 send_pci_length:4 send_length:4 receive_protocol:4 receive_pci_length:4 receive_length:4 return_code:4"
		unit   = "card_handle:4 control_code:4 send_length:4 receive_length:4 returned_length:4 return_code:4"
		reader = "reader_name:128 event_counter:4 reader_state:4 reader_sharing:4 "
		none   = reader + "atr_unused:33 alignment_padding:3 atr_length:4 card_protocol:4"
		stop   = "timeout:4 return_code:4"
	)
	readers := pcscReader("one", "\x3b\x00", 2) + strings.Repeat(pcscReader("", "", 34), 15)
	states := reader + "atr:2 atr_unused:31 alignment_padding:3 atr_length:4 card_protocol:4" + strings.Repeat(" "+none, 15)
	for name, conversation := range map[string][]step{
		"version": {{pcscCommand(0x11, words32(4, 4, 0), ""), head + " version_major:4 version_minor:4 return_code:4"},
			{words32(4, 4, 0), "?version_major:4 version_minor:4 return_code:4"}},
		"connect": {{pcscCommand(4, words32(7)+pcscName("one")+words32(2, 3, 0, 0, 0), ""),
			head + " context_handle:4 reader_name:128 share_mode:4 preferred_protocols:4 card_handle:4 active_protocol:4 return_code:4"}},
		"transmit": {{pcscCommand(9, words32(7, 2, 16, 4, 2, 16, 258, 0), "\x00\xa4\x00\x00"), head + " " + data + " sent:4"},
			{words32(7, 2, 16, 4, 2, 16, 2, 0) + "\x90\x00", "?" + data + " received:2"}},
		"transmit in vain": {{pcscCommand(9, words32(7, 2, 16, 4, 2, 16, 258, 0), "\x00\xa4\x00\x00"), head + " " + data + " sent:4"},
			{words32(7, 2, 16, 4, 2, 16, 2, 0x80100069), "?" + data}},
		"control": {{pcscCommand(10, words32(7, 0x42000d48, 1, 200, 0, 0), "\x01"), head + " " + unit + " sent:1"},
			{words32(7, 0x42000d48, 1, 200, 3, 0) + "abc", "?" + unit + " received:3"}},
		"control of nothing": {{pcscCommand(10, words32(7, 1, 0, 200, 0, 0), ""), head + " " + unit}, {words32(7, 1, 0, 200, 0, 0), "?" + unit}},
		"states":             {{pcscCommand(0x12, "", ""), head}, {readers, "?" + states}},
		"waiting that is stopped": {{pcscCommand(0x13, "", ""), head}, {readers, "?" + states}, {pcscCommand(0x14, "", ""), head}, {words32(0, 0), "?" + stop},
			{pcscCommand(0x0d, words32(7, 0), ""), head + " context_handle:4 return_code:4"}},
		"waiting that ends": {{pcscCommand(0x13, "", ""), head}, {readers, "?" + states}, {words32(0, 0), "?" + stop}, {pcscCommand(0x14, "", ""), head},
			{pcscCommand(0x12, "", ""), head}, {readers, "?" + states}},
		"attribute": {{pcscCommand(0x0f, pcscAttribute("", 264, 0), ""), head + " card_handle:4 attribute_id:4 attribute_unused:264 attribute_length:4 return_code:4"},
			{pcscAttribute("\x3b\x00", 2, 0), "?card_handle:4 attribute_id:4 attribute:2 attribute_unused:262 attribute_length:4 return_code:4"}},
		"no attribute": {{pcscCommand(0x0f, pcscAttribute("", 264, 0), ""), head + " card_handle:4 attribute_id:4 attribute_unused:264 attribute_length:4 return_code:4"},
			{pcscAttribute("", 18, 1), "?card_handle:4 attribute_id:4 attribute_unused:264 attribute_length:4 return_code:4"}},
		"an attribute is set": {{pcscCommand(0x10, pcscAttribute("ab", 2, 0), ""), head + " card_handle:4 attribute_id:4 attribute:2 attribute_unused:262 attribute_length:4 return_code:4"},
			{pcscAttribute("ab", 2, 1), "?card_handle:4 attribute_id:4 attribute:2 attribute_unused:262 attribute_length:4 return_code:4"}},
		"nothing was asked": {{words32(0, 0), "?no"}},
		"a wrong length":    {{words32(9, 7, 0, 0), "no"}},
		"another command":   {{pcscCommand(0x15, "", ""), "no"}},
	} {
		frame := framePCSC()
		fields, err := pcscFields()
		if err != nil {
			t.Fatal(err)
		}
		checkTurns(t, name, frame, fields, conversation)
	}
	if got := framePCSC()([]byte(pcscCommand(9, words32(7, 2, 16, 4, 2, 16, 258, 0), "\x00")), 0, true); got != 0 {
		t.Errorf("a command that is cut short: got %d", got)
	}
}

// TestFramesOfConversations: where a message ends is told by what was said in its own conversation.
func TestFramesOfConversations(t *testing.T) {
	say := func(conversation uint64, fromClient bool, data string) *format.Message {
		m := &format.Message{Type: format.Stream, From: format.End{Inode: conversation}, To: format.End{Inode: conversation + 1, Name: "/server"}, Len: int64(len(data)), Parts: []format.Part{{Data: []byte(data)}}}
		if !fromClient {
			m.From, m.To = m.To, m.From
		}
		return m
	}
	c := truth.New([]*format.Message{
		say(1, true, pcscCommand(0x12, "", "")),
		say(5, true, pcscCommand(7, words32(7, 0), "")),
		say(5, false, words32(7, 0)),
		say(1, false, strings.Repeat(pcscReader("", "", 0), 16)),
	})
	p := &Protocol{Name: "pcsc", frames: framePCSC}
	list, err := p.MessagesOf(c)
	if err != nil || len(list) != 4 || list[3].Size != 16*184 {
		t.Errorf("got %v (%v)", list, err)
	}
}

// FuzzPCSC: whatever is said, fields follow each other and end where the message does.
func FuzzPCSC(f *testing.F) {
	f.Add([]byte(pcscCommand(9, words32(7, 2, 16, 4, 2, 16, 258, 0), "\x00\xa4\x00\x00")), []byte(words32(7, 2, 16, 4, 2, 16, 2, 0)+"\x90\x00"))
	f.Add([]byte(pcscCommand(0x0f, pcscAttribute("", 264, 0), "")), []byte(pcscAttribute("\x3b\x00", 2, 0)))
	f.Add([]byte(pcscCommand(0x13, "", "")), []byte(strings.Repeat(pcscReader("", "", 34), 16)+words32(0, 0)))
	f.Fuzz(func(t *testing.T, asked, answered []byte) {
		frame := framePCSC()
		fields, err := pcscFields()
		if err != nil {
			t.Fatal(err)
		}
		checkLayout(t, frame, fields, asked, true)
		checkLayout(t, frame, fields, answered, false)
	})
}
