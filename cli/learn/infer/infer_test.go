package infer

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// framesOf makes frames of a conversation, requests and responses in turn.
func framesOf(data ...[]byte) []model.Frame {
	var list []model.Frame
	for i, b := range data {
		list = append(list, model.Frame{
			Number: i + 1, Conversation: "1", FromClient: i%2 == 0, Kind: -1, Data: b,
			Time:   time.Unix(1_700_000_000+int64(i), 0),
			Sender: model.Sender{Pid: 4242, UID: 1000},
			Pieces: []model.Piece{{Message: i + 1, Len: len(b)}},
		})
	}
	return list
}

// pointers are those of frames.
func pointers(frames []model.Frame) []*model.Frame {
	var list []*model.Frame
	for i := range frames {
		list = append(list, &frames[i])
	}
	return list
}

// TestClaims: what numbers mean is proved where it holds, and not where it does not.
func TestClaims(t *testing.T) {
	random := func(i int) uint32 { return crc32.ChecksumIEEE([]byte{byte(i), 7}) }
	for _, c := range []struct {
		name  string
		typ   model.Type
		make  func(i int) []byte
		wrong bool
	}{
		{"length", model.Length, func(i int) []byte {
			return append(binary.BigEndian.AppendUint32(nil, uint32(i+9)), make([]byte, i+5)...)
		}, false},
		{"no length", model.Length, func(i int) []byte {
			return append(binary.BigEndian.AppendUint32(nil, uint32(i*i+9)), make([]byte, i+5)...)
		}, true},
		{"counter", model.Counter, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(900+i)) }, false},
		{"no counter", model.Counter, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, random(i)) }, true},
		{"seconds", model.Timestamp, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(1_700_000_000+i)) }, false},
		{"seconds since 1900", model.Timestamp, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(1_700_000_000+2_208_988_800+i)) }, false},
		{"nanoseconds", model.Timestamp, func(i int) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(1_700_000_000+i)*1e9+77) }, false},
		{"no time", model.Timestamp, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, random(i)) }, true},
		{"pid", model.Pid, func(int) []byte { return binary.LittleEndian.AppendUint32(nil, 4242) }, false},
		{"no pid", model.Pid, func(int) []byte { return binary.LittleEndian.AppendUint32(nil, 4243) }, true},
		{"address", model.IPv4, func(i int) []byte { return []byte{192, 168, byte(i), 9} }, false},
		{"no address", model.IPv4, func(i int) []byte { return []byte{92, 168, byte(i), 9} }, true},
		{"numbered address", model.IPv6, func(i int) []byte { return netip.MustParseAddr(fmt.Sprintf("fd12:3456:789a:1::%x", i+1)).AsSlice() }, false},
		{"address of a card", model.IPv6, func(i int) []byte {
			return netip.MustParseAddr(fmt.Sprintf("fd12:3456:789a:1:5054:ff:fe12:34%02x", i)).AsSlice()
		}, false},
		{"no address, but numbers", model.IPv6, func(i int) []byte {
			return netip.MustParseAddr(fmt.Sprintf("fdea:4003:40a:0:3c0:804:fdea:%x", i+1)).AsSlice()
		}, true},
		{"measured", model.Float, func(i int) []byte { return binary.BigEndian.AppendUint64(nil, math.Float64bits(20.5+float64(i)/4)) }, false},
		{"any size", model.Float, func(i int) []byte {
			return binary.BigEndian.AppendUint64(nil, math.Float64bits(math.Exp(float64(i%5)*2)*float64(random(i))))
		}, false},
		{"no float, but a byte before others", model.Float, func(i int) []byte {
			return binary.BigEndian.AppendUint32([]byte{0x41, byte(i % 5), byte(i), 9}, random(i))
		}, true},
		{"checksum", model.Checksum, func(i int) []byte {
			b := []byte{1, 2, byte(i), byte(i * i), 5}
			return binary.LittleEndian.AppendUint16(b, uint16(crcDown(0xa001, 0xffff, 0)(b)))
		}, false},
		{"no checksum", model.Checksum, func(i int) []byte { return binary.LittleEndian.AppendUint32(nil, random(i)) }, true},
	} {
		var data [][]byte
		for i := range 20 {
			data = append(data, c.make(i))
		}
		frames := framesOf(data...)
		for i := range frames {
			frames[i].FromClient = true
		}
		found := false
		for _, claim := range claimsOf(pointers(frames)) {
			found = found || claim.typ == c.typ
		}
		if found == c.wrong {
			t.Errorf("%s: found %v", c.name, found)
		}
	}
}

