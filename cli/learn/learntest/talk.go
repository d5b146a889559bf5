package learntest

import (
	"encoding/binary"
	"hash/crc32"
	"math"
	"strings"
)

// talk has clients and servers speak a grammar.
func (g *grammar) talk(seed uint64) *Traffic {
	t := New(g.socket, g.order, seed)
	var lots []int // bodies, each as often as it is heavy
	for i, e := range g.bodies {
		for range e.often {
			lots = append(lots, i)
		}
	}
	for c := range g.talkers {
		s := &speaker{Traffic: t, g: g, session: t.rand.Uint64() >> 1, sequence: uint64(t.N(3000))}
		for range g.turns {
			e := &g.bodies[lots[t.N(len(lots))]]
			s.sequence++
			s.transaction = t.rand.Uint64()
			for _, side := range []struct {
				client bool
				kind   int
				body   []field
			}{{true, e.asks, e.request}, {false, e.answers, e.response}} {
				t.Say(c, side.client, func(b *Builder) { s.message(b, side.kind, side.body) })
			}
		}
	}
	return t
}

// speaker is a conversation.
type speaker struct {
	*Traffic
	g                              *grammar
	session, sequence, transaction uint64
	kind                           int
	length                         [2]int // where the frame's length is, and its size
}

// message writes one.
func (s *speaker) message(b *Builder, kind int, body []field) {
	s.kind, s.length = kind, [2]int{}
	for _, part := range [][]field{s.g.header, body} {
		for i := range part {
			s.write(b, &part[i])
		}
	}
	end := len(b.Data) + widthOf(s.g.trailer)
	if size := s.length[1]; size > 0 {
		s.put(b.Data[s.length[0]:], uint64(end-s.g.lengthOf), size)
	}
	for i := range s.g.trailer {
		s.write(b, &s.g.trailer[i])
	}
}

// put writes a number over bytes.
func (s *speaker) put(to []byte, v uint64, size int) {
	var wide [8]byte
	if s.order == binary.AppendByteOrder(binary.BigEndian) {
		binary.BigEndian.PutUint64(wide[:], v)
		copy(to[:size], wide[8-size:])
		return
	}
	binary.LittleEndian.PutUint64(wide[:], v)
	copy(to[:size], wide[:size])
}

// number appends one.
func (s *speaker) number(b *Builder, f *field, v uint64) {
	b.label(f.right)
	at := len(b.Data)
	b.Data = append(b.Data, make([]byte, f.size)...)
	s.put(b.Data[at:], v, f.size)
}

// bytes appends some that are no number.
func (s *speaker) bytes(b *Builder, right labels, data []byte) {
	if len(data) > 0 {
		b.label(right)
		b.Data = append(b.Data, data...)
	}
}

// skewed is a number below a limit; small ones are more frequent.
func (s *speaker) skewed(limit uint64) uint64 {
	if limit == 0 {
		return 0
	}
	return uint64(float64(limit) * math.Pow(s.rand.Float64(), 2))
}

// write writes a field.
func (s *speaker) write(b *Builder, f *field) {
	switch f.form {
	case fixed:
		s.number(b, f, f.value)
	case kindNumber:
		s.number(b, f, uint64(s.kind))
	case frameLength:
		s.length = [2]int{len(b.Data), f.size}
		s.number(b, f, 0)
	case sequence:
		s.number(b, f, s.sequence)
	case transaction:
		s.number(b, f, s.transaction)
	case session:
		s.number(b, f, s.session)
	case seconds:
		s.number(b, f, uint64(s.now.Unix()))
	case nanoseconds:
		v := uint64(s.now.UnixNano())
		if f.size == 4 {
			v = uint64(s.now.Nanosecond())
		}
		s.number(b, f, v)
	case choice:
		s.number(b, f, f.values[s.N(len(f.values))])
	case bits:
		v := uint64(0)
		for _, bit := range f.values {
			if s.N(3) == 0 {
				v |= bit
			}
		}
		s.number(b, f, v)
	case number:
		s.number(b, f, s.skewed(f.value))
	case negative:
		v := s.skewed(f.value)
		if s.N(5) == 0 {
			v = math.MaxUint64
		}
		s.number(b, f, v)
	case float:
		v := 20 + 300*s.rand.NormFloat64()
		if f.size == 4 {
			s.number(b, f, uint64(math.Float32bits(float32(v))))
		} else {
			s.number(b, f, math.Float64bits(v))
		}
	case address:
		s.bytes(b, f.right, []byte{192, 168, byte(s.N(3)), byte(1 + s.N(250))})
	case unique:
		s.bytes(b, f.right, s.Bytes(f.size))
	default:
		s.variable(b, f)
	}
}

// variable writes what is made of texts, bytes and fields.
func (s *speaker) variable(b *Builder, f *field) {
	switch f.form {
	case paddedText:
		text := make([]byte, f.size)
		copy(text, s.Word())
		s.bytes(b, f.right, text)
	case endedText:
		s.bytes(b, f.right, []byte(s.text()+"\x00"))
	case lengthText:
		text := s.text()
		s.number(b, f, uint64(len(text)))
		s.bytes(b, textLabels, []byte(text))
	case lengthBytes:
		n := int(s.skewed(100))
		s.number(b, f, uint64(n))
		s.bytes(b, blobLabels, s.Bytes(n))
	case restBytes:
		s.bytes(b, f.right, s.Bytes(int(s.skewed(200))))
	case array:
		n := s.N(6)
		s.number(b, f, uint64(n))
		for range n {
			for i := range f.items {
				s.write(b, &f.items[i])
			}
		}
	case run:
		at := len(b.Data)
		s.number(b, f, 0)
		for i := range f.between {
			s.write(b, &f.between[i])
		}
		start := len(b.Data)
		for range 1 + s.N(int(f.value)) {
			for i := range f.items {
				s.write(b, &f.items[i])
			}
		}
		s.put(b.Data[at:], uint64(len(b.Data)-start), f.size)
	case typed:
		typ, length := &field{size: f.size, right: typeLabels}, &field{size: f.size, right: lengthLabels}
		for range 1 + s.N(5) {
			switch t := 1 + s.N(4); t {
			case 1:
				text := s.text()
				s.number(b, typ, 1)
				s.number(b, length, uint64(len(text)))
				s.bytes(b, textLabels, []byte(text))
			default:
				data := s.Bytes(1 << (t - 1))
				s.number(b, typ, uint64(t))
				s.number(b, length, uint64(len(data)))
				s.bytes(b, blobLabels, data)
			}
		}
	case tagged:
		s.tagged(b, f.tags, f.tags.length, 2)
	case checksum:
		s.number(b, f, uint64(crc32.ChecksumIEEE(b.Data)))
		if f.size == 2 {
			at := len(b.Data) - 2
			s.put(b.Data[at:], crc16(b.Data[:at]), 2)
		}
	}
}

// text is some words.
func (s *speaker) text() string {
	words := []string{s.Word()}
	for s.N(3) == 0 {
		words = append(words, s.Word())
	}
	return strings.Join(words, ".")
}

// crc16 is the one of Modbus.
func crc16(b []byte) uint64 {
	n := uint64(0xffff)
	for _, c := range b {
		n ^= uint64(c)
		for range 8 {
			if n&1 == 1 {
				n = n>>1 ^ 0xa001
			} else {
				n >>= 1
			}
		}
	}
	return n
}
