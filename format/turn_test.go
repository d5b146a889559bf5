package format

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// The ends of the conversations here.
var (
	asking    = End{Pid: 1, Tid: 1, Inode: 1}
	answering = End{Pid: 2, Tid: 2, Inode: 2, Name: "/run/s"}
)

// spoken is a conversation of messages that begin with c or s, for the side.
func spoken(typ SocketType, lines ...string) *Conversation {
	c := &Conversation{Type: typ, Client: asking, Server: answering}
	for _, line := range lines {
		m := said(asking, answering, line[1:])
		if line[0] == 's' {
			m = said(answering, asking, line[1:])
		}
		m.Type = typ
		c.Messages = append(c.Messages, m)
	}
	return c
}

// shown is a turn in a line: side, numbers, bytes with _ for each that is missing, sends
// apart by |, and + if it is open.
func (t Turn) shown() string {
	side := map[bool]string{true: "c", false: "s"}[t.FromClient]
	text := bytes.Repeat([]byte{'_'}, int(t.Len()))
	var parts []string
	for _, p := range t.Parts() {
		copy(text[p.Offset:], p.Data)
		parts = append(parts, fmt.Sprint(p.Offset))
	}
	s := fmt.Sprintf("%s%d-%d %q at %s", side, t.First, t.Last, text, strings.Join(parts, ","))
	if t.Open() {
		s += "+"
	}
	if !t.Whole() {
		s += " not whole"
	}
	return s
}

