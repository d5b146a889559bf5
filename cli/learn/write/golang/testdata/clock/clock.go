// Package clock has the dgram messages of the socket /run/clock.sock, as unixsnoop
// learned them from 5 messages of 1 conversation.
package clock

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"time"
)

// Message is a message of any kind.
type Message interface {
	// Append appends the bytes of the message. It fails if they can't tell what the
	// message holds, as when a text is longer than its length can say.
	Append(b []byte) ([]byte, error)
}

// Unknown is a message of no kind that is known.
type Unknown []byte

// Append appends the bytes of the message.
func (u Unknown) Append(b []byte) ([]byte, error) { return append(b, u...), nil }

// Side is who sends.
type Side string

// The sides.
const (
	Client Side = "client"
	Server Side = "server"
)

// Parse reads a whole message that a side has sent. One that fits no kind is returned as
// Unknown, with an error that says why.
func Parse(from Side, b []byte) (Message, error) {
	misfit := fmt.Errorf("no kind of message from the %s begins like these %d bytes", from, len(b))
	switch from {
	case Client:
		if len(b) >= 4 && b[1] == 0x01 && binary.BigEndian.Uint16(b[2:4]) == 0x21 {
			m, err := parseRequest33(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
	case Server:
		if len(b) == 60 && b[1] == 0x02 {
			m, err := parseReply5(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
	}
	return Unknown(bytes.Clone(b)), misfit
}

// Request33 is a message from the client, seen twice, 16 bytes. It is told by 1 (0x1) at
// offset 1 and 33 (0x21) at offset 2. It was answered by reply_5 (twice).
type Request33 struct {
	// Version is at offset 0, 1 byte: constant, in 2 of 2, such as 6. The same in all.
	Version uint8

	// At offset 1, 1 byte: kind. Append writes it: always 01.

	// At offset 2, 2 bytes, big-endian: kind. Append writes it: always 00 21.

	// Sequence is at offset 4, 4 bytes, big-endian: random, in 2 of 2, 2 values, such as
	// 0x42e947a0.
	Sequence uint32

	// Padding8 is at offset 8, 8 bytes: padding.
	Padding8 [8]byte
}

// NewRequest33 returns a message in which what was the same in all messages is so, but
// for zeros.
func NewRequest33() *Request33 {
	return &Request33{
		Version: 0x6,
	}
}

func parseRequest33(b []byte) (*Request33, error) {
	m := &Request33{}
	if len(b) != 16 {
		return nil, fmt.Errorf("Request33 has 16 bytes, not %d", len(b))
	}
	m.Version = b[0]
	m.Sequence = binary.BigEndian.Uint32(b[4:8])
	m.Padding8 = [8]byte(b[8:16])
	return m, nil
}

// Append appends the bytes of the message.
func (m *Request33) Append(b []byte) ([]byte, error) {
	b = append(b, m.Version)
	b = append(b, 0x01)       // Packet
	b = append(b, 0x00, 0x21) // Command
	b = binary.BigEndian.AppendUint32(b, m.Sequence)
	b = append(b, m.Padding8[:]...)
	return b, nil
}

// Reply5 is a message from the server, seen twice, 60 bytes. It is told by 2 (0x2) at
// offset 1 and a length of 60.
type Reply5 struct {
	// Version is at offset 0, 1 byte: constant.
	Version uint8

	// At offset 1, 1 byte: kind. Append writes it: always 02.

	// At offset 2, 2 bytes, little-endian: length of frame. Append writes it: the length of
	// the message.

	// Sequence is at offset 4, 4 bytes, big-endian: echo of request request_33 sequence.
	Sequence uint32

	// Time is at offset 8, 4 bytes, big-endian: timestamp s 1970.
	Time uint32

	// Reference is at offset 12, 12 bytes, big-endian: timestamp s+ns 1970.
	Reference [12]byte

	// Name is at offset 24, 8 bytes: text.
	Name [8]byte

	// Address is at offset 32, 4 bytes: ipv4.
	Address [4]byte

	// Skew is at offset 36, 4 bytes, little-endian: float.
	Skew float32

	// Offset is at offset 40, 8 bytes, big-endian: float.
	Offset float64

	// Id is at offset 48, 8 bytes, little-endian: random.
	Id uint64

	// Sum is at offset 56, 2 bytes, big-endian: checksum CRC-16.
	Sum uint16

	// Odd is at offset 58, 2 bytes, big-endian: integer.
	Odd uint16
}

// NewReply5 returns a message in which what was the same in all messages is so, but for
// zeros.
func NewReply5() *Reply5 {
	return &Reply5{
		Version: 0x6,
	}
}

func parseReply5(b []byte) (*Reply5, error) {
	m := &Reply5{}
	if len(b) != 60 {
		return nil, fmt.Errorf("Reply5 has 60 bytes, not %d", len(b))
	}
	var err error
	m.Version = b[0]
	if err = agree("Length", uint64(binary.LittleEndian.Uint16(b[2:4])), 4, 8, len(b)); err != nil {
		return nil, err
	}
	m.Sequence = binary.BigEndian.Uint32(b[4:8])
	m.Time = binary.BigEndian.Uint32(b[8:12])
	m.Reference = [12]byte(b[12:24])
	m.Name = [8]byte(b[24:32])
	m.Address = [4]byte(b[32:36])
	m.Skew = math.Float32frombits(binary.LittleEndian.Uint32(b[36:40]))
	m.Offset = math.Float64frombits(binary.BigEndian.Uint64(b[40:48]))
	m.Id = binary.LittleEndian.Uint64(b[48:56])
	m.Sum = binary.BigEndian.Uint16(b[56:58])
	m.Odd = binary.BigEndian.Uint16(b[58:60])
	return m, nil
}

// Append appends the bytes of the message.
func (m *Reply5) Append(b []byte) ([]byte, error) {
	start := len(b)
	var err error
	b = append(b, m.Version)
	b = append(b, 0x02)               // Packet
	b = append(b, make([]byte, 2)...) // Length
	at1 := len(b)
	b = binary.BigEndian.AppendUint32(b, m.Sequence)
	b = binary.BigEndian.AppendUint32(b, m.Time)
	b = append(b, m.Reference[:]...)
	b = append(b, m.Name[:]...)
	b = append(b, m.Address[:]...)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(m.Skew))
	b = binary.BigEndian.AppendUint64(b, math.Float64bits(m.Offset))
	b = binary.LittleEndian.AppendUint64(b, m.Id)
	b = binary.BigEndian.AppendUint16(b, m.Sum)
	b = binary.BigEndian.AppendUint16(b, m.Odd)
	if err = putNumber(b[at1-2:at1], true, "Length", len(b)-start, 4, 8); err != nil {
		return nil, err
	}
	return b, nil
}

// TimeTime is Time as a time.
func (m *Reply5) TimeTime() time.Time {
	return time.Unix(int64(m.Time), 0)
}

// ReferenceTime is Reference as a time.
func (m *Reply5) ReferenceTime() time.Time {
	return time.Unix(int64(number(m.Reference[0:8], false)), int64(number(m.Reference[8:12], false)))
}

// putNumber puts into b the number that tells of n: scale times it and add are n.
func putNumber(b []byte, little bool, field string, n, scale, add int) error {
	value := (n - add) / scale
	if value < 0 || value*scale+add != n || len(b) < 8 && uint64(value)>>(8*len(b)) > 0 {
		return fmt.Errorf("%s can't say %d", field, n)
	}
	for i := range b {
		if little {
			b[i] = byte(uint64(value) >> (8 * i))
		} else {
			b[len(b)-1-i] = byte(uint64(value) >> (8 * i))
		}
	}
	return nil
}

// agree says if what the value tells is not the n that there are.
func agree(field string, value uint64, scale, add, n int) error {
	if value > maxValue || int(value)*scale+add != n {
		return fmt.Errorf("%s is %d, but there are %d bytes", field, value, n)
	}
	return nil
}

// number is the number in up to 8 bytes.
func number(b []byte, little bool) uint64 {
	var n uint64
	for i := range b {
		if little {
			n = n<<8 | uint64(b[len(b)-1-i])
		} else {
			n = n<<8 | uint64(b[i])
		}
	}
	return n
}

// maxValue bounds what is taken for a length.
const maxValue = 1 << 30
