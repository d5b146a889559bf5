package infer

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// xdr appends bytes with their number before them, filled up to a multiple of four.
func xdr(b []byte, value string) []byte {
	b = append(binary.BigEndian.AppendUint32(b, uint32(len(value))), value...)
	for len(b)%4 != 0 {
		b = append(b, 0)
	}
	return b
}

// TestWords: where texts are filled up to words, zeros are words, and bytes with their number before them are found though all
// messages have the same.
func TestWords(t *testing.T) {
	var data [][]byte
	for i := range 40 {
		b := binary.BigEndian.AppendUint32(nil, uint32(i*77+i))
		b = append(b, make([]byte, 12)...)
		b = binary.BigEndian.AppendUint32(b, uint32(1+i%3))
		b = xdr(b, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01")
		b = binary.BigEndian.AppendUint32(b, uint32(i*i)*0x10305)
		b = xdr(b, "the name of somebody"[:5+i%11])
		b = binary.BigEndian.AppendUint32(b, uint32(i*i)*0x3070101)
		data = append(data, b, binary.BigEndian.AppendUint32(make([]byte, 8), uint32(i*77+i)))
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	for i := range p.Kinds {
		k := &p.Kinds[i]
		if k.From == "server" {
			continue
		}
		var list []string
		for _, f := range k.Fields[1:] {
			if f.Size.How == model.SizeFixed && f.Size.N != 4 && f.Size.N != 8 {
				t.Errorf("%d messages have %s, which is no word", k.Count, f.Name)
			}
			list = append(list, string(f.Type))
		}
		const want = "length bytes padding integer length text padding integer"
		if got := strings.Join(list, " "); !strings.HasSuffix(got, want) {
			t.Errorf("%d messages: %s, want %s at the end", k.Count, got, want)
		}
	}
}
