package pcapng_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/unixsnoop/unixsnoop/format/pcapng"
	"github.com/unixsnoop/unixsnoop/internal/testrand"
)

// writes keeps every Write apart.
type writes [][]byte

func (w *writes) Write(b []byte) (int, error) {
	*w = append(*w, bytes.Clone(b))
	return len(b), nil
}

// write writes blocks, which must succeed with one Write for each.
func write(t testing.TB, blocks ...pcapng.Block) writes {
	t.Helper()
	var out writes
	w := pcapng.NewWriter(&out)
	interfaces := uint32(0)
	for n, block := range blocks {
		var err error
		switch b := block.(type) {
		case *pcapng.Section:
			err = w.WriteSection(*b)
			interfaces = 0
		case *pcapng.Interface:
			var id uint32
			if id, err = w.WriteInterface(*b); id != interfaces {
				t.Errorf("interface %d got the number %d", interfaces, id)
			}
			interfaces++
		default:
			err = writeBlock(w, block)
		}
		if err != nil {
			t.Fatalf("block %d: %v", n, err)
		}
		if len(out) != n+1 {
			t.Fatalf("%d Writes for %d blocks", len(out), n+1)
		}
	}
	return out
}

// read returns all blocks of a file and the error that ended them.
func read(file []byte) ([]pcapng.Block, error) {
	r, err := pcapng.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil, err
	}
	var blocks []pcapng.Block
	for {
		block, err := r.Next()
		if err != nil {
			return blocks, err
		}
		blocks = append(blocks, block)
	}
}

func join(w writes) []byte { return bytes.Join(w, nil) }

func compare(t *testing.T, got, want []pcapng.Block) {
	t.Helper()
	opts := cmp.Options{cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Addr{})}
	if diff := cmp.Diff(want, got, opts); diff != "" {
		t.Errorf("read (+) is not what was written (-):\n%s", diff)
	}
}

// sample makes blocks with random values.
type sample struct{ *rand.Rand }

func newSample(t testing.TB) sample {
	return sample{testrand.New(t)}
}

func (s sample) text() string {
	letters := []rune("abc \t\n\"\\äß€漢🙂")
	out := make([]rune, s.IntN(12))
	for i := range out {
		out[i] = letters[s.IntN(len(letters))]
	}
	return string(out)
}

func (s sample) bytes(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(s.Uint32())
	}
	return out
}

// maybe returns n half of the time, and 0 otherwise.
func (s sample) maybe(n uint64) uint64 { return n * uint64(s.IntN(2)) }

func (s sample) time() time.Time {
	return time.Unix(s.Int64N(math.MaxUint64/1_000_000_000), s.Int64N(1e9)).UTC()
}

func (s sample) section() *pcapng.Section {
	return &pcapng.Section{Hardware: s.text(), OS: s.text(), Application: s.text(), Comment: s.text()}
}

func (s sample) iface() *pcapng.Interface {
	return &pcapng.Interface{
		LinkType: uint16(s.Uint32()), SnapLen: 100 + s.Uint32N(1<<31),
		Name: s.text(), Description: s.text(), Filter: s.text(), OS: s.text(),
	}
}

func (s sample) packet(interfaces int) *pcapng.Packet {
	p := &pcapng.Packet{
		Interface: s.Uint32N(uint32(interfaces)),
		Time:      s.time(),
		Data:      s.bytes(s.IntN(100)),
		Comment:   []byte(s.text()),
		Direction: pcapng.Direction(s.IntN(3)),
		Dropped:   s.maybe(s.Uint64()),
		ID:        s.maybe(s.Uint64()),
		HasQueue:  s.IntN(2) == 0,
		Pid:       uint32(s.maybe(uint64(s.Uint32()))),
		Tid:       uint32(s.maybe(uint64(s.Uint32()))),
	}
	p.Len = uint32(len(p.Data)) + s.Uint32N(1000)
	if p.HasQueue {
		p.Queue = uint32(s.maybe(uint64(s.Uint32())))
	}
	return p
}

func (s sample) names() pcapng.Names {
	var names pcapng.Names
	for range s.IntN(5) {
		addr, _ := netip.AddrFromSlice(s.bytes(4 + 12*s.IntN(2)))
		names = append(names, pcapng.Name{Addr: addr, Name: "n" + s.text()})
	}
	return names
}

func (s sample) statistics(interfaces int) *pcapng.Statistics {
	return &pcapng.Statistics{
		Interface: s.Uint32N(uint32(interfaces)), Time: s.time(),
		Received: s.Uint64(), Dropped: s.Uint64(), Comment: s.text(),
	}
}

// blocks makes two sections.
func (s sample) blocks() []pcapng.Block {
	var blocks []pcapng.Block
	for range 2 {
		blocks = append(blocks, s.section(), s.iface(), s.iface())
		for range 5 {
			blocks = append(blocks, s.packet(2), s.names(), s.statistics(2))
		}
		blocks = append(blocks, s.iface(), s.packet(3))
	}
	return blocks
}

func TestRoundTrip(t *testing.T) {
	s := newSample(t)
	for range 100 {
		want := s.blocks()
		got, err := read(join(write(t, want...)))
		if err != io.EOF {
			t.Fatal(err)
		}
		compare(t, got, want)
		if t.Failed() {
			break
		}
	}
}

