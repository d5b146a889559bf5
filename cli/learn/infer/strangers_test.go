package infer

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// asked is a request of a kind with two texts.
func asked(i int) []byte {
	b := []byte{2, byte(1 + i%3)}
	for _, s := range []string{[]string{"list", "remove", "rename"}[i%3], []string{"north/harbor", "lab", "a room of one's own"}[i/3%3]} {
		b = append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
	}
	for j := range 3 + i*7%11 { // of which nothing tells the number
		b = append(b, byte(i*37+j*j*91))
	}
	return b
}

// TestStrangers: a few frames that have the value by chance that tells a kind don't keep its texts from being found.
func TestStrangers(t *testing.T) {
	var list [][]byte
	for i := range 60 {
		list = append(list, asked(i))
		if i%20 == 0 {
			strange := []byte{2, byte(1 + i/20), 0, byte(5 + i/20*3)}
			for j := range 40 + i {
				strange = append(strange, byte(0x80+i*17+j*j*29))
			}
			list = append(list, strange)
		}
	}
	p, _ := layouts(list)
	texts := 0
	for i := range p.Frames {
		spans, err := p.Kinds[p.Frames[i].Kind].Lay(p.Frames[i].Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range spans {
			if s.Field.Type == model.Text {
				texts++
			}
		}
	}
	if texts != 120 {
		t.Errorf("%d texts, want 120", texts)
	}
}

// TestNoStrangers: where texts are in half of the frames, and in all, there are none.
func TestNoStrangers(t *testing.T) {
	prefixes := []model.Prefix{{Size: 2, Order: model.Big}}
	for every, want := range map[int]int{100: 0, 2: 0, 10: 4} {
		var frames []*model.Frame
		for i := range 40 {
			b := asked(i)
			if i%every == every-1 {
				b = []byte{2, 9, 0xff, 0xff, 0xff, 0xff}
			}
			frames = append(frames, &model.Frame{Data: b})
		}
		g := &group{}
		g.Frames = frames
		others, strange := (&plan{}).strangers(g, prefixes)
		if len(strange) != want || len(others)+len(strange) != len(frames) {
			t.Errorf("one of %d: %d strange, %d others", every, len(strange), len(others))
		}
	}
}

// TestShortTexts: frames with short texts, or texts of other letters, are no strangers.
func TestShortTexts(t *testing.T) {
	g := &group{}
	for i := range 40 {
		s := []string{"list", "remove", "rename", "show"}[i%4]
		if i%8 == 7 {
			s = []string{"OK", "北京市", "", "id"}[i/8%4]
		}
		g.Frames = append(g.Frames, &model.Frame{Data: append([]byte{2, 9, 0, byte(len(s))}, s...)})
	}
	if _, strange := (&plan{}).strangers(g, []model.Prefix{{Size: 2, Order: model.Big}}); len(strange) > 0 {
		t.Errorf("%d are strange, such as %q", len(strange), strange[0].Data)
	}
}

// TestSomeOfGroup: what is known of a group is known of some of its frames.
func TestSomeOfGroup(t *testing.T) {
	g := &group{}
	g.Command, g.End = 4, 0xce
	if some := g.some([]*model.Frame{{}}); some.Command != 4 || some.End != 0xce || len(some.Frames) != 1 || len(g.Frames) != 0 {
		t.Errorf("%+v", some)
	}
}
