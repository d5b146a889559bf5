package pcapng_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/unixsnoop/unixsnoop/format/pcapng"
	"github.com/unixsnoop/unixsnoop/internal/testrun"
)

// Handmade files, as other programs may write them.

// by makes blocks in a byte order, from uint16, uint32, int64 and string parts.
type by struct{ binary.AppendByteOrder }

func (o by) parts(parts ...any) []byte {
	var b []byte
	for _, part := range parts {
		switch p := part.(type) {
		case uint16:
			b = o.AppendUint16(b, p)
		case int: // the most usual
			b = o.AppendUint32(b, uint32(p))
		case int64:
			b = o.AppendUint64(b, uint64(p))
		case string:
			b = append(b, p...)
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

func (o by) block(kind int, parts ...any) []byte {
	b := o.parts(parts...)
	total := len(b) + 12
	return o.parts(kind, total, b, total)
}

func (o by) option(code int, parts ...any) []byte {
	b := o.parts(parts...)
	return o.parts(uint16(code), uint16(len(b)), b, strings.Repeat("\x00", -len(b)&3))
}

func (o by) section(parts ...any) []byte {
	return o.block(0x0A0D0D0A, 0x1A2B3C4D, uint16(1), uint16(0), int64(-1), o.parts(parts...))
}

func (o by) iface(parts ...any) []byte {
	return o.block(1, uint16(147), uint16(0), 0, o.parts(parts...))
}

func (o by) packet(iface int, ticks uint64, parts ...any) []byte {
	return o.block(6, iface, int(ticks>>32), int(uint32(ticks)), 5, 9, "hello\x00\x00\x00", o.parts(parts...))
}

var (
	big    = by{binary.BigEndian}
	little = by{binary.LittleEndian}
)

func foreign(o by) ([]byte, []pcapng.Block) {
	file := o.parts(
		o.section(o.option(4, "app\x00rest"), o.option(99, "?"), o.option(1, "one"), o.option(1, "two"), o.option(0), "not options."),
		o.block(0x40000BAD, "unknown "),
		o.iface(o.option(2, "eth0")),
		o.block(3, 5, "hello\x00\x00\x00"),
		o.block(2, uint16(0), uint16(0), 0, 0, 0, 0),
		o.packet(0, 1_000_001, o.option(2, 0xFFFE), o.option(4, int64(7)), o.option(5, int64(8)), o.option(6, 0), o.option(8, 10, 11),
			o.option(1, "\x00"), o.option(1, "one"), o.option(1), o.option(1, "tw\xF0"), o.option(1, "three\x00rest")),
		o.block(4,
			o.option(1, "\x0A\x00\x00\x01", "a\x00b\x00"), o.option(7, "?"), o.option(2, strings.Repeat("\x00", 15), "\x01c\x00"),
			o.option(0), o.option(2, "dns")),
		o.block(5, 0, 0, 2_000_000, o.option(4, int64(20)), o.option(5, int64(3)), o.option(1, "done")),
	)
	ip := netip.MustParseAddr
	return file, []pcapng.Block{
		&pcapng.Section{Application: "app", Comment: "one"},
		&pcapng.Interface{LinkType: 147, Name: "eth0"},
		&pcapng.Packet{
			Time: time.Unix(1, 1000).UTC(), Data: []byte("hello"), Len: 9, Direction: pcapng.Outbound,
			Dropped: 7, ID: 8, HasQueue: true, Pid: 10, Tid: 11,
			Comment: []byte("one"), More: [][]byte{[]byte("tw\uFFFD"), []byte("three")},
		},
		pcapng.Names{{ip("10.0.0.1"), "a"}, {ip("10.0.0.1"), "b"}, {ip("::1"), "c"}},
		&pcapng.Statistics{Time: time.Unix(2, 0).UTC(), Received: 20, Dropped: 3, Comment: "done"},
	}
}

func TestForeign(t *testing.T) {
	bigFile, blocks := foreign(big)
	littleFile, _ := foreign(little)
	for name, file := range map[string][]byte{"big": bigFile, "little": littleFile} {
		t.Run(name, func(t *testing.T) {
			got, err := read(file)
			if err != io.EOF {
				t.Fatal(err)
			}
			compare(t, got, blocks)
		})
	}
	t.Run("one after the other", func(t *testing.T) {
		got, err := read(append(bigFile, littleFile...))
		if err != io.EOF {
			t.Fatal(err)
		}
		compare(t, got, append(blocks[:len(blocks):len(blocks)], blocks...))
	})
}

func TestResolutions(t *testing.T) {
	most := uint64(math.MaxUint64)
	for _, test := range []struct {
		resolution byte
		offset     int64
		ticks      uint64
		want       time.Time // zero for an error
	}{
		{0, 0, 5, time.Unix(5, 0)},
		{3, 0, 1234, time.Unix(1, 234e6)},
		{6, 100, 1_000_001, time.Unix(101, 1000)},
		{9, -1, 5, time.Unix(-1, 5)},
		{9, 0, most, time.Unix(18446744073, 709551615)},
		{12, 0, 1_000_000_002_999, time.Unix(1, 2)},
		{19, 0, 12_345_678_901_234_567_890, time.Unix(1, 234567890)},
		{20, 0, 12_345_678_901_234_567_890, time.Unix(0, 123456789)},
		{28, 0, most, time.Unix(0, 1)},
		{29, 0, most, time.Unix(0, 0)},
		{127, 0, most, time.Unix(0, 0)},
		{0x80, 0, 5, time.Unix(5, 0)},
		{0x81, 0, 3, time.Unix(1, 5e8)},
		{0x80 + 63, 0, 3 << 62, time.Unix(1, 5e8)},
		{0x80 + 64, 0, 1 << 63, time.Unix(0, 5e8)},
		{0x80 + 65, 0, 1 << 63, time.Unix(0, 25e7)},
		{0xFF, 0, most, time.Unix(0, 0)},
		{0, 0, most, time.Time{}},
		{6, 0, most, time.Time{}},
		{0, math.MaxInt64, math.MaxInt64, time.Time{}},
		{0, math.MinInt64, math.MaxInt64, time.Unix(-1, 0)},
		{9, math.MinInt64, 0, time.Time{}},
	} {
		file := little.parts(
			little.section(),
			little.iface(little.option(9, string([]byte{test.resolution})), little.option(14, test.offset)),
			little.packet(0, test.ticks),
		)
		blocks, err := read(file)
		if test.want.IsZero() {
			if !errors.Is(err, pcapng.ErrFormat) {
				t.Errorf("%+v: got %v", test, err)
			}
			continue
		}
		if err != io.EOF {
			t.Errorf("%+v: %v", test, err)
			continue
		}
		if got := blocks[2].(*pcapng.Packet).Time; !got.Equal(test.want) {
			t.Errorf("%+v: got %v", test, got)
		}
	}
}

func TestMalformed(t *testing.T) {
	begin := little.parts(little.section(), little.iface()) // 28 and 20 bytes
	after := func(parts ...any) []byte { return little.parts(begin, little.parts(parts...)) }
	for name, test := range map[string]struct {
		file []byte
		want string // in the error
	}{
		"text":            {[]byte("hello\n"), "byte 0: no section header"},
		"pcap":            {little.parts(int(0xA1B2C3D4), strings.Repeat("\x00", 20)), "byte 0: no section header"},
		"magic":           {little.block(0x0A0D0D0A, 5, strings.Repeat("\x00", 12)), "byte 0: section header with byte-order magic 05000000"},
		"version":         {little.block(0x0A0D0D0A, 0x1A2B3C4D, uint16(2), uint16(1), int64(-1)), "byte 0: version 2.1"},
		"short section":   {little.block(0x0A0D0D0A, 0x1A2B3C4D), "byte 0: 4 bytes at byte 8"},
		"trailer":         {after(6, 12, 16), "byte 48: length 12 at its beginning, but 16"},
		"short":           {after(6, 8, 8), "byte 48: length 8"},
		"odd":             {after(6, 13, 13), "byte 48: length 13"},
		"long":            {after(6, 16<<20+4, 0), "byte 48: length 16777220"},
		"short interface": {after(little.block(1, 0)), "byte 48: 4 bytes at byte 56"},
		"short packet":    {after(little.block(6, 0)), "byte 48: 4 bytes at byte 56"},
		"short counts":    {after(little.block(5, 0)), "byte 48: 4 bytes at byte 56"},
		"no interface":    {after(little.packet(1, 0)), "byte 48: interface 1"},
		"no counted one":  {after(little.block(5, 1<<31, 0, 0)), "byte 48: interface 2147483648"},
		"captured":        {after(little.block(6, 0, 0, 0, 9, 9, "12345678")), "byte 48: 9 bytes of a packet in 8 bytes at byte 76"},
		"captured most":   {after(little.block(6, 0, 0, 0, -1, 9, "12345678")), "byte 48: 4294967295 bytes"},
		"option length":   {after(little.packet(0, 0, uint16(1), uint16(5), 0)), "byte 48: option 1 at byte 84 has 5 bytes, but the block only 4"},
		"flags":           {after(little.packet(0, 0, little.option(1, "a"), little.option(2, "ab"))), "byte 48: option 2 at byte 92 has 2 bytes, want 4"},
		"resolution":      {after(little.iface(little.option(9, "ab"))), "byte 48: option 9 at byte 64"},
		"offset":          {after(little.iface(little.option(14, "ab"))), "byte 48: option 14 at byte 64"},
		"count":           {after(little.block(5, 0, 0, 0, little.option(4, 0))), "byte 48: option 4 at byte 68"},
		"record length":   {after(little.block(4, uint16(1), uint16(9), "12345678")), "byte 48: record at byte 56 has 9 bytes"},
		"record":          {after(little.block(4, little.option(2, "1234"))), "byte 48: record at byte 56 has 4 bytes, want an address of 16"},
		"many names":      {after(little.block(4, bytes.Repeat(little.option(1, "1234", strings.Repeat("a\x00", 30000)), 40))), "byte 48: more than 1048576 names"},
		"many interfaces": {after(bytes.Repeat(little.iface(), 65536)), "byte 1310748: more than 65536 interfaces"},
		"long interfaces": {after(bytes.Repeat(little.iface(strings.Repeat("\x00", 9<<20)), 2)), "more than 65536 interfaces, or 16777216 bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read(test.file)
			if !errors.Is(err, pcapng.ErrFormat) || !strings.Contains(err.Error(), "pcapng block at ") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want %q", err, test.want)
			}
		})
	}
}

func TestErrorOfInput(t *testing.T) {
	file, _ := foreign(little)
	r, err := pcapng.NewReader(io.MultiReader(bytes.NewReader(file), failing{}))
	if err != nil {
		t.Fatal(err)
	}
	for err == nil {
		_, err = r.Next()
	}
	if !errors.Is(err, errBroken) || errors.Is(err, pcapng.ErrFormat) {
		t.Errorf("got %v", err)
	}
	if _, again := r.Next(); again != err {
		t.Errorf("then %v", again)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errBroken }

// A block that claims 16 MiB takes no such memory if the file is short.
func TestClaimedLength(t *testing.T) {
	file := little.parts(little.section(), 6, 16<<20, "short")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := read(file)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
		t.Errorf("took %d bytes", took)
	}
}

func FuzzReader(f *testing.F) {
	for _, o := range []by{big, little} {
		file, _ := foreign(o)
		f.Add(file)
	}
	// The same in every process that fuzzes.
	f.Add(join(write(f, sample{rand.New(rand.NewPCG(1, 0))}.blocks()...)))
	f.Add([]byte("hello\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		var (
			blocks []pcapng.Block
			err    error
		)
		testrun.Bounded(t, len(file), func() { blocks, err = read(file) })
		if err == nil || err == io.EOF && len(blocks) == 0 {
			t.Fatalf("%d blocks, then %v", len(blocks), err)
		}
		data := 0
		for _, block := range blocks {
			if p, ok := block.(*pcapng.Packet); ok {
				data += len(p.Data)
			}
		}
		if data > len(file) {
			t.Errorf("%d bytes of packets from %d", data, len(file))
		}
	})
}