func TestTurns(t *testing.T) {
	// cut changes the message of a number.
	cut := func(c *Conversation, number int, change func(*Message)) *Conversation {
		change(c.Messages[number-1])
		return c
	}
	for name, test := range map[string]struct {
		c    *Conversation
		want []string
	}{
		"nothing":        {spoken(Stream), nil},
		"stream":         {spoken(Stream, "cask", "sanswer", "cthanks"), []string{`c1-1 "ask" at 0`, `s2-2 "answer" at 0`, `c3-3 "thanks" at 0`}},
		"several sends":  {spoken(Stream, "ca", "csk", "san", "sswer"), []string{`c1-2 "ask" at 0,1`, `s3-4 "answer" at 0,2`}},
		"server begins":  {spoken(Stream, "shello", "cask"), []string{`s1-1 "hello" at 0`, `c2-2 "ask" at 0`}},
		"datagrams":      {spoken(Datagram, "ca", "csk", "sb", "sc"), []string{`c1-1 "a" at 0`, `c2-2 "sk" at 0`, `s3-3 "b" at 0`, `s4-4 "c" at 0`}},
		"seqpackets":     {spoken(Seqpacket, "ca", "csk", "sb"), []string{`c1-1 "a" at 0`, `c2-2 "sk" at 0`, `s3-3 "b" at 0`}},
		"unknown type":   {spoken(0, "ca", "csk"), []string{`c1-1 "a" at 0`, `c2-2 "sk" at 0`}},
		"empty messages": {spoken(Datagram, "c", "s", "s"), []string{`c1-1 "" at `, `s2-2 "" at `, `s3-3 "" at `}},
		"empty sends":    {spoken(Stream, "c", "ca", "c", "s", "csk", "c", "s", "sb"), []string{`c2-5 "ask" at 0,1`, `s8-8 "b" at 0`}},
		"only empty":     {spoken(Stream, "c", "s"), nil},
		"only the end captured": {
			cut(spoken(Stream, "ca", "csk", "sb"), 2, func(m *Message) { m.Offset = 3 }),
			[]string{`c1-2 "a___sk" at 0,4 not whole`, `s3-3 "b" at 0`},
		},
		"only the end of a datagram": {
			cut(spoken(Datagram, "ca", "csk"), 2, func(m *Message) { m.Offset = 3 }),
			[]string{`c1-1 "a" at 0`, `c2-2 "___sk" at 3 not whole`},
		},
		"end not seen": {
			cut(spoken(Stream, "ca", "csk", "sb"), 1, func(m *Message) { m.More = true }),
			[]string{`c1-2 "ask" at 0,1+ not whole`, `s3-3 "b" at 0`},
		},
		"empty so far": {
			cut(spoken(Stream, "ca", "s", "csk"), 2, func(m *Message) { m.More = true }),
			[]string{`c1-1 "a" at 0`, `s2-2 "" at + not whole`, `c3-3 "sk" at 0`},
		},
		"an end without bytes": {
			cut(spoken(Stream, "ca", "s", "csk"), 2, func(m *Message) { m.Offset = 2 }),
			[]string{`c1-1 "a" at 0`, `s2-2 "__" at  not whole`, `c3-3 "sk" at 0`},
		},
		"holes": {
			cut(spoken(Stream, "ca", "csk", "ctoo"), 2, func(m *Message) {
				m.Len, m.Parts = 9, []Part{{1, []byte("s")}, {4, nil}, {5, []byte("k")}}
			}),
			[]string{`c1-3 "a_s___k___too" at 0,2,6,10 not whole`},
		},
		"cut short": {
			cut(spoken(Stream, "cask", "sanswer"), 2, func(m *Message) { m.Truncate(2) }),
			[]string{`c1-1 "ask" at 0`, `s2-2 "an____" at 0 not whole`},
		},
		"nothing captured": {
			cut(spoken(Seqpacket, "cask", "sanswer"), 2, func(m *Message) { m.Parts = nil }),
			[]string{`c1-1 "ask" at 0`, `s2-2 "______" at  not whole`},
		},
	} {
		var got []string
		for _, turn := range test.c.Turns() {
			got = append(got, turn.shown())
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
	}
}

func TestHolesOfTurn(t *testing.T) {
	c := spoken(Stream, "ca", "csk", "ctoo")
	c.Messages[0].Offset = 4
	c.Messages[1].Parts = nil
	c.Messages[2].Len = 7
	want := []Hole{{0, 4}, {5, 2}, {10, 4}}
	if got := c.Turns()[0].Holes(); !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// FuzzConversations: sends that are cut into pieces, among each other, become whole again,
// and every byte is in one turn of its side.
func FuzzConversations(f *testing.F) {
	f.Add([]byte("\x01abc\x05def\x00ghi\x80j"), true)
	f.Add([]byte{0x21, 0x42, 0x21, 0x13, 0x90, 0x00, 0xff, 0x55, 0x21}, false)
	f.Fuzz(func(t *testing.T, script []byte, stream bool) {
		typ := Datagram
		if stream {
			typ = Stream
		}
		var (
			all  Conversations
			want []string    // whole sends, in the order of their starts
			open [4]*Message // the last piece of the send that a thread is in
			send [4]int      // which of want that is
			says [2]string   // by each side
		)
		for i, b := range script {
			// A byte is a piece: thread, length, whether another one follows.
			thread, length, more := int(b&3), int(b>>2&31), b&0x80 != 0
			from, to := asking, answering
			if thread&1 != 0 {
				from, to = to, from
			}
			from.Tid = 10 + thread
			data := bytes.Repeat([]byte{byte('a' + i%26)}, length)
			m := &Message{Type: typ, From: from, To: to, Len: int64(length), More: more}
			if length > 0 {
				m.Parts = []Part{{0, data}}
			}
			if last := open[thread]; last != nil {
				m.Offset = last.Offset + last.Len
			}
			if open[thread] == nil {
				send[thread] = len(want)
				want = append(want, "")
			}
			want[send[thread]] += string(data)
			says[thread&1] += string(data)
			if open[thread] = nil; more && m.Offset+m.Len > 0 {
				open[thread] = m
			}
			all.Add(m)
		}
		if len(script) == 0 {
			return
		}
		if len(all.All()) != 1 {
			t.Fatalf("%d conversations", len(all.All()))
		}
		c := all.All()[0]
		var got []string
		for _, m := range c.Messages {
			var data []byte
			for _, p := range m.Parts {
				data = append(data, p.Data...)
			}
			if int64(len(data)) != m.Len || m.Offset != 0 {
				t.Errorf("%d bytes from offset %d of a send, want %d", len(data), m.Offset, m.Len)
			}
			got = append(got, string(data))
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("joined %q\nwant %q", got, want)
		}
		var heard [2]int
		turns := c.Turns()
		for i, turn := range turns {
			side := 1
			if c.Client.Inode == asking.Inode == turn.FromClient {
				side = 0
			}
			var n int64
			for _, p := range turn.Parts() {
				if p.Offset != n {
					t.Errorf("turn %d: %d bytes, then one at %d", i, n, p.Offset)
				}
				n += int64(len(p.Data))
			}
			if n != turn.Len() {
				t.Errorf("turn %d: %d bytes of %d", i, n, turn.Len())
			}
			heard[side] += int(n)
			if stream && i > 0 && turns[i-1].FromClient == turn.FromClient {
				t.Errorf("turn %d is of the same side as the one before", i)
			}
		}
		if heard != [2]int{len(says[0]), len(says[1])} {
			t.Errorf("%v bytes in turns, of %d and %d", heard, len(says[0]), len(says[1]))
		}
	})
}
