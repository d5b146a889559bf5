package format

// style is the escape sequence with which a terminal shows what follows so. Each begins with
// 0, which ends the one before.
type style string

const (
	plain   style = "\x1b[0m"
	faint   style = "\x1b[0;2m"     // what the eye may pass over
	place   style = "\x1b[0;33m"    // the socket
	missing style = "\x1b[0;31m"    // what was not captured or is not in order
	found   style = "\x1b[0;30;43m" // what a search found
)

// maxStyle is more than the longest style has.
const maxStyle = 16

// hue is the colour of a conversation.
type hue struct{ bold, normal style }

// hues are apart from each other, and from the colours above, in the themes that terminals
// come with, be they dark or light.
var hues = [...]hue{
	{"\x1b[0;1;32m", "\x1b[0;32m"}, {"\x1b[0;1;36m", "\x1b[0;36m"}, {"\x1b[0;1;35m", "\x1b[0;35m"}, {"\x1b[0;1;94m", "\x1b[0;94m"},
	{"\x1b[0;1;92m", "\x1b[0;92m"}, {"\x1b[0;1;95m", "\x1b[0;95m"}, {"\x1b[0;1;96m", "\x1b[0;96m"}, {"\x1b[0;1;34m", "\x1b[0;34m"},
}

// maxHues is of how many conversations the colour is remembered. Those that come later have
// one that follows from their name.
const maxHues = 1 << 12

// brush paints messages, each in the colour of its conversation: the first ones have all
// different colours. A nil brush paints nothing.
type brush struct {
	known map[string]hue // by conversation
	id    []byte         // of a conversation, to look for
	hue   hue            // of the message
	now   style          // that was painted last

	onlyMatches bool // all else has the colour of the conversation
}

func newBrush() *brush { return &brush{known: map[string]hue{}, now: plain} }

// matchBrush returns one that paints matches in what has a style already.
func matchBrush(around style) *brush {
	return &brush{hue: hue{around, around}, now: around, onlyMatches: true}
}

// begin chooses the colour of a message.
func (c *brush) begin(m *Message) {
	if c == nil {
		return
	}
	c.id = m.AppendConversation(c.id[:0])
	h, known := c.known[string(c.id)]
	switch {
	case known:
	case len(c.known) < maxHues:
		h = hues[len(c.known)%len(hues)]
		c.known[string(c.id)] = h
	default:
		sum := uint32(0)
		for _, digit := range c.id {
			sum = sum*31 + uint32(digit)
		}
		h = hues[sum%uint32(len(hues))]
	}
	c.hue = h
}

// paint appends what has a terminal show all that follows in a style.
func (c *brush) paint(b []byte, s style) []byte {
	if c == nil {
		return b
	}
	if c.onlyMatches && s != found {
		s = c.hue.normal
	}
	if c.now == s {
		return b
	}
	c.now = s
	return append(b, s...)
}

// sender is the style of who sends.
func (c *brush) sender() style {
	if c == nil {
		return plain
	}
	return c.hue.bold
}

// text is the style of who receives, and of text in payloads.
func (c *brush) text() style {
	if c == nil {
		return plain
	}
	return c.hue.normal
}
