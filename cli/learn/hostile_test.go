package learn

import (
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/learntest"
)

// hostile are messages, by their number, that look like nothing, or like anything: what learning
// from them costs most.
var hostile = map[string]func(i int) []byte{
	"ones":  func(i int) []byte { return filled(20+i*37%300, func(int) int { return 1 }) },
	"zeros": func(i int) []byte { return filled(20+i*37%300, func(int) int { return 0 }) },
	"steps": func(i int) []byte { return filled(20+i*37%300, func(j int) int { return i*7 + j*j*13 + i*j }) },
	"pieces": func(i int) []byte {
		return filled(20+i*37%300, func(j int) int { return (i % 5) * (j % 7) * (i / 100) })
	},
	"small": func(i int) []byte { return filled(40+i*31%200, func(j int) int { return (i*j*j + j) % 4 }) },
	"kinds": func(i int) []byte {
		return append([]byte{byte(i % 64)}, filled(9+i%64*3+i%5, func(j int) int { return noise(i, j) })...)
	},
	"counters": func(i int) []byte {
		b := binary.BigEndian.AppendUint32(nil, uint32(i))
		b = binary.LittleEndian.AppendUint32(b, uint32(i*3))
		return append(b, filled(66+i%40, func(j int) int { return i + j })...)
	},
	"nested": func(i int) []byte { // lengths within lengths
		b := filled(noise(i, 0)%8, func(j int) int { return noise(i, j) })
		for depth := range i % 30 {
			b = append(binary.BigEndian.AppendUint16(nil, uint16(len(b))), b...)
			b = append(b, filled(noise(i, depth)%3, func(j int) int { return noise(j, depth) })...)
		}
		return append(binary.BigEndian.AppendUint32(nil, uint32(len(b))), b...)
	},
	"wide": func(i int) []byte { return append([]byte{byte(i % 64)}, make([]byte, 2000+i%3)...) },
	"counts": func(i int) []byte { // any number is one of elements
		return append(filled(512, func(j int) int { return 0x10 + noise(i, j)%8 }), make([]byte, 5000+i%7)...)
	},
	"characters": func(i int) []byte { // of two bytes, each of which may be a length that cuts one
		return append([]byte{byte(i % 3), byte(noise(i, 0)), 3, 'a', 'b', 'c', 0}, filled(3000+i%999*2, func(j int) int { return [2]int{0xc3, 0xbc}[j%2] })...)
	},
	"options": func(i int) []byte { // of as many kinds as there may be, with one new type each
		b := []byte{byte(i % 64), 0, 0, 0}
		for j := range 3 + noise(i, 0)%40 {
			typ, n := uint32(noise(i, j)%24), 4*(noise(j, i)%6)
			if j == 0 {
				typ = 0x1000 + uint32(i)
			}
			b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, typ), uint32(n))
			b = append(b, filled(n, func(k int) int { return noise(i+j, k) })...)
		}
		return b
	},
	"words": func(i int) []byte { // texts and other bytes, filled up to words
		b := binary.BigEndian.AppendUint32(nil, uint32(i%64))
		for j := range 3 + noise(i, 0)%60 {
			n := 1 + noise(i, j)%30
			b = binary.BigEndian.AppendUint32(b, uint32(n))
			b = append(b, filled(n, func(k int) int { return map[bool]int{true: 'a' + k%26, false: 1 | noise(i, k)}[j%3 > 0] })...)
			b = append(b, make([]byte, -n&3)...)
		}
		return b
	},
	"lengths": func(i int) []byte { // far apart, of what is behind them
		n := noise(i, 1)<<4 | noise(i, 2)&15
		return append(binary.BigEndian.AppendUint32(nil, uint32(n)), filled(n, func(j int) int { return noise(i, j) })...)
	},
}

// noise is a byte that looks random.
func noise(i, j int) int {
	n := uint32(i)*2654435761 ^ uint32(j)*2246822519
	n = (n ^ n>>15) * 2654435761
	return int(n >> 24)
}

func filled(n int, value func(j int) int) []byte {
	b := make([]byte, n)
	for j := range b {
		b[j] = byte(value(j))
	}
	return b
}

// hostileCapture has so many of such messages.
func hostileCapture(socket string, n int, data func(i int) []byte) *Capture {
	traffic := learntest.New(socket, binary.BigEndian, 1)
	for i := range n {
		traffic.Say(i%50, i%2 == 0, func(m *learntest.Builder) { m.Raw(data(i)) })
	}
	return &Capture{Messages: traffic.Messages}
}

// TestHostile: whatever messages look like, each frame is of a kind whose layout fits it.
func TestHostile(t *testing.T) {
	for name, data := range hostile {
		for _, socket := range []string{"dgram", "stream"} {
			t.Run(fmt.Sprint(name, " ", socket), func(t *testing.T) {
				p := Learn(hostileCapture(socket, 150, data))
				for i := range p.Frames {
					f := &p.Frames[i]
					if p.Opaque != nil || len(f.Data) == 0 {
						continue
					}
					if f.Kind < 0 {
						t.Fatalf("frame %d is of no kind", f.Number)
					}
					if _, err := p.Kinds[f.Kind].Lay(f.Data); err != nil {
						t.Fatalf("frame %d: %v", f.Number, err)
					}
				}
			})
		}
	}
}

// BenchmarkHostile is of ten thousand messages of each.
func BenchmarkHostile(b *testing.B) {
	for name, data := range hostile {
		for _, socket := range []string{"dgram", "stream"} {
			b.Run(name+" "+socket, func(b *testing.B) {
				c := hostileCapture(socket, 10_000, data)
				for b.Loop() {
					Learn(&Capture{Messages: c.Messages})
				}
			})
		}
	}
}
