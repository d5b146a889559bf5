package infer

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/layout"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// apartBy reports an error if frames of one kind differ in what a function says of them, or if
// some have no kind.
func apartBy(t *testing.T, p *model.Protocol, what func(f *model.Frame) string) {
	t.Helper()
	of := map[int]string{}
	for i := range p.Frames {
		f := &p.Frames[i]
		w := what(f)
		switch before, ok := of[f.Kind]; {
		case f.Kind < 0:
			t.Errorf("frame %d, of %s, is of no kind", f.Number, w)
		case ok && before != w:
			t.Errorf("%s is of %s and of %s", p.Kinds[f.Kind].Name, before, w)
		}
		of[f.Kind] = w
	}
}

// TestKindsByWord: a word in front of what differs tells kinds, and all of it does.
func TestKindsByWord(t *testing.T) {
	words := []string{"add", "address", "find", "remove"}
	var data [][]byte
	for i := range 120 {
		n := i / 2 % len(words)
		b := binary.BigEndian.AppendUint32([]byte{0x80, 1}, uint32(len(words[n])))
		b = append(b, words[n]...)
		random := crc32.ChecksumIEEE([]byte{byte(i)})
		switch n {
		case 0:
			b = binary.BigEndian.AppendUint32(append(b, 0, 0, 0, 7), random)
		case 1:
			b = append(b, 10, byte(random), 0, 0, 0, 1, 2, byte(i))
		case 2:
			b = append(b, 0, 0, 0, 0, 0, 0, 0, byte(i), 1, 1, 1)
		case 3:
			b = append(b, byte(i), 3)
		}
		data = append(data, b)
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	apartBy(t, p, func(f *model.Frame) string { return string(f.Data[6 : 6+f.Data[5]]) })
	for i := range p.Kinds {
		if k := &p.Kinds[i]; len(k.Select) == 0 || k.Select[0].Offset != 2 {
			t.Errorf("%s is told by %+v", k.Name, k.Select)
		}
	}
}

// TestKindsByNumber: where the upper byte of a number tells kinds and is small, its lower one does as well, though there
// are few messages of each kind, and both are one field.
func TestKindsByNumber(t *testing.T) {
	kinds := func(upper ...byte) (groups []group) {
		g := group{big: true}
		for i := range 40 * len(upper) {
			kind := byte(i / 4 % 10)
			b := []byte{0, byte(len(upper)), upper[i/40], kind * 11}
			for j := range 12 { // of all that is said, the kind tells a part
				about := []byte{kind, byte(j)}
				if j > 3 {
					about = append(about, byte(i))
				}
				b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(about))
			}
			g.Frames = append(g.Frames, &model.Frame{FromClient: true, Data: b})
		}
		return divide(g, 2, func(int) bool { return false }, maxDepth)
	}
	for _, g := range kinds(0, 1, 3) {
		if len(g.Match) != 2 || g.Match[1].Offset != 3 {
			t.Errorf("a kind is told by %+v", g.Match)
		}
	}
	for _, g := range kinds(0, 1, 0x83) {
		if len(g.Match) != 1 {
			t.Errorf("0x83 is no upper byte, but a kind is told by %+v", g.Match)
		}
	}
	alone := []group{
		{upper: true, Group: layout.Group{Frames: []*model.Frame{{Data: []byte{0, 2, 1, 7}}}, Match: []model.Match{{Offset: 2, Size: 1, Value: 1}}}},
		{Group: layout.Group{Frames: []*model.Frame{{FromClient: true, Data: []byte{0, 2, 1, 7}}}, Match: []model.Match{{Offset: 3, Size: 1, Value: 7}}}},
	}
	if c := selectorClaims(alone, 0, model.Big)[0]; c.Size != 1 {
		t.Errorf("no kind has both bytes, but they are a number: %+v", c)
	}
	short := group{big: true}
	for i := range 40 {
		short.Frames = append(short.Frames, &model.Frame{Data: []byte{0, 1, byte(i % 4), byte(i)}[:3+i%2]})
	}
	for _, g := range divide(short, 3, func(int) bool { return false }, 1) {
		if len(g.Match) == 0 && g.upper {
			t.Error("frames that are too short for a byte may have the lower one of a number behind it")
		}
	}
	groups := kinds(0, 1)
	groups = append(groups, group{upper: true, Group: layout.Group{
		Frames: []*model.Frame{{Data: []byte{0, 2, 1, 7}}}, Match: []model.Match{{Offset: 2, Size: 1, Value: 1}},
	}})
	for order, want := range map[model.Order]int{model.Big: 2, model.Little: 1} {
		if c := selectorClaims(groups, len(groups)-1, order)[0]; c.Size != want {
			t.Errorf("%s: what tells kinds of the server has %d bytes", order, c.Size)
		}
	}
}

