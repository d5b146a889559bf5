package rust

import (
	"fmt"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// test writes the module of tests.
func (s *source) test(most int) {
	cases, all := s.Cases(most)
	s.WriteString(`
#[cfg(test)]
mod tests {
    use super::*;

    struct Case {
        name: &'static str,
        from: Side,
        /// How what it is begins; nothing if it is of no kind.
        kind: &'static str,
        /// Its end can be told from its bytes.
        splits: bool,
        data: &'static [u8],
    }

`)
	s.In()
	if all {
		s.Comment("The messages of the capture.")
	} else {
		s.Comment(fmt.Sprintf("Messages of the capture, at most %d of each kind.", most))
	}
	if len(cases) == 0 {
		s.Line("const CASES: &[Case] = &[];")
	} else {
		s.block("const CASES: &[Case] = &[", func() {
			for _, c := range cases {
				s.table(c)
			}
		}, "];")
	}
	s.Out()
	s.WriteString(testParse)
	if s.isFramed() {
		s.WriteString(testEnd)
	}
	s.WriteString("}\n")
}

// table writes an entry of the table.
func (s *source) table(c code.Case) {
	kind, name := "", "unknown"
	if c.Of != nil {
		name = s.types[c.Of]
		kind = name + "("
	}
	s.block("Case {", func() {
		s.Line("name: %q,", fmt.Sprintf("%d %s", c.Number, name))
		s.Line("from: Side::%s,", code.Camel([]string{code.Side(c.FromClient)}))
		s.Line("kind: %q,", kind)
		s.Line("splits: %t,", c.Splits)
		s.WriteString("            data: b\"")
		for i, b := range c.Data {
			if i%16 == 0 && len(c.Data) > 16 {
				s.WriteString("\\\n                ")
			}
			fmt.Fprintf(s, `\x%02x`, b)
		}
		s.WriteString("\",\n")
	}, "},")
}

const testParse = `
    /// What is parsed is of the kind it was, and is appended as the same bytes.
    #[test]
    fn parse_and_append() {
        for case in CASES {
            let mut again = Vec::new();
            match parse(case.from, case.data) {
                Ok(message) => {
                    let debug = format!("{:?}", message);
                    assert!(!case.kind.is_empty(), "{} is {}", case.name, debug);
                    assert!(debug.starts_with(case.kind), "{} is {}", case.name, debug);
                    message.append(&mut again).unwrap();
                }
                Err(unknown) => {
                    assert_eq!(case.kind, "", "{}: {}", case.name, unknown);
                    again = unknown.data;
                }
            }
            assert_eq!(again, case.data, "{}", case.name);
        }
    }
`

const testEnd = `
    /// Messages end where they did.
    #[test]
    fn ends() {
        for case in CASES.iter().filter(|case| case.splits) {
            let mut stream = case.data.to_vec();
            stream.extend_from_slice(case.data);
            let end = message_end(case.from, &stream);
            assert_eq!(end, Ok(Some(case.data.len())), "{}", case.name);
        }
    }
`
