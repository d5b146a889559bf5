package format

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// follow shows one conversation as it reads, like Wireshark's Follow Stream: what the
// client says behind "> ", what the server says behind "< ", notes behind "! ". On a
// stream the sends of one side run on, whatever they were cut into; datagrams stand
// alone, each below its time and size.
type follow struct {
	w       *bufio.Writer
	payload payloadWriter
	painted paintedPayload // of payloads in which a search found something
	text    bool           // lines of text go on from one send to the next
	colours bool
	stamps  *stamps // of datagrams

	conversation *Conversation // nil before the first message
	said         [2]int64      // bytes of a stream by either side, for the offsets
	open         *speaker      // whose last line has no end yet, nil if none
}

// speaker is one side of a conversation, or the notes.
type speaker struct {
	margin, colour string
}

var (
	client = &speaker{"> ", "\x1b[35m"}
	server = &speaker{"< ", "\x1b[36m"}
	notes  = &speaker{"! ", "\x1b[1m"}
)

// FollowFormats are the formats that payloads of a followed conversation may have; the
// first is what people get who don't choose.
var FollowFormats = []string{"string", "hex", "hexstring"}

// NewFollow returns a Writer that shows one conversation, with payloads in one of
// FollowFormats and the times of datagrams. All messages must be of the same conversation.
func NewFollow(w io.Writer, payload string, colours bool, times Times) Writer {
	return &follow{w: NewBuffer(w), payload: payloadWriters[payload], painted: paintedPayloads[payload], text: payload == "string", colours: colours, stamps: newStamps(times)}
}

func (f *follow) Write(m *Message) error {
	if f.conversation == nil {
		f.conversation = newConversation(m.Conversation(), m)
		f.heading()
	}
	if m.Event != nil {
		f.note("%s %s", m.From, m.Event)
		return nil
	}
	side, who := 0, client
	if !f.conversation.FromClient(m) {
		side, who = 1, server
	}
	if f.open != who {
		f.endLine()
	}
	f.heads(m, who)
	start := f.said[side]
	if m.Type != Stream {
		start = m.Offset
	}
	if len(m.Decoded) > 0 {
		f.endLine()
		for _, d := range m.Decoded {
			f.line(who, d.Protocol+" "+d.Text, true)
			f.w.WriteByte('\n')
		}
	} else {
		matches := slices.Clone(m.Matches)
		for i := range matches {
			matches[i].Offset += start
		}
		m.inOrder(
			func(p Part) { f.says(who, Part{start + p.Offset, p.Data}, matches) },
			func(h Hole) { f.note("%d bytes not captured", h.Len) },
		)
	}
	f.said[side] += m.Len
	if m.Type != Stream && !m.More {
		f.endLine()
	}
	// The buffer remembers the first failed write.
	_, err := f.w.Write(nil)
	return err
}

// Flush shows a line that has no end yet as far as it goes.
func (f *follow) Flush() error { return f.w.Flush() }

// Close ends the last line.
func (f *follow) Close() error {
	f.endLine()
	return f.w.Flush()
}

// heading says who talks, at the top.
func (f *follow) heading() {
	c := f.conversation
	fmt.Fprintf(f.w, "%s <> %s %s %s conversation %s\n", c.Client, c.Server, c.Type, c.socket().appendSocket(nil), c.ID)
}

// heads says what a message has besides its bytes. Of a stream that is nothing mostly.
func (f *follow) heads(m *Message, who *speaker) {
	var words []string
	if m.Type != Stream && m.Offset == 0 {
		if time := f.stamps.text(m.Time); time != "" {
			words = append(words, time)
		}
		words = append(words, fmt.Sprintf("%d bytes", m.Len))
	}
	if m.OutOfBand() {
		words = append(words, "out-of-band")
	}
	if m.Spliced() {
		words = append(words, "spliced")
	}
	if m.Late {
		words = append(words, "late")
	}
	if a := m.Ancillary(); a != "" {
		words = append(words, a)
	}
	if len(words) > 0 {
		f.note("%s %s", strings.TrimSpace(who.margin), strings.Join(words, " "))
	}
}

// note is a line of ours, which no payload passes for.
func (f *follow) note(text string, args ...any) {
	f.endLine()
	f.line(notes, fmt.Sprintf(text, args...), true)
	f.w.WriteByte('\n')
}

// says shows bytes. The writers of payloads indent each line by two columns, where the
// margin goes.
func (f *follow) says(who *speaker, p Part, matches []Match) {
	if len(p.Data) == 0 {
		return
	}
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	if f.colours && len(matches) > 0 {
		f.painted(w, matchBrush(plain+style(who.colour)), p, matches)
	} else {
		f.payload(w, p)
	}
	w.Flush()
	goesOn := f.text && !bytes.HasSuffix(p.Data, []byte("\n"))
	lines := strings.SplitAfter(strings.TrimSuffix(b.String(), "\n"), "\n")
	for i, line := range lines {
		line = strings.TrimSuffix(line[len("  "):], "\n")
		last := i == len(lines)-1
		if last && goesOn {
			line = strings.TrimSuffix(line, `\`)
		}
		f.line(who, line, f.open == nil)
		f.open = nil
		if last && goesOn {
			f.open = who
		} else {
			f.w.WriteByte('\n')
		}
	}
}

// line writes text, with the margin if it starts a line. A colour never outlasts it.
func (f *follow) line(who *speaker, text string, starts bool) {
	if starts {
		text = who.margin + text
	}
	if f.colours {
		text = who.colour + text + "\x1b[0m"
	}
	f.w.WriteString(text)
}

// endLine marks an unfinished line as such.
func (f *follow) endLine() {
	if f.open != nil {
		f.line(f.open, `\`, false)
		f.w.WriteByte('\n')
		f.open = nil
	}
}
