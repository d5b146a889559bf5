package main

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"
)

// neutral are types that claim no meaning: they are not judged. A constant is what the
// bytes show, and an array or a record is judged by its elements.
var neutral = []string{"", "unknown", "constant", "integer", "uint", "int", "bytes", "array", "tlv", "record"}

func isMeaning(kind string) bool { return !slices.Contains(neutral, kind) }

// class is what fields can mean, and which answers are right then.
type class struct {
	name  string
	types *regexp.Regexp // of tshark's types, nil is any
	names *regexp.Regexp // of names, without the protocol's, nil is any
	small bool           // of fields of one or two bytes only
	right []string       // answers
}

func words(pattern string) *regexp.Regexp { return regexp.MustCompile("(?i)" + pattern) }

// classes are in the order in which they are tried: the first that fits is the field's.
var classes = []class{
	{name: "address", types: words(`^FT_IPv4$`), right: []string{"ipv4"}},
	{name: "address of IPv6", types: words(`^FT_IPv6$`), right: []string{"ipv6"}},
	{name: "float", types: words(`^FT_(FLOAT|DOUBLE)$`), right: []string{"float"}},
	{name: "time", types: words(`^FT_(ABSOLUTE|RELATIVE)_TIME$`), right: []string{"timestamp"}},
	{name: "flags", types: words(`^(FLAGS|FT_BOOLEAN)$`), right: []string{"flags", "enum", "kind"}},
	{name: "checksum", names: words(`crc|checksum|cksum|fcs`), right: []string{"checksum"}},
	{name: "digest", names: words(`(^|[._-])(mac|digest)$`), right: []string{"checksum", "random"}},
	{name: "padding", names: words(`(^|[._-])(pad|padding|reserved|unused|mbz)([._-]?\d*)?$`), right: []string{"padding"}},
	{name: "type", names: words(`(type|kind|cmd|command|code|opcode|action|flags|request|reply|family|class|method|(class|method|management|property|prot)[._-]?id|state|status|mode|leap|severity|format)$`), small: true, right: []string{"kind", "enum", "flags", "echo"}},
	{name: "text", types: words(`^FT_(UINT_)?STRING`), right: []string{"text"}},
	{name: "character", types: words(`^FT_CHAR$`), right: []string{"text", "enum", "kind"}},
	{name: "time", names: words(`timestamp([._-]|$)|(^|[._-])time$|seconds|nanos|nsec|(^|[._-])secs?$`), types: words(`^FT_U?INT`), right: []string{"timestamp"}},
	{name: "length", names: words(`len$|len[._-]|(^|[._-])vl$|length|size|count|_cnt|numbers?[._-]of|(^|[._-])(n|num|nr)[._-]|(^|[._-])n(qid|walk)$|visualtypes-numbers`), types: words(`^FT_U?INT`), right: []string{"length", "count"}},
	{name: "process", names: words(`(^|[._-])pid$|process`), right: []string{"pid"}},
	{name: "user", names: words(`(^|[._-])(uid|gid)$`), right: []string{"uid"}},
	{name: "reference", names: words(`ref_?id$`), right: []string{"ipv4", "text", "echo", "random"}},
	{name: "tag", names: words(`(^|[._-])tag$`), right: []string{"counter", "sequence", "echo", "random", "enum", "kind"}}, // of a message, or of an element: its type
	{name: "id", names: words(`(id|identity|seq|sequence|serial|tag|xid|channel|fid|key|handle|cookie|index|counter)([._-]?(number|no|num))?$|(^|[._-])(number|[a-z0-9]{3,}sn)$`), right: []string{"counter", "sequence", "echo", "random"}},
	{name: "type", names: words(`(type|kind|cmd|command|ordinal|code|opcode|action|function|procedure|method|class|status|flags|mask|options)$|version`), types: words(`^FT_U?INT`), right: []string{"kind", "enum", "flags"}},
	{name: "bytes", types: words(`^FT_(BYTES|UINT_BYTES|NONE|PROTOCOL|)$`), right: []string{"random"}},
	{name: "number", right: []string{"enum"}},
}

// meaning is that of a field of a message, which its bytes tell more of.
type meaning struct {
	name  string
	right []string
}

func (m meaning) fits(kind string) bool { return slices.Contains(m.right, kind) }

// meanings are those of all fields of a capture.
type meanings struct {
	truth *truth.Truth
	both  []bool // labels of fields that both sides send
	known map[labelled]meaning
}

// labelled is a field by what its meaning depends on.
type labelled struct{ label, size int }

func newMeanings(c *truth.Capture, t *truth.Truth) *meanings {
	m := &meanings{truth: t, both: make([]bool, len(t.Labels)), known: map[labelled]meaning{}}
	client, server := make([]bool, len(t.Labels)), make([]bool, len(t.Labels))
	for _, d := range t.Messages {
		side := server
		if s, _, err := c.Place(d.Send, d.Start); err == nil && s.FromClient {
			side = client
		}
		for _, f := range d.Fields {
			if f.Label() >= 0 {
				side[f.Label()] = true
			}
		}
	}
	for i := range m.both {
		m.both[i] = client[i] && server[i]
	}
	return m
}

func classOf(l truth.Label, size int) meaning {
	_, name, ok := strings.Cut(l.Name, ".")
	if !ok {
		name = l.Name
	}
	for _, c := range classes {
		if (c.types == nil || c.types.MatchString(l.Type)) && (c.names == nil || c.names.MatchString(name)) && (!c.small || size <= 2) {
			return meaning{c.name, c.right}
		}
	}
	panic("the last class is of all fields")
}

// ofField is what the label of a field says. Names are searched for once, not in each message.
func (m *meanings) ofField(f truth.Field) meaning {
	key := labelled{f.Label(), f.Size()}
	one, ok := m.known[key]
	if !ok {
		one = classOf(m.truth.Labels[key.label], key.size)
		m.known[key] = one
	}
	return one
}

// of are the meanings of a message's fields. What is no type but a fact of the bytes
// counts as right too: an echo, if both sides send this field; padding, of zeros that
// tshark says nothing about; text, of bytes that are text.
func (m *meanings) of(d *truth.Message, data []byte) (list []meaning) {
	for _, f := range d.Fields {
		run := data[f.Offset() : f.Offset()+f.Size()]
		if f.Label() < 0 {
			gap := meaning{name: "not dissected"}
			if len(bytes.Trim(run, "\x00")) == 0 {
				gap.right = []string{"padding"}
			}
			list = append(list, gap)
			continue
		}
		one := m.ofField(f)
		if m.both[f.Label()] {
			one.right = append(slices.Clone(one.right), "echo")
		}
		if one.name == "bytes" && truth.IsText(run) {
			one.right = append(slices.Clone(one.right), "text")
		}
		list = append(list, one)
	}
	return list
}
