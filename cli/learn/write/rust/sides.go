package rust

import (
	"fmt"

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
#[allow(unused_mut, unused_assignments)]
pub fn parse(from: Side, b: &[u8]) -> Result<Message, Unknown> {
    let mut why = format!("no kind of message begins like these {} bytes", b.len());
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
		if len(kinds) == 1 && len(kinds[0].Select) == 0 {
			s.try(kinds[0], name+" => ", ",")
			continue
		}
		s.block(name+" => {", func() {
			for _, k := range kinds {
				s.try(k, "", "")
			}
		}, "}")
	}
	s.Out()
	s.Out()
	s.WriteString(`    }
    Err(Unknown {
        data: b.to_vec(),
        why,
    })
}
`)
}

// try writes the attempt to read a message as one of a kind, between other text.
func (s *source) try(k *code.Kind, before, behind string) {
	conditions := conditions(k)
	if conditions != nil {
		s.condition(conditions)
		s.In()
	}
	s.block(fmt.Sprintf("%smatch %s::parse(b) {", before, s.types[k]), func() {
		s.Line("Ok(m) => return Ok(Message::%s(m)),", s.types[k])
		s.Line("Err(misfit) => why = misfit,")
	}, "}"+behind)
	if conditions != nil {
		s.Out()
		s.Line("}")
	}
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
