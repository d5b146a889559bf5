package infer

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"slices"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/claim"
	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestEcho: a value of the request is found in the response, elsewhere. Three wide values
// prove it, three small ones don't.
func TestEcho(t *testing.T) {
	random := func(i int) uint32 { return crc32.ChecksumIEEE([]byte{byte(i)}) }
	for _, c := range []struct {
		exchanges int
		id        func(i int) uint32
		proved    bool
	}{
		{20, random, true},
		{3, random, true},
		{2, random, false},
		{3, func(i int) uint32 { return uint32(i) }, false},
	} {
		var data [][]byte
		for i := range c.exchanges {
			data = append(data,
				append(binary.BigEndian.AppendUint32([]byte{1, 2}, c.id(i)), 9, byte(i)),
				append(binary.BigEndian.AppendUint32([]byte{2, 2, 0, 0, 0, 0}, c.id(i)), 0, 0))
		}
		p := &model.Protocol{Frames: frametest.Of(data...)}
		Infer(p, nil)
		for i := range p.Kinds {
			found := false
			for _, f := range p.Kinds[i].Fields {
				found = found || f.Type == model.Echo && f.Size.N == 4 && f.Ref != nil
			}
			if found != c.proved {
				t.Errorf("%d exchanges: %s has an echo: %v: %+v", c.exchanges, p.Kinds[i].Name, found, p.Kinds[i].Fields)
			}
		}
	}
}

