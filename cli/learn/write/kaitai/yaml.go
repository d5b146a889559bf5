package kaitai

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/unixsnoop/unixsnoop/cli/learn/write/code"
)

// mapping is one of YAML, whose order is kept. Values are mappings, lists, strings,
// integers and booleans.
type mapping []pair

type pair struct {
	key   string
	value any
}

type list []any

// set adds a pair.
func (m *mapping) set(key string, value any) { *m = append(*m, pair{key, value}) }

// yaml writes the lines of a mapping.
func (m mapping) yaml(b *strings.Builder, indent string) {
	for i, p := range m {
		if i > 0 {
			b.WriteString(indent)
		}
		key := p.key
		if !number.MatchString(key) {
			key = scalar(key)
		}
		b.WriteString(key + ":")
		deeper := indent + "  "
		switch v := p.value.(type) {
		case mapping:
			b.WriteString("\n" + deeper)
			v.yaml(b, deeper)
		case list:
			b.WriteByte('\n')
			for _, item := range v {
				b.WriteString(deeper + "- ")
				if m, ok := item.(mapping); ok {
					m.yaml(b, deeper+"  ")
				} else {
					b.WriteString(scalar(item) + "\n")
				}
			}
		default:
			b.WriteString(" " + scalar(v) + "\n")
		}
	}
}

// plain are strings that are no other values without quotes.
var plain = regexp.MustCompile(`^[a-z_][a-z0-9_]*(-[a-z]+)*$`)

// number are keys that stand for themselves.
var number = regexp.MustCompile(`^[0-9]+$`)

// words are those that YAML takes for other values.
var words = code.Reserve("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "_")

// scalar is a value as it stands in YAML.
func scalar(v any) string {
	s, ok := v.(string)
	switch {
	case !ok:
		return fmt.Sprint(v)
	case plain.MatchString(s) && !words[s]:
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(code.Plain(s)) + `"`
}

// harmless has neither what ends a comment or a string nor what begins an escape, in any
// language: the compiler puts documentation into what it writes as it is.
var harmless = strings.NewReplacer("*", "+", `"`, "'", `\`, "/", "`", "'", "#{", "# {", "${", "$ {")

// doc is text for documentation.
func doc(text string) string { return harmless.Replace(code.Plain(text)) }
