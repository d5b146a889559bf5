package decode

import "github.com/unixsnoop/unixsnoop/format"

// Decoder decodes messages in the order in which they were sent.
type Decoder struct{ calls calls }

// New returns a Decoder that has seen nothing.
func New() *Decoder { return &Decoder{} }

// send is what a protocol has to look at.
type send struct {
	*format.Message
	data  []byte // from its beginning on, not empty
	whole bool   // all of it
}

// protocols are asked in turn until one knows what a send says. They return a text for each
// of their own messages in it, the first mostLines at least, or nothing.
var protocols = []struct {
	name string
	says func(*Decoder, send) []string
}{
	{"D-Bus", (*Decoder).dbus},
	{"HTTP", func(_ *Decoder, s send) []string { return sayHTTP(s) }},
	{"varlink", func(_ *Decoder, s send) []string { return sayVarlink(s) }},
	{"JSON", func(_ *Decoder, s send) []string { return sayJSON(s) }},
	{"sd_notify", func(_ *Decoder, s send) []string { return sayNotify(s) }},
	{"syslog", func(_ *Decoder, s send) []string { return saySyslog(s) }},
	{"RESP", func(_ *Decoder, s send) []string { return sayRESP(s) }},
}

// Names are those of the protocols.
func Names() []string {
	var names []string
	for _, p := range protocols {
		names = append(names, p.name)
	}
	return names
}

// mostLines is how many messages of a protocol are told of one send.
const mostLines = 20

// Decode returns what a message says, nil if that is not known. It is a new slice.
func (d *Decoder) Decode(m *format.Message) []format.Decoded {
	if m.Offset > 0 || len(m.Parts) == 0 || m.Parts[0].Offset > 0 || len(m.Parts[0].Data) == 0 {
		return nil
	}
	s := send{Message: m, data: m.Parts[0].Data}
	s.whole = !m.More && int64(len(s.data)) == m.Len
	for _, p := range protocols {
		texts := p.says(d, s)
		if len(texts) == 0 {
			continue
		}
		var lines []format.Decoded
		for i, text := range texts {
			if i == mostLines {
				lines = append(lines, format.Decoded{Protocol: p.name, Text: "and more"})
				break
			}
			lines = append(lines, format.Decoded{Protocol: p.name, Text: format.Cut(text, mostColumns)})
		}
		return lines
	}
	return nil
}
