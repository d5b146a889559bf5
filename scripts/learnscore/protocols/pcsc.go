package protocols

import "encoding/binary"

// The commands of pcscd's clients that are more than their structure.
const (
	pcscTransmit     = 0x09
	pcscControl      = 0x0a
	pcscGetAttribute = 0x0f
	pcscStates       = 0x12
	pcscWait         = 0x13
	pcscStop         = 0x14
)

// pcscStructures are what commands and their answers have, as pcsc-lite 1.9's winscard_msg.h declares
// them: both the same, but for the last three, which ask by their number alone.
var pcscStructures = map[uint32]string{
	0x01: "scope:u32 context_handle:u32 return_code:u32",
	0x02: "context_handle:u32 return_code:u32",
	0x04: "context_handle:u32 reader_name:name share_mode:u32 preferred_protocols:mask card_handle:i32 active_protocol:u32 return_code:u32",
	0x05: "card_handle:i32 share_mode:u32 preferred_protocols:mask initialization:u32 active_protocol:u32 return_code:u32",
	0x06: "card_handle:i32 disposition:u32 return_code:u32",
	0x07: "card_handle:i32 return_code:u32",
	0x08: "card_handle:i32 disposition:u32 return_code:u32",
	pcscTransmit: `card_handle:i32 send_protocol:u32 send_pci_length:u32 send_length:u32 receive_protocol:u32 receive_pci_length:u32
		receive_length:u32 return_code:u32`,
	pcscControl:      "card_handle:i32 control_code:u32 send_length:u32 receive_length:u32 returned_length:u32 return_code:u32",
	0x0b:             "card_handle:i32 return_code:u32",
	0x0d:             "context_handle:i32 return_code:u32",
	pcscGetAttribute: "card_handle:i32 attribute_id:u32 attribute:attribute attribute_length:u32 return_code:u32",
	0x10:             "card_handle:i32 attribute_id:u32 attribute:attribute attribute_length:u32 return_code:u32",
	0x11:             "version_major:i32 version_minor:i32 return_code:u32",
	pcscStates:       "",
	pcscWait:         "",
	pcscStop:         "timeout:u32 return_code:u32",
}

// pcscState is one of the sixteen readers that there may be.
const pcscState = "reader_name:name event_counter:u32 reader_state:mask reader_sharing:i32 atr:atr atr_length:u32 card_protocol:u32"

// framePCSC frames messages by their fields, as only those of clients have a length, which leaves out the
// bytes for a card.
func framePCSC() framer { return framedBy(&pcscTurn{}) }

// pcscFields are the fields of messages of a conversation with pcscd, version 4.4 of its protocol, little-endian.
// What is for a card or from it, nothing is told of.
func pcscFields() (Layout, error) { return laidBy(&pcscTurn{}), nil }

// pcscTurn is what a conversation has come to.
type pcscTurn struct {
	asked   uint32 // the command that has no answer yet, or 0
	waiting bool   // for a change of a reader, which the server says once, or that waiting has stopped
}

// answered is the command that what the server says now answers: a change answers none, but looks as
// if it were that waiting has stopped.
func (t *pcscTurn) answered() uint32 {
	asked := t.asked
	t.asked = 0
	switch {
	case asked == pcscWait:
		t.waiting = true
	case asked == 0 && t.waiting:
		asked = pcscStop
	}
	if asked == pcscStop {
		t.waiting = false
	}
	return asked
}

// lay lays fields over the message that data begins with.
func (t *pcscTurn) lay(data []byte, fromClient bool) (_ *structure, ok bool) {
	l := &pcsc{structure: structure{protocol: "pcsc", data: data}, fromClient: fromClient}
	if !fromClient {
		if l.command = t.answered(); l.command == pcscStates || l.command == pcscWait {
			for range 16 {
				l.each(pcscState, l.value)
			}
			return &l.structure, !l.short
		}
	} else {
		if l.add("length:u32 command_code:u32"); l.short {
			return &l.structure, false
		}
		l.command = l.number("command_code")
		if t.asked = l.command; l.command == pcscStop && !t.waiting {
			t.asked = 0 // a change was said before
		}
	}
	words, known := pcscStructures[l.command]
	if fromClient && l.command == pcscStop {
		words = ""
	}
	begin := l.at
	if !known || !l.each(words, l.value) || fromClient && int(l.number("length")) != l.at-begin {
		return &l.structure, false
	}
	return &l.structure, l.forCard()
}

// pcsc lays fields over a message.
type pcsc struct {
	structure
	command    uint32
	fromClient bool
}

// number is the one of that name.
func (l *pcsc) number(name string) uint32 { return binary.LittleEndian.Uint32(l.bytesOf(name)) }

func (l *pcsc) value(name, kind string) bool {
	switch kind {
	case "name":
		l.one(name, "FT_STRINGZPAD", 128)
	case "mask":
		l.one(name, "FLAGS", 4)
	case "atr": // its length is behind it, and three bytes before that
		if l.part(name, 33, 3, true); !l.short {
			l.one("alignment_padding", "FT_BYTES", 3)
		}
	case "attribute": // one that is asked for is not there yet, nor is one that can't be told
		const size = 264
		there := l.command != pcscGetAttribute || !l.fromClient && len(l.data) >= l.at+size+8 && binary.LittleEndian.Uint32(l.data[l.at+size+4:]) == 0
		l.part(name, size, 0, there)
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// part adds bytes of which some are used, if any: their number is so far behind them.
func (l *pcsc) part(name string, size, behind int, there bool) {
	at := l.at + size + behind
	if l.short = l.short || at+4 > len(l.data); l.short {
		return
	}
	used := 0
	if there {
		used = int(binary.LittleEndian.Uint32(l.data[at:]))
	}
	if used > size { // as of readers that there aren't
		used = 0
	}
	if used > 0 {
		l.one(name, "FT_BYTES", used)
	}
	if used < size {
		l.one(name+"_unused", "FT_BYTES", size-used)
	}
}

// forCard adds what is for the card or the reader, or comes from it.
func (l *pcsc) forCard() bool {
	length, name := "send_length", "sent"
	switch {
	case l.command != pcscTransmit && l.command != pcscControl:
		return true
	case l.fromClient:
	case l.number("return_code") != 0:
		return true
	case l.command == pcscTransmit:
		length, name = "receive_length", "received"
	default:
		length, name = "returned_length", "received"
	}
	if n := int(l.number(length)); n > 0 {
		l.one(name, "FT_NONE", n)
	}
	return !l.short
}
