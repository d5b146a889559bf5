package infer

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// framedCommands are messages with their length, a command of four bytes, and a handle that some commands have.
func framedCommands(command func(i int) uint32) *model.Protocol {
	var data [][]byte
	for i := range 120 {
		b := binary.BigEndian.AppendUint32(make([]byte, 4), command(i))
		for j := range 12 { // some commands have a handle, and more
			b = append(b, byte(i%8%2)*(0x80+7*byte(j)))
		}
		b = binary.BigEndian.AppendUint32(b, uint32(i*i)*0x9e3779b1)
		binary.BigEndian.PutUint32(b, uint32(len(b)))
		data = append(data, b)
	}
	p := &model.Protocol{Frames: frametest.Of(data...), Framing: []model.Framing{{How: model.ByLength, From: "both", Size: 4, Order: model.Big, Scale: 1}}}
	for i := range p.Frames {
		p.Frames[i].FromClient = true
	}
	return p
}

// someCommand is one of eight, in no order.
func someCommand(i int) uint32 {
	return []uint32{0x100, 0x103, 0x101, 0x107, 0x102, 0x106, 0x105, 0x104}[i%8]
}

// TestBesideLength: the number beside the length may tell kinds if it has some values, each several times, and does not count.
func TestBesideLength(t *testing.T) {
	for _, test := range []struct {
		name    string
		command func(i int) uint32
		want    int
	}{
		{"commands", someCommand, 7},
		{"a number of each message", func(i int) uint32 { return uint32(i) }, -1},
		{"two values", func(i int) uint32 { return uint32(i % 2) }, -1},
		{"any numbers", func(i int) uint32 { return uint32(i) * 0x9e3779b1 }, -1},
	} {
		p := framedCommands(test.command)
		s := side{usual: true, frames: frametest.Pointers(p.Frames), rule: &p.Framing[0], untold: func(offset int) bool { return offset < 4 }}
		if got := s.besideLength(); got != test.want {
			t.Errorf("%s: the byte at %d", test.name, got)
		}
	}
}

// TestBesideNoLength: nothing is beside a length of which frames have several, that not all have, or of base 128.
func TestBesideNoLength(t *testing.T) {
	p := framedCommands(someCommand)
	for name, change := range map[string]func(s *side){
		"":                           func(*side) {},
		"base 128":                   func(s *side) { s.rule.Varint = true },
		"two lengths":                func(s *side) { s.rule.Plus = &model.Framing{} },
		"some have it":               func(s *side) { s.rule.Only = &model.Where{} },
		"the first of conversations": func(s *side) { s.usual = false },
		"no rule":                    func(s *side) { s.rule = nil },
		"it tells something else":    func(s *side) { s.untold = func(int) bool { return true } },
	} {
		rule := p.Framing[0]
		s := side{usual: true, frames: frametest.Pointers(p.Frames), rule: &rule, untold: func(offset int) bool { return offset < 4 }}
		change(&s)
		want := -1
		if name == "" {
			want = 7
		}
		if got := s.besideLength(); got != want {
			t.Errorf("%q: the byte at %d", name, got)
		}
	}
}

// TestOrBeside: a byte beside the length that tells what was found tells kinds instead; one that does so by chance, as nearly all have
// that alike, does not.
func TestOrBeside(t *testing.T) {
	for _, test := range []struct {
		name   string
		beside func(i int) byte // of a message that has a 1 behind if its command is odd
		found  func(i int) byte
		want   int
	}{
		{"commands", func(i int) byte { return byte(someCommand(i)) }, func(i int) byte { return byte(someCommand(i) % 2) }, 7},
		{"tags of messages that nearly all have one command", func(i int) byte { return byte(i * 7 % 20) }, func(i int) byte { return map[bool]byte{true: 2, false: 1}[i*i%97 < 9] }, 8},
		{"either", func(i int) byte { return byte(i * 7 % 20) }, func(i int) byte { return byte(i % 3) }, 8},
	} {
		var data [][]byte
		for i := range 120 {
			data = append(data, []byte{0, 0, 0, 10, 0, 0, 0, test.beside(i), test.found(i), byte(i)})
		}
		frames := frametest.Of(data...)
		g := group{Group: layout.Group{Frames: frametest.Pointers(frames)}, beside: 7}
		if got := g.orBeside(8); got != test.want {
			t.Errorf("%s: the byte at %d", test.name, got)
		}
	}
}