// TestChecksums: each algorithm gives what others give for the same bytes.
func TestChecksums(t *testing.T) {
	check := []byte("123456789") // what catalogues of CRCs give the result for
	for name, want := range map[string]uint64{
		"CRC-8": 0xf4, "CRC-8/MAXIM": 0xa1, "CRC-16/ARC": 0xbb3d, "CRC-16/MODBUS": 0x4b37, "CRC-16/X-25": 0x906e,
		"CRC-16/KERMIT": 0x2189, "CRC-16/CCITT-FALSE": 0x29b1, "CRC-16/XMODEM": 0x31c3, "CRC-32": 0xcbf43926,
		"CRC-32C": 0xe3069283, "Adler-32": 0x091e01de, "Fletcher-16": 0x1ede,
	} {
		for _, s := range sums {
			if s.name == name && s.of(check) != want {
				t.Errorf("%s is %#x, not %#x", name, s.of(check), want)
			}
		}
	}
	// A header of IPv4 whose checksum is 0xb861.
	header := []byte{0x45, 0, 0, 0x73, 0, 0, 0x40, 0, 0x40, 0x11, 0, 0, 0xc0, 0xa8, 0, 1, 0xc0, 0xa8, 0, 0xc7}
	if got := internet(header); got != 0xb861 {
		t.Errorf("the internet checksum is %#x", got)
	}
}

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
		p := &model.Protocol{Frames: framesOf(data...)}
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
	p := &model.Protocol{Frames: framesOf(data...)}
	Infer(p, nil)
	for i := range p.Kinds {
		if last := p.Kinds[i].Fields[len(p.Kinds[i].Fields)-1]; last.Type != model.Echo || last.Size.N != 12 {
			t.Errorf("%s: %+v", p.Kinds[i].Name, p.Kinds[i].Fields)
		}
	}
}

// TestTextBegins: zeros in front of a text are no part of it, those that fill it up are.
func TestTextBegins(t *testing.T) {
	frames := framesOf([]byte("\x07\x00\x00north\x00\x00\x00\x09"), []byte("\x08\x00\x00east\x00\x00\x00\x00\x09"))
	list := textClaims(pointers(frames), len(frames[0].Data))
	if len(list) != 1 || list[0].offset != 3 || list[0].size != 8 {
		t.Errorf("%+v", list)
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
		for i := range 5 * maxRows {
			b := binary.LittleEndian.AppendUint32([]byte{3, 7}, uint32(4000+i))
			if i != 1 {
				b = append(b, 1, 2, 3) // a short one is only among the first
			}
			data = append(data, b)
		}
		p := &model.Protocol{Frames: framesOf(data...)}
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

// TestShown: an example reads as what the field is.
func TestShown(t *testing.T) {
	for want, f := range map[string]model.Field{
		`"a\u202eb"`: {Type: model.Text, Example: "a\u202eb\x00\x00"},
		"192.0.2.1":  {Type: model.IPv4, Order: model.Big, Example: "\xc0\x00\x02\x01"},
		"1.5":        {Type: model.Float, Order: model.Little, Example: "\x00\x00\xc0\x3f"},
		"-2":         {Type: model.Float, Order: model.Big, Example: "\xc0\x00\x00\x00\x00\x00\x00\x00"},
		"513":        {Type: model.Integer, Order: model.Big, Example: "\x02\x01"},
		"020100":     {Type: model.Bytes, Example: "\x02\x01\x00"},
	} {
		if got := shown(&f, []byte(f.Example)); got != want {
			t.Errorf("%s is shown as %s", want, got)
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
	p := &model.Protocol{Frames: framesOf(data...), Framing: []model.Framing{{How: model.ByLength, From: "both", Varint: true, Scale: 1}}}
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
	p := &model.Protocol{Frames: framesOf(data...), Framing: []model.Framing{{
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
	p := &model.Protocol{Frames: framesOf(data...)}
	Infer(p, nil)
	for i := range p.Kinds {
		if n := len(p.Kinds[i].Fields); n < 2 || n > maxSegmented {
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
	p := &model.Protocol{Frames: framesOf(data...)}
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
		p := &model.Protocol{Frames: framesOf(rows...)}
		Infer(p, []Known{{Name: "known", Offset: 1, Size: 2}})
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
