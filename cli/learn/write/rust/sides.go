package rust

import (
	"fmt"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// sides writes what all kinds have in common, and parse.
func (s *source) sides() {
	s.WriteString(`
/// Who sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Client,
    Server,
}

/// A message of no kind that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub data: Vec<u8>,
    /// Why it fits none.
    pub why: String,
}

impl std::fmt::Display for Unknown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Unknown {}

/// A message of any kind.
#[derive(Clone, Debug, PartialEq)]
`)
	if len(s.Kinds) == 0 {
		s.Line("pub enum Message {}")
	} else {
		s.block("pub enum Message {", func() {
			for _, k := range s.Kinds {
				s.Line("%s(%s),", s.types[k], s.types[k])
			}
		}, "}")
	}
	s.WriteString(`
impl Message {
    /// Appends the bytes of the message. It fails if they can't tell what the message
    /// holds, as when a text is longer than its length can say.
    pub fn append(&self, out: &mut Vec<u8>) -> Result<(), String> {
`)
	s.In()
	s.In()
	if len(s.Kinds) == 0 {
		s.Line("let _ = out;")
		s.Line("match *self {}")
	} else {
		s.block("match self {", func() {
			for _, k := range s.Kinds {
				s.Line("Message::%s(m) => m.append(out),", s.types[k])
			}
		}, "}")
	}
	s.Out()
	s.Out()
	s.WriteString(`    }
}

/// Reads a whole message that a side has sent.
#[allow(unused_mut)]
pub fn parse(from: Side, b: &[u8]) -> Result<Message, Unknown> {
    let mut read = Err(format!(
        "no kind of message begins like these {} bytes",
        b.len()
    ));
`)
	if len(s.Kinds) > 0 {
		s.WriteString("    read_as(from, b, &mut read);\n")
	} else {
		s.WriteString("    let _ = from;\n")
	}
	s.WriteString(`    read.map_err(|why| Unknown {
        data: b.to_vec(),
        why,
    })
}
`)
	if len(s.Kinds) > 0 {
		s.attempts()
	}
}

// attempts writes what reads a message as one of the kinds of a side.
func (s *source) attempts() {
	s.WriteString(`
/// Reads a message as the first kind of a side that it is of.
fn read_as(from: Side, b: &[u8], read: &mut Result<Message, String>) {
    match from {
`)
	s.In()
	s.In()
	for _, side := range code.Sides {
		name := "Side::" + code.Camel([]string{side})
		kinds := s.From(side)
		if len(kinds) == 0 {
			s.Line("%s => {}", name)
			continue
		}
		s.block(name+" => {", func() {
			for i, k := range kinds {
				s.try(k, i+1 == len(kinds))
			}
		}, "}")
	}
	s.Out()
	s.Out()
	s.WriteString(`    }
}

/// Reads a message as one of a kind, if it is one. However many kinds there are, what is tried
/// takes the stack of one.
fn is<K>(
    b: &[u8],
    parse: fn(&[u8]) -> Result<K, String>,
    of: fn(K) -> Message,
    read: &mut Result<Message, String>,
) -> bool {
    *read = parse(b).map(of);
    read.is_ok()
}
`)
}

// try writes the attempt to read a message as one of a kind.
func (s *source) try(k *code.Kind, last bool) {
	arguments := []string{"b", s.types[k] + "::parse", "Message::" + s.types[k], "read"}
	all := conditions(k)
	if all == nil && last {
		s.call("", "is", arguments, ";")
		return
	}
	if len(strings.Join(arguments, ", ")) > callWidth {
		s.conditionCall(all, "is", arguments)
	} else {
		s.condition(append(all, "is("+strings.Join(arguments, ", ")+")"))
	}
	s.In()
	s.Line("return;")
	s.Out()
	s.Line("}")
}

// conditions are what tells a kind, as expressions.
func conditions(k *code.Kind) (all []string) {
	end := 0
	for _, m := range k.Select {
		if m.Size == 0 {
			all = append(all, fmt.Sprintf("b.len() == %d", m.Value))
		}
		end = max(end, m.Offset+m.Size)
	}
	if end > 0 {
		all = append(all, fmt.Sprintf("b.len() >= %d", end))
	}
	for _, m := range k.Select {
		switch m.Size {
		case 0:
		case 1:
			all = append(all, fmt.Sprintf("b[%d] == %#02x", m.Offset, m.Value))
		default:
			all = append(all, fmt.Sprintf("number(&b[%d..%d], %t) == %#x", m.Offset, m.Offset+m.Size, m.Order == model.Little, m.Value))
		}
	}
	return all
}
