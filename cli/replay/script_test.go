package replay

import (
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/unixsnoop/unixsnoop/format"
)

// TestUnplayable: what can't be played as it was is not played at all.
func TestUnplayable(t *testing.T) {
	change := func(change func(*format.Conversation)) *format.Conversation {
		c := stream("cask", "sanswer", "cmore")
		change(c)
		return c
	}
	for _, test := range []struct {
		c       *format.Conversation
		role    Role
		message string
	}{
		{change(func(c *format.Conversation) { c.Type = 0 }), Client, "the type of its socket was not captured"},
		{change(func(c *format.Conversation) { c.Messages[1].From.Inode = 1 }), Client, "of message 2 it is not known which side sent it"},
		{change(func(c *format.Conversation) { c.Messages[1].Offset = 9 }), Client, "message 2 was captured from offset 9 on only"},
		{change(func(c *format.Conversation) { c.Messages[2].More = true }), Server, "message 3 was not captured to its end"},
		{change(func(c *format.Conversation) { c.Messages[2].Len += 3 }), Client, "message 3 is to be sent, but of its 7 bytes 3 were not captured"},
		{change(func(c *format.Conversation) { c.Messages[1].Len += 3 }), Server, "message 2 is to be sent, but of its 9 bytes 3 were not captured"},
		{change(func(c *format.Conversation) {
			c.Messages[0].Len, c.Messages[1].Len = 1<<63-1, 1<<63-1
			c.Messages[1].From, c.Messages[1].To = c.Client, c.Server
		}), Server, "message 2 is too long"},
		{hollow(format.Datagram, 1<<62), Client, "message 2 is too long"},
		{hollow(format.Seqpacket, 1<<40), Client, "message 2 is too long"},
		{conversation(format.Datagram, "snews", "cthanks"), Server, "its server spoke first: a datagram that nobody asked for has no client to go to"},
	} {
		fine := stream("cask")
		all, err := results(t, t.Context(), Options{Role: test.role, Socket: socketName(t, true)}, fine, test.c)
		if err != nil || len(all) != 2 || all[1].Verdict != Unplayable || all[1].Reason != test.message {
			t.Fatalf("%+v, %v, want %s", all, err, test.message)
		}
		// A client plays the others; a server must not, as it can't tell who comes.
		if want := map[Role]string{Client: "there is no socket", Server: "it was not played, as conversation 1 can't be"}; all[0].Verdict != Failed || !strings.HasPrefix(all[0].Reason, want[test.role]) {
			t.Errorf("%+v", all[0])
		}
	}
}

// hollow is a conversation with an answer of so many bytes, of which the last is known.
func hollow(typ format.SocketType, size int64) *format.Conversation {
	c := conversation(typ, "cask", "s!")
	m := c.Messages[1]
	m.Len, m.Parts[0].Offset = size, size-1
	return c
}

// TestNotes: what is lost in playing is told.
func TestNotes(t *testing.T) {
	c := stream("cask", "sanswer", "cmore")
	c.Messages[0].Files = make([]format.File, 3)
	c.Messages[2].Files = make([]format.File, 1)
	c.Messages[1].Cred = &format.Credentials{}
	c.Messages[1].Flags = unix.MSG_OOB
	c.Messages[2].Late = true
	got := strings.Join(notes(c), "\n")
	want := `2 messages passed descriptors: they are neither passed nor compared
1 message carried credentials: they are neither sent nor compared
1 message had an out-of-band byte: it is played as any other
1 message may have been sent earlier than it looks: the order is not sure`
	if got != want {
		t.Errorf("%s", got)
	}
}