// TestKindsByRequest: answers that don't say what they answer are of kinds by their requests.
func TestKindsByRequest(t *testing.T) {
	var data [][]byte
	for i := range 90 {
		random := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte{byte(i)}))
		id := binary.BigEndian.AppendUint32(nil, uint32(i))
		asked := byte(1 + i%3)
		answer := bytes.Clone(id)
		for j := byte(1); j <= 3; j++ { // a third is steady, another one in each kind, so that no byte tells it
			for k := range byte(8) {
				b := byte(crc32.ChecksumIEEE([]byte{byte(i), j, k}))
				if j == asked {
					b = 16*j + k
				}
				answer = append(answer, b)
			}
		}
		request := append(id, 0, asked)
		switch asked {
		case 1:
			request = append(append(request, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), random...)
		case 2:
			request = append(append(append(request, 2, 2), random...), 4, 4, 4, 4, 4, 4, 4, 4)
		case 3:
			request = append(append(append(request, 9, 9, 9, 9, 9, 9), random...), 8, 8, 8, 8)
		}
		data = append(data, request, answer)
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	apartBy(t, p, func(f *model.Frame) string {
		if f.FromClient {
			return fmt.Sprint("request ", f.Data[5])
		}
		return fmt.Sprint("answer to ", p.Frames[f.Answer-1].Data[5])
	})
}

// TestBesideRequest: a byte far from the beginning of which a third of the values are there once tells less than what was
// asked does.
func TestBesideRequest(t *testing.T) {
	frames := func(values ...byte) (list []*model.Frame) {
		for _, v := range values {
			b := make([]byte, 30)
			b[3], b[20] = v, v
			list = append(list, &model.Frame{Data: b})
		}
		return list
	}
	for _, test := range []struct {
		values []byte
		at     int
		want   bool
	}{{[]byte{1, 1, 2, 2, 3, 3}, 20, false}, {[]byte{1, 1, 2, 2, 3}, 20, true}, {[]byte{1, 1, 2, 2, 3}, 3, false}} {
		if less := besideRequest(frames(test.values...), test.at) < 1; less != test.want {
			t.Errorf("%v at %d is worth less: %t", test.values, test.at, less)
		}
	}
}

// TestChain: options that lead to the end of messages are found if all messages have the same, in
// the other byte order than that of the protocol.
func TestChain(t *testing.T) {
	var data [][]byte
	for i := range 24 {
		b := binary.BigEndian.AppendUint32(nil, uint32(70_000+i))
		for tag, value := range []string{"1.2.840.10008", "x", "one\x00", "\x30\x00", "two three"} {
			b = binary.LittleEndian.AppendUint32(b, uint32(0x80000+tag))
			b = binary.LittleEndian.AppendUint32(b, uint32(len(value)))
			b = append(b, value...)
		}
		data = append(data, b, binary.BigEndian.AppendUint32(nil, uint32(70_000+i)))
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	for i := range p.Kinds {
		k := &p.Kinds[i]
		if k.From == "server" {
			continue
		}
		last := k.Fields[len(k.Fields)-1]
		if last.Type != model.TLV || last.Offset != 4 || last.Items[1].Order != model.Little || last.Items[1].Size.N != 4 {
			t.Errorf("%s ends with %+v", k.Name, last)
		}
	}
}

// TestCommands: a letter in front of a text is no part of it where others of its kind have nothing behind them.
func TestCommands(t *testing.T) {
	random := rand.New(rand.NewPCG(40, 41))
	words := []string{"subject", "received", "from", "to", "message-id", "date"}
	var list [][]byte
	for range 120 {
		var body []byte
		switch random.IntN(5) {
		case 0:
			body = []byte{"NTQA"[random.IntN(4)]}
		case 1:
			body = append([]byte("L"+words[random.IntN(6)]+"\x00"+words[random.IntN(6)]), 0)
		case 2:
			body = append([]byte("R<"+words[random.IntN(6)]+"@example.org>"), 0)
		case 3:
			body = binary.BigEndian.AppendUint32([]byte{'O'}, random.Uint32())
		case 4:
			body = append([]byte("H"+words[random.IntN(6)]), 0)
		}
		list = append(list, append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...))
	}
	p, _ := layouts(list)
	for i := range p.Kinds {
		k := &p.Kinds[i]
		if len(k.Select) == 0 || k.Select[0].Offset != 4 {
			t.Errorf("%d messages are told by %v, not by the letter", k.Count, k.Select)
		}
	}
}
