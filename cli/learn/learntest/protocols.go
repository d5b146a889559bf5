package learntest

import (
	"encoding/binary"
	"hash/crc32"
)

// Protocols are all that are made up, by name.
var Protocols = map[string]func(seed uint64) *Traffic{
	"files":   files,
	"sensors": sensors,
	"queue":   queue,
	"options": options,
	"control": control,
}

// files is a stream of little-endian messages with a length in front, odd offsets, texts
// and payloads.
func files(seed uint64) *Traffic {
	t := New("stream", binary.LittleEndian, seed)
	framed := func(b *Builder, kind, tag int, body func()) {
		b.U32(0)
		b.U8(kind)
		b.U16(tag)
		body()
		binary.LittleEndian.PutUint32(b.Data, uint32(len(b.Data)))
	}
	for c := range 4 {
		offset := 0
		for i := range 40 {
			tag, handle := i%7, 1+t.N(5)
			switch t.N(4) {
			case 0:
				name := t.Word()
				t.Say(c, true, func(b *Builder) {
					framed(b, 110, tag, func() { b.U32(handle); b.U32(handle + 1); b.U16(1); b.Text16(name) })
				})
				t.Say(c, false, func(b *Builder) {
					framed(b, 111, tag, func() { b.U16(1); b.U8(0x80); b.U32(t.N(9)); b.U64(3000 + t.N(200)) })
				})
			case 1:
				n := 1 + t.N(60)
				t.Say(c, true, func(b *Builder) {
					framed(b, 116, tag, func() { b.U32(handle); b.U64(offset); b.U32(8192) })
				})
				t.Say(c, false, func(b *Builder) {
					framed(b, 117, tag, func() { b.U32(n); b.Raw(t.Bytes(n)) })
				})
				offset += n
			case 2:
				t.Say(c, true, func(b *Builder) { framed(b, 120, tag, func() { b.U32(handle) }) })
				t.Say(c, false, func(b *Builder) { framed(b, 121, tag, func() {}) })
			case 3:
				t.Say(c, true, func(b *Builder) { framed(b, 124, tag, func() { b.U32(handle) }) })
				t.Say(c, false, func(b *Builder) {
					framed(b, 125, tag, func() {
						b.U8(0x80)
						b.U32(t.N(9))
						b.U64(3000 + t.N(200))
						b.U32(0o100644)
						b.U32(int(t.Now().Unix()) - 100)
						b.U32(int(t.Now().Unix()))
						b.U64(t.N(100000))
						b.Text16(t.Word())
						b.Text16("root")
						b.Text16("daemon")
					})
				})
			}
		}
	}
	return t
}

// sensors are big-endian datagrams with a sequence number, a clock, floats and a checksum.
func sensors(seed uint64) *Traffic {
	t := New("dgram", binary.BigEndian, seed)
	float := func(b *Builder, v float32) { b.U32(int(f32(v))) }
	for i := range 80 {
		sequence := 4711 + i
		t.Say(0, true, func(b *Builder) {
			b.U8(3)
			b.U8(1 + i%2)
			b.U16(0)
			b.U32(sequence)
			b.U32(int(t.Now().Unix()))
			b.U32(t.Now().Nanosecond())
			if i%2 == 0 {
				float(b, 20+float32(t.N(1000))/77)
				float(b, -3+float32(t.N(1000))/313)
			} else {
				b.U16(t.N(4))
				b.U16(600 + t.N(300))
				b.U64(1 << 20)
			}
			b.U32(int(crc32.ChecksumIEEE(b.Data)))
		})
		t.Say(0, false, func(b *Builder) {
			b.U8(3)
			b.U8(9)
			b.U16(0)
			b.U32(sequence)
			b.U32(int(crc32.ChecksumIEEE(b.Data)))
		})
	}
	return t
}