// TestDrawnIdentity: an identity of 12 bytes that was drawn by chance comes back as a whole, and
// no part of it makes a number with the constant before it.
func TestDrawnIdentity(t *testing.T) {
	var data [][]byte
	for i := range 20 {
		identity := sha256.Sum256([]byte{byte(i)})
		message := append([]byte{0, 1, 0x21, 0x12, 0xa4, 0x42}, identity[:12]...)
		data = append(data, message, append([]byte{1, 1}, message[2:]...))
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	for i := range p.Kinds {
		if last := p.Kinds[i].Fields[len(p.Kinds[i].Fields)-1]; last.Type != model.Echo || last.Size.N != 12 {
			t.Errorf("%s: %+v", p.Kinds[i].Name, p.Kinds[i].Fields)
		}
	}
}

// TestManyCounted: sequence numbers are found in more frames than are looked at, of one
// conversation or of several that count together.
func TestManyCounted(t *testing.T) {
	for name, conversation := range map[string]func(i int) string{
		"one":     func(int) string { return "1" },
		"several": func(i int) string { return fmt.Sprint(i % 5) },
	} {
		var data [][]byte
		for i := range 5 * claim.MaxRows {
			b := binary.LittleEndian.AppendUint32([]byte{3, 7}, uint32(4000+i))
			if i != 1 {
				b = append(b, 1, 2, 3) // a short one is only among the first
			}
			data = append(data, b)
		}
		p := &model.Protocol{Frames: frametest.Of(data...)}
		for i := range p.Frames {
			p.Frames[i].FromClient, p.Frames[i].Conversation = true, conversation(i)
		}
		Infer(p, nil)
		for i := range p.Kinds {
			if k := &p.Kinds[i]; k.Count > 1 && !slices.ContainsFunc(k.Fields, func(f model.Field) bool { return f.Type == model.Counter }) {
				t.Errorf("%s: no counter in %+v", name, k.Fields)
			}
		}
	}
}

// TestShiftedKinds: behind a length of base 128 the byte that tells kinds is found where a
// longer one shifts it.
func TestShiftedKinds(t *testing.T) {
	var data [][]byte
	for i := range 120 {
		body := []byte{1, byte(i), 0, 0, 0, 0, 9, 9}
		if i%2 == 1 {
			body = []byte{2, 7, 7, 7, 7, 7, byte(i), byte(i * 7)}
		}
		if i%4 > 1 {
			body = append(body, make([]byte, 150)...)
		}
		data = append(data, append(binary.AppendUvarint(nil, uint64(len(body))), body...))
	}
	p := &model.Protocol{Frames: frametest.Of(data...), Framing: []model.Framing{{How: model.ByLength, From: "both", Varint: true, Scale: 1}}}
	for i := range p.Frames {
		p.Frames[i].FromClient = true
	}
	Infer(p, nil)
	for i := range p.Frames {
		f := &p.Frames[i]
		_, at := binary.Uvarint(f.Data)
		if k := &p.Kinds[f.Kind]; len(k.Select) == 0 || k.Select[0].Offset != at || k.Select[0].Value != uint64(f.Data[at]) {
			t.Fatalf("frame %d of %d bytes is of %s, told by %+v", f.Number, len(f.Data), k.Name, k.Select)
		}
	}
}

// TestLengthOfSome: a length that counts in one kind of message only is claimed there and not in
// the others, and the byte that tells it tells the kinds.
func TestLengthOfSome(t *testing.T) {
	var data [][]byte
	for i := range 60 {
		b := []byte{1, byte(i), 0, byte(i % 7), 0, 0, 0, 9}
		if i%2 == 1 {
			b = []byte{2, byte(i), byte(i * 37), byte(i * 91), 7, byte(i * i), 3, 3}
		} else {
			b = append(b, make([]byte, i%7)...)
		}
		data = append(data, b)
	}
	p := &model.Protocol{Frames: frametest.Of(data...), Framing: []model.Framing{{
		How: model.ByLength, From: "both", Offset: 2, Size: 2, Order: model.Big, Scale: 1, Add: 8,
		Only: &model.Where{Offset: 0, Values: []uint64{1}},
	}}}
	for i := range p.Frames {
		p.Frames[i].FromClient = true
	}
	Infer(p, nil)
	for i := range p.Kinds {
		k := &p.Kinds[i]
		if len(k.Select) == 0 || k.Select[0].Offset != 0 {
			t.Fatalf("%s is told by %+v", k.Name, k.Select)
		}
		lengths := slices.ContainsFunc(k.Fields, func(f model.Field) bool { return f.Type == model.Length && f.Offset == 2 })
		if lengths != (k.Select[0].Value == 1) {
			t.Errorf("%s has a length: %t", k.Name, lengths)
		}
	}
	if len(p.Kinds) < 2 {
		t.Errorf("%d kinds", len(p.Kinds))
	}
}

// TestLongFrames: of long frames the beginning is taken apart.
func TestLongFrames(t *testing.T) {
	var data [][]byte
	for i := range 12 {
		data = append(data, append([]byte{1, byte(i)}, make([]byte, 1<<20)...))
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	for i := range p.Kinds {
		if n := len(p.Kinds[i].Fields); n < 2 || n > 2048 {
			t.Errorf("%s has %d fields", p.Kinds[i].Name, n)
		}
	}
	for i := range p.Frames {
		if f := &p.Frames[i]; f.Kind < 0 {
			t.Errorf("frame %d is of no kind", f.Number)
		} else if _, err := p.Kinds[f.Kind].Lay(f.Data); err != nil {
			t.Error(err)
		}
	}
}

// TestLayoutsFit: a frame is of a kind only if the layout of the kind fits it.
func TestLayoutsFit(t *testing.T) {
	var data [][]byte
	for i := range 60 {
		b := []byte{byte(1 + i%3), 0, byte(i)}
		data = append(data, append(b, fmt.Sprintf("%*d", 1+i*7%23, i)...))
	}
	p := &model.Protocol{Frames: frametest.Of(data...)}
	Infer(p, nil)
	for _, f := range p.Frames {
		if f.Kind < 0 {
			t.Fatalf("frame %d is of no kind", f.Number)
		}
		if _, err := p.Kinds[f.Kind].Lay(f.Data); err != nil {
			t.Errorf("frame %d: %v", f.Number, err)
		}
	}
}

func FuzzInfer(f *testing.F) {
	f.Add([]byte("\x01\x00\x04abcd\x02\x00\x03xyz\x01\x00\x05hello"), uint8(7))
	f.Add([]byte("\x00\x00\x00\x10\x00\x00\x00\x10aaaaaaaaaaaaaaaa"), uint8(30))
	f.Fuzz(func(t *testing.T, data []byte, step uint8) {
		var rows [][]byte
		for len(data) > 0 && len(rows) < 100 {
			n := min(len(data), 1+int(data[0]^step)%61)
			rows = append(rows, data[:n:n])
			data = data[n:]
		}
		p := &model.Protocol{Frames: frametest.Of(rows...)}
		Infer(p, []claim.Known{{Name: "known", Offset: 1, Size: 2}})
		for _, f := range p.Frames {
			if f.Kind < 0 {
				t.Fatalf("frame %d is of no kind", f.Number)
			}
			if _, err := p.Kinds[f.Kind].Lay(f.Data); err != nil {
				t.Fatal(err)
			}
		}
	})
}
