package infer

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestOpaque: bytes that look random are one field in a single message too, from behind the numbers
// before them up to the next, and where a length says.
func TestOpaque(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	right := 0
	for range 100 {
		n, m := 60+random.IntN(900), 40+random.IntN(200)
		b := append([]byte{0, 0, 0, 7, 0, 1, 0, 0}, frametest.Bytes(random, n)...)
		b = binary.BigEndian.AppendUint32(b, uint32(m))
		b = append(b, frametest.Bytes(random, m)...)
		b = append(b, 0, 0, 0, 1, 0, 0, 0, 2)
		p, _ := layouts([][]byte{b})
		var sizes []int
		spans, err := p.Kinds[0].Lay(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range spans {
			if s.Field.Type == model.Random {
				sizes = append(sizes, s.Size)
			}
		}
		if len(sizes) == 2 && sizes[0] == n && sizes[1] == m {
			right++
		}
	}
	if right < 85 { // a zero is near an edge of some
		t.Errorf("%d of 100", right)
	}
}

// TestOpaqueByLength: random bytes with their number before them are as many as it says, in messages of
// several lengths, one behind the other.
func TestOpaqueByLength(t *testing.T) {
	random := rand.New(rand.NewPCG(24, 25))
	var data [][]byte
	for range 12 {
		b := []byte{0, 0, 0, 9, 1, 0}
		for range 2 {
			n := 40 + random.IntN(300)
			b = append(binary.BigEndian.AppendUint32(b, uint32(n)), frametest.Bytes(random, n)...)
		}
		data = append(data, append(b, 0, 5))
	}
	p, list := layouts(data)
	right := 0
	for i, k := range p.Kinds {
		var types []model.Type
		for _, f := range k.Fields {
			if f.Size.How == model.SizeBy || f.Type == model.Length {
				types = append(types, f.Type)
			}
		}
		if slices.Equal(types, []model.Type{model.Length, model.Random, model.Length, model.Random}) {
			right += k.Count
		}
		t.Log(k.Count, list[i])
	}
	if right < 10 {
		t.Errorf("%d of 12", right)
	}
}
