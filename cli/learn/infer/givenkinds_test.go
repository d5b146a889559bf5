package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestGivenKind: a field that tells kinds, as the user knows, does so, also if each is said twice only and
// nothing else tells them; short frames have none.
func TestGivenKind(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 15))
	var data [][]byte
	for i := range 200 {
		b := binary.BigEndian.AppendUint32([]byte{1, 0, 0, 0}, uint32(i%100))
		data = append(data, append(b, frametest.Bytes(random, 4+i%3)...))
	}
	data = append(data, []byte{2, 0}, []byte{2, 1})
	p := &model.Protocol{}
	for i, b := range data {
		p.Frames = append(p.Frames, model.Frame{FromClient: true, Data: b, Number: i, Kind: -1})
	}
	Infer(p, []claim.Known{{Name: "command", Offset: 4, Size: 4, Type: model.Selector}})
	values := map[uint64]bool{}
	for i := range p.Frames {
		f := &p.Frames[i]
		k := &p.Kinds[f.Kind]
		if len(f.Data) < 8 {
			if len(k.Select) > 0 && k.Select[0].Offset == 4 {
				t.Errorf("%x is of the kind %+v", f.Data, k.Select)
			}
			continue
		}
		if m := k.Select[0]; m.Offset != 4 || m.Size != 4 || m.Order != model.Big || m.Value != uint64(f.Data[7]) {
			t.Errorf("%x is of the kind %+v", f.Data, k.Select)
		}
		values[k.Select[0].Value] = true
		if at := k.Fields[fieldAt(k.Fields, 4)]; at.Name != "command" || at.Type != model.Selector {
			t.Errorf("at 4 is %+v", at)
		}
	}
	if len(values) != 100 {
		t.Errorf("%d kinds", len(values))
	}
}

// fieldAt is the index of the field at an offset.
func fieldAt(fields []model.Field, offset int) int {
	for i := range fields {
		if fields[i].Offset == offset {
			return i
		}
	}
	return 0
}

// TestGivenKindOrder: the order of such a field is the one in which its values are small.
func TestGivenKindOrder(t *testing.T) {
	k := &claim.Known{Offset: 0, Size: 2}
	frames := []*model.Frame{{Data: []byte{3, 0}}, {Data: []byte{7, 1}}}
	if order := k.Order(frames); order != model.Little {
		t.Errorf("%q", order)
	}
}
