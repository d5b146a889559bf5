package frame

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// counted is a body behind its length and a kind.
func counted(kind byte, body []byte) []byte {
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), 0, kind), body...)
}

// found checks that so many frames are cut by the length that counted writes.
func found(t *testing.T, messages []model.Message, want int) model.Framing {
	t.Helper()
	frames, how, unframed := Find(numbered(messages))
	if len(how) != 1 || how[0].How != model.ByLength || how[0].Offset != 0 || how[0].Size != 4 || how[0].Add != 6 || len(frames) != want || unframed != 0 {
		t.Fatalf("%d frames instead of %d, %d bytes in none: %+v", len(frames), want, unframed, how)
	}
	return how[0]
}

// TestHeaderApart: programs that send the header and the body each on its own are cut by the length.
func TestHeaderApart(t *testing.T) {
	var sends [][]byte
	for i := range 20 {
		m := counted(byte(i%3), payload(1+i*37%90))
		sends = append(sends, m[:6], m[6:])
	}
	found(t, sendsOf("1", sends...), 20)
}

// TestFullBuffers: a program that sends when its buffer is full, and at the end of an answer, ends a
// message in hardly any send.
func TestFullBuffers(t *testing.T) {
	const answers, rows, buffer = 12, 300, 4096
	var sends [][]byte
	for a := range answers {
		var all []byte
		for i := range rows {
			all = append(all, counted(byte(i%3), payload(1+(a*11+i*37)%120))...)
		}
		for len(all) > buffer {
			sends = append(sends, all[:buffer])
			all = all[buffer:]
		}
		sends = append(sends, all)
	}
	found(t, sendsOf("1", sends...), answers*rows)
}

// TestGreetingOfBytes: the first message may be in one send with a greeting, and a conversation that
// was there before the capture has none.
func TestGreetingOfBytes(t *testing.T) {
	greeting := payload(19)
	var all [][]model.Message
	for c := range 6 {
		sends := [][]byte{greeting}
		for i := range 6 {
			sends = append(sends, counted(byte(i), payload(2+(i*37+c*11)%200)))
		}
		switch c {
		case 2, 3:
			sends = append([][]byte{joined(sends[0], sends[1])}, sends[2:]...)
		case 4:
			sends = sends[1:]
		}
		all = append(all, sendsOf(fmt.Sprint(c), sends...))
	}
	var messages []model.Message
	for _, list := range all {
		messages = append(messages, list...)
	}
	f := found(t, messages, 6*6+5)
	if f.First == nil || f.First.Length != len(greeting) || f.First.Frames != 5 {
		t.Errorf("the greeting is %+v", f.First)
	}
}

// TestGreetingsDiffer: conversations may agree on how they talk in more or fewer sends.
func TestGreetingsDiffer(t *testing.T) {
	var messages []model.Message
	for c := range 6 {
		var sends [][]byte
		for i := range c {
			sends = append(sends, payload(10+i*c))
		}
		for i := range 12 {
			sends = append(sends, counted(byte(i%3), payload(2+(i*37+c*11)%200)))
		}
		messages = append(messages, sendsOf(fmt.Sprint(c), sends...)...)
	}
	f := found(t, messages, 6*12+15)
	if f.First == nil || f.First.Frames != 15 || f.First.Conversations != 5 {
		t.Errorf("the greetings are %+v", f.First)
	}
}

// TestGreetingOfLines: the first message may be in one send with the lines that a conversation begins with.
func TestGreetingOfLines(t *testing.T) {
	var messages []model.Message
	for c := range 4 {
		sends := [][]byte{joined([]byte("AUTH EXTERNAL\r\nBEGIN\r\n"), counted(1, payload(9+c)))}
		for i := range 8 {
			sends = append(sends, counted(byte(i), payload(2+(i*37+c*11)%200)))
		}
		messages = append(messages, sendsOf(fmt.Sprint(c), sends...)...)
	}
	f := found(t, messages, 4*(2+1+8))
	if f.First == nil || f.First.How != model.Lines || f.First.Frames != 8 {
		t.Errorf("the greeting is %+v", f.First)
	}
}
