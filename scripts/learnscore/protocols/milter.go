package protocols

import (
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// milterCommands are what the mail server says, and milterAnswers what the filter does, each by a letter.
// A word in brackets may come again and again.
var (
	milterCommands = map[byte]string{
		'A': "",
		'B': "body:said",
		'C': "host:text family:family",
		'D': "macro_command:char [macro:text value:text]",
		'E': "body:said",
		'H': "helo:text",
		'K': "",
		'L': "header:text value:text",
		'M': "address:text [parameter:text]",
		'N': "",
		'O': "version:u32 action_flags:u32 protocol_flags:u32",
		'Q': "",
		'R': "address:text [parameter:text]",
		'T': "",
		'U': "line:text",
	}
	milterAnswers = map[byte]string{
		'+': "address:text",
		'-': "address:text",
		'2': "address:text [parameter:text]",
		'4': "",
		'a': "",
		'b': "body:said",
		'c': "",
		'd': "",
		'e': "address:text [parameter:text]",
		'f': "",
		'h': "header:text value:text",
		'i': "header_index:u32 header:text value:text",
		'm': "header_index:u32 header:text value:text",
		'O': "version:u32 action_flags:u32 protocol_flags:u32 [macro_state:u32 macros:text]",
		'p': "",
		'q': "reason:text",
		'r': "",
		's': "",
		't': "",
		'y': "reply:text",
	}
)

// milterFields are the fields of a message between a mail server and a filter of mail, version 6, as
// sendmail 8.17's mfdef.h and libmilter have them.
func milterFields(data []byte, _ int, fromClient bool) ([]truth.Leaf, bool) {
	l := milter{structure{protocol: "milter", data: data}}
	if l.add("length:u32 command:char"); l.short {
		return nil, false
	}
	table := milterAnswers
	if fromClient {
		table = milterCommands
	}
	words, known := table[data[4]]
	once, again, repeated := strings.Cut(words, "[")
	ok := known && l.each(once, l.value)
	for repeated && ok && l.at < len(data) {
		ok = l.each(strings.TrimSuffix(again, "]"), l.value)
	}
	return l.leaves, ok && l.at == len(data)
}

type milter struct{ structure }

// value adds a value: a text that a NUL ends, the rest of a body, a family of addresses with an address of it,
// or what structure knows.
func (l *milter) value(name, kind string) bool {
	switch kind {
	case "text":
		l.terminated(name)
	case "said":
		l.said(name, len(l.data)-l.at)
	case "family":
		if l.add(name + ":char"); !l.short && l.data[l.at-1] != 'U' {
			if l.add("port:u16"); !l.short {
				l.terminated("address")
			}
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}