// FuzzWriteAgain: what was read reads the same when it is written again, unless it has what
// we don't write.
func FuzzWriteAgain(f *testing.F) {
	for _, o := range []by{big, little} {
		file, _ := foreign(o)
		f.Add(file)
	}
	f.Add(join(write(f, sample{rand.New(rand.NewPCG(2, 0))}.blocks()...)))
	f.Fuzz(func(t *testing.T, file []byte) {
		if len(file) > math.MaxUint16/len("\uFFFD") {
			return // texts may have to be cut
		}
		want, _ := read(file)
		var again bytes.Buffer
		w := pcapng.NewWriter(&again)
		for i, block := range want {
			if writeBlock(w, block) != nil {
				want = want[:i]
				break
			}
		}
		if len(want) == 0 {
			return
		}
		got, err := read(again.Bytes())
		if err != io.EOF {
			t.Fatal(err)
		}
		compare(t, got, want)
	})
}

// writeBlock writes a block of any kind.
func writeBlock(w *pcapng.Writer, block pcapng.Block) (err error) {
	switch b := block.(type) {
	case *pcapng.Section:
		err = w.WriteSection(*b)
	case *pcapng.Interface:
		_, err = w.WriteInterface(*b)
	case *pcapng.Packet:
		err = w.WritePacket(b)
	case pcapng.Names:
		err = w.WriteNames(b...)
	case *pcapng.Statistics:
		err = w.WriteStatistics(*b)
	}
	return err
}
