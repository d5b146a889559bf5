package infer

import (
	"encoding/binary"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestEights: where a length of eight bytes at a multiple of eight frames messages, small numbers at such places have
// eight bytes too.
func TestEights(t *testing.T) {
	var data [][]byte
	for i := range 40 {
		b := binary.LittleEndian.AppendUint64(nil, 7)
		b = binary.LittleEndian.AppendUint64(b, uint64(24+i%5*8))
		b = binary.LittleEndian.AppendUint64(b, uint64(i*i))
		for j := range i % 5 {
			b = binary.LittleEndian.AppendUint64(b, uint64(i+j))
		}
		data = append(data, b)
	}
	frames := frametest.Of(data...)
	for i := range frames {
		frames[i].FromClient = true
	}
	p := &model.Protocol{Frames: frames, Framing: []model.Framing{{
		How: model.ByLength, From: "both", Offset: 8, Size: 4, Order: model.Little, Scale: 1, Sure: 1, Frames: len(data),
	}}}
	Infer(p, nil)
	if f := &p.Framing[0]; f.Size != 8 {
		t.Errorf("the framing has a length of %d bytes", f.Size)
	}
	for i := range p.Kinds {
		for _, f := range p.Kinds[i].Fields {
			if f.Size.How == model.SizeFixed && f.Size.N != 8 && f.Offset < 24 {
				t.Errorf("%s: %s has %d bytes", p.Kinds[i].Name, f.Name, f.Size.N)
			}
		}
	}
}

// TestCountsRest: a length that counts just what is behind it is likelier than the part of it that would do, though it
// is at no multiple of its width.
func TestCountsRest(t *testing.T) {
	narrow := model.Framing{How: model.ByLength, Offset: 2, Size: 2, Order: model.Little, Scale: 1, Add: 6}
	wide := narrow
	wide.Size = 4
	claims := framingClaims([]model.Framing{narrow, wide}, 40)
	if len(claims) != 3 || claims[2].Bonus <= claims[0].Bonus {
		t.Errorf("%+v", claims)
	}
	behind := narrow
	behind.Add = 24
	if claims := framingClaims([]model.Framing{behind}, 40); len(claims) != 2 || claims[1].Size != 0 || claims[1].Offset != 24 || claims[1].Bonus <= 0 {
		t.Errorf("no field begins where what is counted does: %+v", claims)
	}
	across, within := narrow, narrow
	across.Size, across.Add = 3, 5
	within.Size, within.Add, within.Offset = 3, 4, 1
	if claims := framingClaims([]model.Framing{across, within}, 40); claims[1].Bonus <= claims[0].Bonus {
		t.Errorf("three bytes across words: %+v", claims)
	}
}