func TestCutFile(t *testing.T) {
	blocks := newSample(t).blocks()
	out := write(t, blocks...)
	file := join(out)
	ends := map[int]int{0: 0} // numbers of whole blocks by where they end
	at := 0
	for n, b := range out {
		at += len(b)
		ends[at] = n + 1
	}
	whole := 0
	for cut := range len(file) + 1 {
		want := io.ErrUnexpectedEOF
		if n, ok := ends[cut]; ok {
			whole = n
			if n > 0 {
				want = io.EOF
			}
		}
		got, err := read(file[:cut])
		if !errors.Is(err, want) {
			t.Errorf("cut at %d: %v, want %v", cut, err, want)
		}
		if len(got) != whole {
			t.Errorf("cut at %d: %d blocks, want %d", cut, len(got), whole)
		} else if whole > 0 && ends[cut] == whole {
			compare(t, got, blocks[:whole])
		}
		if t.Failed() {
			break
		}
	}
}

func TestInterfaceOfSection(t *testing.T) {
	a, b := &pcapng.Interface{LinkType: 1, Name: "a"}, &pcapng.Interface{LinkType: 2, Name: "b"}
	file := join(write(t, &pcapng.Section{}, a, b, &pcapng.Section{}, b))
	r, err := pcapng.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for n, want := range [][]*pcapng.Interface{{nil, nil}, {a, nil}, {a, b}, {nil, nil}, {b, nil}} {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
		for id, i := range want {
			if got := r.Interface(uint32(id)); !cmp.Equal(got, i) {
				t.Errorf("after block %d, interface %d is %v, want %v", n, id, got, i)
			}
		}
	}
}

func TestTextsMadeToFit(t *testing.T) {
	long := strings.Repeat("x", 65533)
	now := time.Unix(1, 2).UTC()
	ip := netip.MustParseAddr("::1")
	got, err := read(join(write(t,
		&pcapng.Section{Comment: long + "€"},
		&pcapng.Interface{Filter: long + "ä", Name: "a\xff\xfe€\xe2"},
		&pcapng.Packet{Time: now, Comment: []byte(long + "äö")},
		pcapng.Names{{Addr: ip, Name: strings.Repeat("y", 65517) + "ä"}},
	)))
	if err != io.EOF {
		t.Fatal(err)
	}
	compare(t, got, []pcapng.Block{
		&pcapng.Section{Comment: long},
		&pcapng.Interface{Filter: long, Name: "a\uFFFD€\uFFFD"},
		&pcapng.Packet{Time: now, Comment: []byte(long + "ä")},
		pcapng.Names{{Addr: ip, Name: strings.Repeat("y", 65517)}},
	})
}

func TestRefused(t *testing.T) {
	now := time.Unix(1, 0)
	for name, refused := range map[string]func(*pcapng.Writer) error{
		"too long":          packet(pcapng.Packet{Time: now, Data: make([]byte, pcapng.MaxCaptured+1), Len: 1 << 20}),
		"longer than Len":   packet(pcapng.Packet{Time: now, Data: make([]byte, 5), Len: 4}),
		"over SnapLen":      packet(pcapng.Packet{Interface: 1, Time: now, Data: make([]byte, 11), Len: 11}),
		"no such interface": packet(pcapng.Packet{Interface: 2, Time: now}),
		"no time":           packet(pcapng.Packet{}),
		"late":              packet(pcapng.Packet{Time: time.Date(2600, 1, 1, 0, 0, 0, 0, time.UTC)}),
		"direction":         packet(pcapng.Packet{Time: now, Direction: 3}),
		"no address":        func(w *pcapng.Writer) error { return w.WriteNames(pcapng.Name{Name: "a"}) },
		"zero byte": func(w *pcapng.Writer) error {
			return w.WriteNames(pcapng.Name{Addr: netip.IPv6Unspecified(), Name: "a\x00b"})
		},
		"statistics": func(w *pcapng.Writer) error {
			return w.WriteStatistics(pcapng.Statistics{Interface: 2, Time: now})
		},
	} {
		t.Run(name, func(t *testing.T) {
			var out writes
			w := pcapng.NewWriter(&out)
			if err := refused(w); err == nil {
				t.Error("accepted without a section and interface")
			}
			w.WriteSection(pcapng.Section{})
			w.WriteInterface(pcapng.Interface{})
			w.WriteInterface(pcapng.Interface{SnapLen: 10})
			if err := refused(w); err == nil {
				t.Error("accepted")
			}
			if len(out) != 3 {
				t.Errorf("%d Writes, want 3", len(out))
			}
			if err := w.WritePacket(&pcapng.Packet{Time: now, Data: make([]byte, pcapng.MaxCaptured), Len: pcapng.MaxCaptured}); err != nil {
				t.Errorf("the longest packet, then: %v", err)
			}
		})
	}
}

func packet(p pcapng.Packet) func(*pcapng.Writer) error {
	return func(w *pcapng.Writer) error { return w.WritePacket(&p) }
}

type broken struct{ writes int }

var errBroken = errors.New("broken")

func (b *broken) Write([]byte) (int, error) {
	b.writes++
	return 0, errBroken
}

func TestWriteErrorStays(t *testing.T) {
	var b broken
	w := pcapng.NewWriter(&b)
	for range 2 {
		if err := w.WriteSection(pcapng.Section{}); err != errBroken {
			t.Errorf("got %v", err)
		}
		if _, err := w.WriteInterface(pcapng.Interface{}); err != errBroken {
			t.Errorf("got %v", err)
		}
	}
	if b.writes != 1 {
		t.Errorf("%d Writes, want 1", b.writes)
	}
}
