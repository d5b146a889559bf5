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

// TestOrBesideBoth: values beside the length that both directions have tell kinds, where nothing else does only if each is there
// often.
func TestOrBesideBoth(t *testing.T) {
	of := func(frames int, command func(i int) uint32) side {
		p := framedCommands(command)
		return side{beside: 7, frames: frametest.Pointers(p.Frames)[:frames]}
	}
	other := func(i int) uint32 { return someCommand(i) + 0x20 }
	for _, test := range []struct {
		name             string
		client, server   side
		or, want, beside int
	}{
		{"the same values", of(120, someCommand), of(120, someCommand), -1, 7, 7},
		{"seldom", of(48, someCommand), of(48, someCommand), -1, -1, 7},
		{"seldom, and something else", of(48, someCommand), of(48, someCommand), 12, 7, 7},
		{"other values", of(120, someCommand), of(120, other), 12, 12, 7},
		{"few values", of(120, func(i int) uint32 { return someCommand(i % 5) }), of(120, someCommand), 12, 12, 7},
		{"values that most requests have, and few answers", of(120, someCommand), of(120, func(i int) uint32 { return someCommand(i) + 0x20*uint32(min(i%3, 1)) }), 12, 12, 7},
		{"values that most answers have, and few requests", of(120, func(i int) uint32 { return someCommand(i) + 0x20*uint32(min(i%3, 1)) }), of(120, someCommand), 12, 12, 7},
		{"seldom in answers", of(120, someCommand), of(48, someCommand), -1, -1, 7},
		{"seldom in requests", of(48, someCommand), of(120, someCommand), -1, -1, 7},
		{"other places", of(120, someCommand), of(120, someCommand), 12, 12, 6},
	} {
		sides := [4]side{0: test.client, 2: test.server}
		sides[2].beside = test.beside
		if got := orBesideBoth(&sides, test.or); got != test.want {
			t.Errorf("%s: the byte at %d, want %d", test.name, got, test.want)
		}
	}
}

// TestOrBesideByLengths: the byte beside the length tells kinds if it tells half of what the other byte would, and the lengths.
func TestOrBesideByLengths(t *testing.T) {
	message := func(kind, other byte, size int) []byte {
		b := make([]byte, size)
		b[3], b[8] = kind, other
		for i := 9; i < size; i++ {
			b[i] = byte(i) * other // so that none is there twice
		}
		return b
	}
	for _, test := range []struct {
		name string
		size func(i int) int
		want int
	}{
		{"its own length each", func(i int) int { return 20 + i%10 }, 3},
		{"any length", func(i int) int { return 20 + i%7 }, 8},
		{"one length", func(int) int { return 20 }, 8},
	} {
		var data [][]byte
		for i := range 200 {
			kind := byte(i % 10)
			other := kind // but one of four has what any other has
			if i/10%4 == 0 {
				other = byte(i / 40 * 3 % 10)
			}
			data = append(data, append(message(kind, other, test.size(i)), byte(i)))
		}
		g := group{beside: 3, Group: layout.Group{Frames: frametest.Pointers(frametest.Of(data...))}}
		if got := g.orBeside(8); got != test.want {
			t.Errorf("%s: the byte at %d, %v of the kinds, %v of the lengths", test.name, got,
				g.agreesBeside(g.Frames, func(f []*model.Frame) int { return alikePairs(f, 8) }), g.agreesBeside(g.Frames, sameLength))
		}
	}
}
