package format

import (
	"reflect"
	"testing"
)

func said(from, to End, text string) *Message {
	m := &Message{Type: Stream, From: from, To: to, Len: int64(len(text))}
	if text != "" {
		m.Parts = []Part{{0, []byte(text)}}
	}
	return m
}

func TestConversations(t *testing.T) {
	server := End{Pid: 10, Tid: 10, Comm: "server", Inode: 100, Name: "/run/s"}
	a, b := End{Pid: 1, Tid: 1, Inode: 1}, End{Pid: 2, Tid: 2, Inode: 2}
	unknown := End{UID: -1, Name: "/run/s"} // not accepted yet
	var c Conversations
	for _, m := range []*Message{
		said(a, unknown, "from a"),
		said(server, b, "server is first"), // and the server still
		said(server, a, "to a"),
		said(b, server, "from b"),
	} {
		c.Add(m)
	}
	all := c.All()
	if len(all) != 2 {
		t.Fatalf("%d conversations", len(all))
	}
	for i, want := range []struct {
		client     End
		fromClient []bool
	}{{a, []bool{true, false}}, {b, []bool{false, true}}} {
		got := all[i]
		if got.Client != want.client || got.Server != server || got.Name() != "/run/s" {
			t.Errorf("conversation %d: %+v", i, got)
		}
		var directions []bool
		for _, m := range got.Messages {
			directions = append(directions, got.FromClient(m))
		}
		if !reflect.DeepEqual(directions, want.fromClient) {
			t.Errorf("conversation %d: from client %v", i, directions)
		}
	}
}

// TestConversationOfBoundClient: the conversation of a client that has a name, too, is the
// same before and after its connection is accepted, and who connected is the client.
func TestConversationOfBoundClient(t *testing.T) {
	server, client := End{Pid: 10, Inode: 100, Name: "/run/s"}, End{Pid: 1, Inode: 300, Name: "\x00client"}
	unknown := End{UID: -1, Name: "/run/s"}
	from := func(from, to End) *Message {
		m := said(from, to, "x")
		m.Client = client.Inode
		return m
	}
	for _, messages := range [][]*Message{
		{from(client, unknown), from(client, server), from(server, client)},
		{from(server, client), from(client, server)},
	} {
		var c Conversations
		for _, m := range messages {
			c.Add(m)
		}
		all := c.All()
		if len(all) != 1 || all[0].ID != "300" || all[0].Client != client || all[0].Server.Pid != server.Pid {
			t.Errorf("%+v", all)
		}
	}
}

// TestConversationOfWhoAnswers: who was named as the receiver is not the server if another
// process answers. Who goes on to use the socket afterwards changes nothing.
func TestConversationOfWhoAnswers(t *testing.T) {
	end := func(pid int) End { return End{Pid: pid, Tid: pid, Inode: 100, Name: "/run/s"} }
	client := End{Pid: 1, Tid: 1, Inode: 300}
	var c Conversations
	for _, m := range []*Message{
		said(client, end(10), "request"), said(end(11), client, "answer"), said(end(12), client, "more"),
		said(client, end(13), "next"),
	} {
		c.Add(m)
	}
	if all := c.All(); len(all) != 1 || all[0].Server != end(11) || all[0].Client != client {
		t.Errorf("%+v", all[0])
	}
}

// TestConversationsOfDatagrams: a socket that sends to two has two conversations.
func TestConversationsOfDatagrams(t *testing.T) {
	client, a, b := End{Inode: 1}, End{Inode: 2, Name: "/run/a"}, End{Inode: 3, Name: "/run/b"}
	var c Conversations
	for _, m := range []*Message{said(client, a, "to a"), said(client, b, "to b"), said(b, client, "to the client")} {
		m.Type = Datagram
		c.Add(m)
	}
	all := c.All()
	if len(all) != 2 || all[0].ID != "1-2" || all[1].ID != "1-3" || all[0].Name() != "/run/a" || all[1].Name() != "/run/b" || len(all[1].Messages) != 2 {
		t.Errorf("%+v", all)
	}
}

// TestPiecesAreJoined: the pieces of a send become one message, with what is missing at
// its place; the pieces themselves stay as they were. What has lost its beginning
// stays a piece.
func TestPiecesAreJoined(t *testing.T) {
	a, b := End{Pid: 1, Tid: 1, Inode: 1}, End{Pid: 2, Tid: 2, Inode: 2}
	other := a
	other.Tid = 7
	piece := func(from End, offset int64, more bool, length int64, parts ...Part) *Message {
		return &Message{Type: Stream, From: from, To: b, Offset: offset, More: more, Len: length, Parts: parts}
	}
	first := piece(a, 0, true, 10, Part{0, []byte("0123")})
	var c Conversations
	for _, m := range []*Message{
		first,
		piece(other, 0, true, 2, Part{0, []byte("xy")}),
		said(b, a, "answer"),
		piece(a, 10, true, 5, Part{1, []byte("bcde")}),
		piece(other, 2, false, 1, Part{0, []byte("z")}),
		piece(a, 15, false, 1, Part{0, []byte("f")}),
		piece(a, 99, false, 1, Part{0, []byte("?")}),
	} {
		c.Add(m)
	}
	want := []*Message{
		piece(a, 0, false, 16, Part{0, []byte("0123")}, Part{11, []byte("bcde")}, Part{15, []byte("f")}),
		piece(other, 0, false, 3, Part{0, []byte("xy")}, Part{2, []byte("z")}),
		said(b, a, "answer"),
		piece(a, 99, false, 1, Part{0, []byte("?")}),
	}
	if got := c.All()[0].Messages; !reflect.DeepEqual(got, want) {
		for i := range got {
			t.Errorf("%+v", got[i])
		}
	}
	if first.Len != 10 || len(first.Parts) != 1 {
		t.Errorf("a piece was changed: %+v", first)
	}
}