// queue is a stream of big-endian frames with a length in the middle and a byte at the end.
// Its methods have two numbers, and begin with a greeting that is no frame.
func queue(seed uint64) *Traffic {
	t := New("stream", binary.BigEndian, seed)
	framed := func(b *Builder, kind, channel int, body func()) {
		b.U8(kind)
		b.U16(channel)
		b.U32(0)
		body()
		binary.BigEndian.PutUint32(b.Data[3:], uint32(len(b.Data)-7))
		b.U8(0xce)
	}
	method := func(c int, fromClient bool, channel, class, number int, body func(b *Builder)) {
		t.Say(c, fromClient, func(b *Builder) {
			framed(b, 1, channel, func() { b.U16(class); b.U16(number); body(b) })
		})
	}
	for c := range 5 {
		t.Say(c, true, func(b *Builder) {
			b.Raw([]byte("PUMP"))
			for _, v := range []int{0, 0, 9, 1} {
				b.U8(v)
			}
		})
		method(c, false, 0, 10, 10, func(b *Builder) {
			b.U8(0)
			b.U8(9)
			b.U32(5)
			b.Raw([]byte("PLAIN"))
			b.U32(5)
			b.Raw([]byte("en_US"))
		})
		method(c, true, 0, 10, 11, func(b *Builder) {
			b.Text8("PLAIN")
			b.U32(12)
			b.Raw(append([]byte("\x00guest"), t.Bytes(6)...))
			b.Text8("en_US")
		})
		method(c, false, 0, 10, 30, func(b *Builder) { b.U16(2047); b.U32(131072); b.U16(60) })
		method(c, true, 0, 10, 31, func(b *Builder) { b.U16(2047); b.U32(131072); b.U16(60) })
		method(c, true, 0, 10, 40, func(b *Builder) { b.Text8("/"); b.Text8(""); b.U8(0) })
		method(c, false, 0, 10, 41, func(b *Builder) { b.Text8("") })
		method(c, true, 1, 20, 10, func(b *Builder) { b.Text8("") })
		method(c, false, 1, 20, 11, func(b *Builder) { b.U32(0) })
		for i := range 6 {
			name := t.Word()
			method(c, true, 1, 50, 10, func(b *Builder) { b.U16(0); b.Text8(name); b.U8(2); b.U32(0) })
			method(c, false, 1, 50, 11, func(b *Builder) { b.Text8(name); b.U32(t.N(9)); b.U32(t.N(3)) })
			for j := range 2 {
				n := 5 + t.N(90)
				method(c, true, 1, 60, 40, func(b *Builder) { b.U16(0); b.Text8("exchange"); b.Text8(name); b.U8(0) })
				t.Say(c, true, func(b *Builder) {
					framed(b, 2, 1, func() { b.U16(60); b.U16(0); b.U64(n); b.U16(0x1000); b.U8(1 + j%2) })
				})
				t.Say(c, true, func(b *Builder) { framed(b, 3, 1, func() { b.Raw(t.Bytes(n)) }) })
				method(c, false, 1, 60, 80, func(b *Builder) { b.U64(2*i + j + 1); b.U8(0) })
			}
			method(c, false, 1, 60, 60, func(b *Builder) { b.Text8("ctag1." + name); b.U64(i + 1); b.U8(0); b.Text8("exchange"); b.Text8(name) })
			method(c, true, 1, 60, 80, func(b *Builder) { b.U64(i + 1); b.U8(0) })
		}
	}
	return t
}

// options are big-endian datagrams of a header and elements of type, length and value.
func options(seed uint64) *Traffic {
	t := New("dgram", binary.BigEndian, seed)
	for i := range 60 {
		id := t.N(1 << 16)
		say := func(fromClient bool, kind int) {
			t.Say(i%5, fromClient, func(b *Builder) {
				b.U8(kind)
				b.U8(t.N(3))
				b.U16(id)
				for range 2 + t.N(4) {
					switch t.N(3) {
					case 0:
						b.U16(1)
						b.Text16(t.Word())
					case 1:
						b.U16(4)
						b.U16(4)
						b.U32(t.N(1 << 30))
					case 2:
						b.U16(7)
						n := 1 + t.N(20)
						b.U16(n)
						b.Raw(t.Bytes(n))
					}
				}
			})
		}
		say(true, 1)
		say(false, 2)
	}
	return t
}

// control is a stream of little-endian requests whose length counts words of four bytes,
// with texts that are filled up, and events of one size.
func control(seed uint64) *Traffic {
	t := New("stream", binary.LittleEndian, seed)
	request := func(b *Builder, opcode, data int, body func()) {
		b.U8(opcode)
		b.U8(data)
		b.U16(0)
		body()
		binary.LittleEndian.PutUint16(b.Data[2:], uint16(len(b.Data)/4))
	}
	for c := range 4 {
		base := (c + 1) << 21
		for i := range 40 {
			sequence := i + 1
			id := base + t.N(20)
			switch t.N(3) {
			case 0:
				name := t.Word()
				t.Say(c, true, func(b *Builder) {
					request(b, 16, t.N(2), func() { b.U16(len(name)); b.U16(0); b.Raw([]byte(name)); b.Align(4) })
				})
				t.Say(c, false, func(b *Builder) {
					b.U8(1)
					b.U8(0)
					b.U16(sequence)
					b.U32(0)
					b.U32(60 + t.N(300))
					b.Raw(make([]byte, 20))
				})
			case 1:
				t.Say(c, true, func(b *Builder) {
					request(b, 61, 0, func() {
						b.U32(id)
						b.U16(t.N(500))
						b.U16(t.N(500))
						b.U16(100 + t.N(500))
						b.U16(100 + t.N(500))
					})
				})
				t.Say(c, false, func(b *Builder) {
					b.U8(12)
					b.U8(0)
					b.U16(sequence)
					b.U32(id)
					b.U16(t.N(500))
					b.U16(t.N(500))
					b.U16(100 + t.N(500))
					b.U16(100 + t.N(500))
					b.U16(t.N(3))
					b.Raw(make([]byte, 14))
				})
			case 2:
				t.Say(c, true, func(b *Builder) { request(b, 8, 0, func() { b.U32(id) }) })
			}
		}
	}
	return t
}
