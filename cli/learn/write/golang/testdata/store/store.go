// Package store has the stream messages of the socket @store, as unixsnoop learned them
// from 11 messages of 1 conversation.
package store

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
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
		if len(b) >= 1 && b[0] == 0x50 {
			m, err := parsePut(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
		if len(b) >= 1 && b[0] == 0x53 {
			m, err := parseSet(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
		if len(b) >= 1 && b[0] == 0x47 {
			m, err := parseGet(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
		if len(b) >= 1 && b[0] == 0x51 {
			m, err := parsePoll(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
	case Server:
		{
			m, err := parseLine(b)
			if err == nil {
				return m, nil
			}
			misfit = err
		}
	}
	return Unknown(bytes.Clone(b)), misfit
}

// Put is a message from the client, seen twice, 23 to 57 bytes. It is told by 80 (0x50)
// at offset 0.
type Put struct {
	// At offset 0, 1 byte: kind. Append writes it: always 50.

	// At offset 1, 2 bytes, little-endian: length of rest. Append writes it: the length of
	// what follows.

	// At offset 3, 3 bytes, big-endian: length. Append writes it: the length of Key.

	// Key is at offset 6, as long as size says: text.
	Key string

	// Pad is behind the field before it, up to a multiple of 4: padding.
	Pad []byte

	// Path is behind the field before it, up to a byte 0x00: text.
	Path string

	// Behind the field before it, 1 byte: count. Append writes it: the number of elements of
	// Points.

	// Width is behind the field before it, 1 byte: length.
	Width uint8

	// Points is behind the field before it, as many as count says: array.
	Points []PutPoints

	// Behind the field before it, 1 byte: length. Append writes it: the length of Groups.

	// Flags is behind the field before it, 1 byte: flags.
	Flags uint8

	// Groups is behind the field before it, as long as extra says: array.
	Groups []PutGroups

	// Header is behind the field before it: record.
	Header PutHeader

	// Options is behind the field before it: tlv.
	Options []PutOptions

	// Sum is 2 bytes before the end, 2 bytes, big-endian: checksum sum-16.
	Sum uint16
}

func parsePut(b []byte) (*Put, error) {
	m := &Put{}
	var err error
	if err = need(b, 0, 6, 0, "Kind"); err != nil {
		return nil, err
	}
	if err = agree("Length", uint64(binary.LittleEndian.Uint16(b[1:3])), 1, 0, len(b)-3); err != nil {
		return nil, err
	}
	n1 := number(b[3:6], false)
	at := 6
	var n2 int
	if n2, err = measure(b, at, 0, "Key", n1, 1, -1); err != nil {
		return nil, err
	}
	if err = agree("Size", n1, 1, -1, n2); err != nil {
		return nil, err
	}
	m.Key = string(b[at : at+n2])
	at += n2
	n3 := (4 - at%4) % 4
	if err = need(b, at, n3, 0, "Pad"); err != nil {
		return nil, err
	}
	m.Pad = unlessZero(b[at : at+n3])
	at += n3
	var n4 int
	if n4, err = find(b, at, 0, "Path", 0x00); err != nil {
		return nil, err
	}
	m.Path = string(b[at : at+n4-1])
	at += n4
	if err = need(b, at, 2, 0, "Count"); err != nil {
		return nil, err
	}
	n5 := uint64(b[at])
	n6 := uint64(b[at+1])
	m.Width = b[at+1]
	at += 2
	var n8 int
	if n8, err = elements("Points", n5, 0); err != nil {
		return nil, err
	}
	for range n8 {
		var e7 PutPoints
		if err = need(b, at, 2, 0, "X"); err != nil {
			return nil, err
		}
		e7.X = binary.LittleEndian.Uint16(b[at : at+2])
		at += 2
		var n9 int
		if n9, err = measure(b, at, 0, "Label", n6, 1, 0); err != nil {
			return nil, err
		}
		e7.Label = bytes.Clone(b[at : at+n9])
		at += n9
		m.Points = append(m.Points, e7)
	}
	if err = need(b, at, 2, 0, "Extra"); err != nil {
		return nil, err
	}
	n10 := uint64(b[at])
	n11 := uint64(b[at+1])
	m.Flags = b[at+1]
	at += 2
	var n12 int
	if n12, err = measure(b, at, 0, "Groups", n10, 1, 0); err != nil {
		return nil, err
	}
	{
		b, at := b[at:at+n12], 0
		for at < len(b)-0 {
			var e13 PutGroups
			if err = need(b, at, 1, 0, "Size"); err != nil {
				return nil, err
			}
			n14 := uint64(b[at])
			e13.Size = b[at]
			at += 1
			var n15 int
			if n15, err = measure(b, at, 0, "Marks", n14, 1, -1); err != nil {
				return nil, err
			}
			{
				b, at := b[at:at+n15], 0
				for at < len(b)-0 {
					var e16 PutGroupsMarks
					if err = need(b, at, 1, 0, "Type"); err != nil {
						return nil, err
					}
					e16.Type = b[at]
					at += 1
					n17 := (2 - at%2) % 2
					if err = need(b, at, n17, 0, "Pad"); err != nil {
						return nil, err
					}
					e16.Pad = unlessZero(b[at : at+n17])
					at += n17
					var n18 int
					if n18, err = find(b, at, 0, "Text", 0x00); err != nil {
						return nil, err
					}
					e16.Text = string(b[at : at+n18-1])
					at += n18
					e13.Marks = append(e13.Marks, e16)
				}
				if at != len(b) {
					return nil, fmt.Errorf("Marks ends behind %d of its %d bytes", at, len(b))
				}
			}
			at += n15
			var n19 int
			if n19, err = measure(b, at, 0, "More", onlyIf(true, n14, n11, []uint64{0x1, 0x2}), 1, 0); err != nil {
				return nil, err
			}
			e13.More = bytes.Clone(b[at : at+n19])
			at += n19
			if err = need(b, at, 2, 0, "Tail"); err != nil {
				return nil, err
			}
			e13.Tail = binary.BigEndian.Uint16(b[at : at+2])
			at += 2
			m.Groups = append(m.Groups, e13)
		}
		if at != len(b) {
			return nil, fmt.Errorf("Groups ends behind %d of its %d bytes", at, len(b))
		}
	}
	at += n12
	if err = need(b, at, 8, 0, "Header"); err != nil {
		return nil, err
	}
	m.Header.A = binary.BigEndian.Uint32(b[at : at+4])
	m.Header.B = math.Float32frombits(binary.BigEndian.Uint32(b[at+4 : at+8]))
	at += 8
	for at < len(b)-2 {
		var e20 PutOptions
		if err = need(b, at, 2, 2, "Type"); err != nil {
			return nil, err
		}
		e20.Type = b[at]
		n21 := uint64(b[at+1])
		at += 2
		var n22 int
		if n22, err = measure(b, at, 2, "Value", n21, 1, 0); err != nil {
			return nil, err
		}
		e20.Value = bytes.Clone(b[at : at+n22])
		at += n22
		m.Options = append(m.Options, e20)
	}
	if err = need(b, at, 2, 0, "Sum"); err != nil {
		return nil, err
	}
	m.Sum = binary.BigEndian.Uint16(b[at : at+2])
	if at+2 != len(b) {
		return nil, fmt.Errorf("Put ends at offset %d, but there are %d bytes", at+2, len(b))
	}
	return m, nil
}

// Append appends the bytes of the message.
func (m *Put) Append(b []byte) ([]byte, error) {
	start := len(b)
	var err error
	b = append(b, 0x50)               // Kind
	b = append(b, make([]byte, 2)...) // Length
	at1 := len(b)
	b = append(b, make([]byte, 3)...) // Size
	if err = putNumber(b[len(b)-3:], false, "Size", len(m.Key), 1, -1); err != nil {
		return nil, err
	}
	b = append(b, m.Key...)
	b = appendPadding(b, (4-(len(b)-start)%4)%4, m.Pad)
	if b, err = appendUntil(b, "Path", []byte(m.Path), 0x00); err != nil {
		return nil, err
	}
	b = append(b, make([]byte, 1)...) // Count
	if err = putNumber(b[len(b)-1:], false, "Count", len(m.Points), 1, 0); err != nil {
		return nil, err
	}
	b = append(b, m.Width)
	n2 := number(b[len(b)-1:], false)
	for _, e3 := range m.Points {
		b = binary.LittleEndian.AppendUint16(b, e3.X)
		if err = fits("Label", n2, 1, 0, len(e3.Label)); err != nil {
			return nil, err
		}
		b = append(b, e3.Label...)
	}
	b = append(b, make([]byte, 1)...) // Extra
	at4 := len(b)
	b = append(b, m.Flags)
	n5 := number(b[len(b)-1:], false)
	start6 := len(b)
	for _, e7 := range m.Groups {
		b = append(b, e7.Size)
		n8 := number(b[len(b)-1:], false)
		start9 := len(b)
		for _, e10 := range e7.Marks {
			b = append(b, e10.Type)
			b = appendPadding(b, (2-(len(b)-start9)%2)%2, e10.Pad)
			if b, err = appendUntil(b, "Text", []byte(e10.Text), 0x00); err != nil {
				return nil, err
			}
		}
		if err = fits("Marks", n8, 1, -1, len(b)-start9); err != nil {
			return nil, err
		}
		if err = fits("More", onlyIf(true, n8, n5, []uint64{0x1, 0x2}), 1, 0, len(e7.More)); err != nil {
			return nil, err
		}
		b = append(b, e7.More...)
		b = binary.BigEndian.AppendUint16(b, e7.Tail)
	}
	if err = putNumber(b[at4-1:at4], false, "Extra", len(b)-start6, 1, 0); err != nil {
		return nil, err
	}
	b = binary.BigEndian.AppendUint32(b, m.Header.A)
	b = binary.BigEndian.AppendUint32(b, math.Float32bits(m.Header.B))
	for _, e11 := range m.Options {
		b = append(b, e11.Type)
		b = append(b, make([]byte, 1)...) // Length
		if err = putNumber(b[len(b)-1:], false, "Length", len(e11.Value), 1, 0); err != nil {
			return nil, err
		}
		b = append(b, e11.Value...)
	}
	b = binary.BigEndian.AppendUint16(b, m.Sum)
	if err = putNumber(b[at1-2:at1], true, "Length", len(b)-at1, 1, 0); err != nil {
		return nil, err
	}
	return b, nil
}

// PutPoints is an element of points.
type PutPoints struct {
	// X is at offset 0, 2 bytes, little-endian: integer.
	X uint16

	// Label is at offset 2, as long as width says: bytes.
	Label []byte
}

// PutGroups is an element of groups.
type PutGroups struct {
	// Size is at offset 0, 1 byte: length.
	Size uint8

	// Marks is at offset 1, as long as size says: tlv.
	Marks []PutGroupsMarks

	// More is behind the field before it, as long as size says, where flags is 0x1, 0x2:
	// bytes.
	More []byte

	// Tail is behind the field before it, 2 bytes, big-endian: integer.
	Tail uint16
}

// PutGroupsMarks is an element of marks.
type PutGroupsMarks struct {
	// Type is at offset 0, 1 byte: enum.
	Type uint8

	// Pad is at offset 1, up to a multiple of 2: padding.
	Pad []byte

	// Text is behind the field before it, up to a byte 0x00: text.
	Text string
}

// PutHeader is header.
type PutHeader struct {
	// A is at offset 0, 4 bytes, big-endian: integer.
	A uint32

	// B is at offset 4, 4 bytes, big-endian: float.
	B float32
}

// PutOptions is an element of options.
type PutOptions struct {
	// Type is at offset 0, 1 byte: enum.
	Type uint8

	// At offset 1, 1 byte: length. Append writes it: the length of Value.

	// Value is at offset 2, as long as length says: bytes.
	Value []byte
}

// Set is a message from the client, seen once, 14 bytes. It is told by 83 (0x53) at
// offset 0.
type Set struct {
	// At offset 0, 1 byte: kind. Append writes it: always 53.

	// At offset 1, 2 bytes, little-endian: length of rest. Append writes it: the length of
	// what follows.

	// Values is at offset 3, up to one of which type is 0x0: array.
	Values []SetValues
}

func parseSet(b []byte) (*Set, error) {
	m := &Set{}
	var err error
	if err = need(b, 0, 3, 0, "Kind"); err != nil {
		return nil, err
	}
	if err = agree("Length", uint64(binary.LittleEndian.Uint16(b[1:3])), 1, 0, len(b)-3); err != nil {
		return nil, err
	}
	at := 3
	for last2 := false; !last2; {
		var e1 SetValues
		if err = need(b, at, 1, 0, "Type"); err != nil {
			return nil, err
		}
		n3 := uint64(b[at])
		e1.Type = b[at]
		at += 1
		if onlyIf(true, 1, n3, []uint64{0x1}) > 0 {
			var e4 SetValuesType01
			if err = need(b, at, 4, 0, "Number"); err != nil {
				return nil, err
			}
			e4.Number = binary.BigEndian.Uint32(b[at : at+4])
			at += 4
			e1.Type01 = append(e1.Type01, e4)
		}
		if onlyIf(true, 1, n3, []uint64{0x2}) > 0 {
			var e5 SetValuesType02
			if err = need(b, at, 1, 0, "Length"); err != nil {
				return nil, err
			}
			n6 := uint64(b[at])
			at += 1
			var n7 int
			if n7, err = measure(b, at, 0, "Text", n6, 1, 0); err != nil {
				return nil, err
			}
			e5.Text = string(b[at : at+n7])
			at += n7
			e1.Type02 = append(e1.Type02, e5)
		}
		m.Values = append(m.Values, e1)
		last2 = onlyIf(true, 1, n3, []uint64{0x0}) > 0
	}
	if at != len(b) {
		return nil, fmt.Errorf("Set ends at offset %d, but there are %d bytes", at, len(b))
	}
	return m, nil
}

// Append appends the bytes of the message.
func (m *Set) Append(b []byte) ([]byte, error) {
	var err error
	b = append(b, 0x53)               // Kind
	b = append(b, make([]byte, 2)...) // Length
	at1 := len(b)
	for i3, e2 := range m.Values {
		b = append(b, e2.Type)
		n4 := number(b[len(b)-1:], false)
		if err = fits("Type01", onlyIf(true, 1, n4, []uint64{0x1}), 1, 0, len(e2.Type01)); err != nil {
			return nil, err
		}
		for _, e5 := range e2.Type01 {
			b = binary.BigEndian.AppendUint32(b, e5.Number)
		}
		if err = fits("Type02", onlyIf(true, 1, n4, []uint64{0x2}), 1, 0, len(e2.Type02)); err != nil {
			return nil, err
		}
		for _, e6 := range e2.Type02 {
			b = append(b, make([]byte, 1)...) // Length
			if err = putNumber(b[len(b)-1:], false, "Length", len(e6.Text), 1, 0); err != nil {
				return nil, err
			}
			b = append(b, e6.Text...)
		}
		if err = lastOnly("Values", onlyIf(true, 1, n4, []uint64{0x0}) > 0, i3+1 == len(m.Values)); err != nil {
			return nil, err
		}
	}
	if err = lastOnly("Values", true, len(m.Values) > 0); err != nil {
		return nil, err
	}
	if err = putNumber(b[at1-2:at1], true, "Length", len(b)-at1, 1, 0); err != nil {
		return nil, err
	}
	return b, nil
}

// SetValues is an element of values.
type SetValues struct {
	// Type is at offset 0, 1 byte: enum.
	Type uint8

	// Type01 is at offset 1, where type is 0x1: array.
	Type01 []SetValuesType01

	// Type02 is behind the field before it, where type is 0x2: array.
	Type02 []SetValuesType02
}

// SetValuesType01 is an element of type_01.
type SetValuesType01 struct {
	// Number is at offset 0, 4 bytes, big-endian: integer.
	Number uint32
}

// SetValuesType02 is an element of type_02.
type SetValuesType02 struct {
	// At offset 0, 1 byte: length. Append writes it: the length of Text.

	// Text is at offset 1, as long as length says: text.
	Text string
}

// Get is a message from the client, seen twice, 4 to 8 bytes. It is told by 71 (0x47) at
// offset 0.
type Get struct {
	// At offset 0, 1 byte: kind. Append writes it: always 47.

	// At offset 1, 2 bytes, little-endian: length. Append writes it: the length of Key.

	// Key is at offset 3, as long as length says: text.
	Key string
}

func parseGet(b []byte) (*Get, error) {
	m := &Get{}
	var err error
	if err = need(b, 0, 3, 0, "Kind"); err != nil {
		return nil, err
	}
	n1 := uint64(binary.LittleEndian.Uint16(b[1:3]))
	at := 3
	var n2 int
	if n2, err = measure(b, at, 0, "Key", n1, 1, 0); err != nil {
		return nil, err
	}
	m.Key = string(b[at : at+n2])
	at += n2
	if at != len(b) {
		return nil, fmt.Errorf("Get ends at offset %d, but there are %d bytes", at, len(b))
	}
	return m, nil
}

// Append appends the bytes of the message.
func (m *Get) Append(b []byte) ([]byte, error) {
	var err error
	b = append(b, 0x47)               // Kind
	b = append(b, make([]byte, 2)...) // Length
	if err = putNumber(b[len(b)-2:], true, "Length", len(m.Key), 1, 0); err != nil {
		return nil, err
	}
	b = append(b, m.Key...)
	return b, nil
}

// Poll is a message from the client, seen once, 3 bytes. It is told by 81 (0x51) at
// offset 0.
type Poll struct {
	// At offset 0, 1 byte: kind. Append writes it: always 51.

	// Token is at offset 1, 2 bytes, big-endian: random.
	Token uint16
}

func parsePoll(b []byte) (*Poll, error) {
	m := &Poll{}
	if len(b) != 3 {
		return nil, fmt.Errorf("Poll has 3 bytes, not %d", len(b))
	}
	m.Token = binary.BigEndian.Uint16(b[1:3])
	return m, nil
}

// Append appends the bytes of the message.
func (m *Poll) Append(b []byte) ([]byte, error) {
	b = append(b, 0x51) // Kind
	b = binary.BigEndian.AppendUint16(b, m.Token)
	return b, nil
}

// Line is a message from the server, seen 5 times, 2 to 7 bytes.
type Line struct {
	// Text is at offset 0, up to the last 2 bytes: text.
	Text string

	// End is 2 bytes before the end, 2 bytes: constant.
	End [2]byte
}

// NewLine returns a message in which what was the same in all messages is so, but for
// zeros.
func NewLine() *Line {
	return &Line{
		End: [2]byte{0x0d, 0x0a},
	}
}

func parseLine(b []byte) (*Line, error) {
	m := &Line{}
	var err error
	at := 0
	n1 := len(b) - 2 - at
	if err = need(b, at, n1, 0, "Text"); err != nil {
		return nil, err
	}
	m.Text = string(b[at : at+n1])
	at += n1
	if err = need(b, at, 2, 0, "End"); err != nil {
		return nil, err
	}
	m.End = [2]byte(b[at : at+2])
	if at+2 != len(b) {
		return nil, fmt.Errorf("Line ends at offset %d, but there are %d bytes", at+2, len(b))
	}
	return m, nil
}

// Append appends the bytes of the message.
func (m *Line) Append(b []byte) ([]byte, error) {
	b = append(b, m.Text...)
	b = append(b, m.End[:]...)
	return b, nil
}

// Split cuts what a side sends on a stream into messages, for a bufio.Scanner.
func Split(from Side) bufio.SplitFunc {
	whole := func(data []byte, atEOF bool, end int) (int, []byte, error) {
		switch {
		case end < 0 || end > len(data):
			if atEOF && len(data) > 0 {
				return 0, nil, fmt.Errorf("the stream ends within a message, behind %d bytes of it", len(data))
			}
			return 0, nil, nil
		case end == 0:
			return 0, nil, errors.New("a message has no end")
		}
		return end, data[:end], nil
	}
	switch from {
	case Client:
		// Every conversation parses to its end.
		return func(data []byte, atEOF bool) (int, []byte, error) {
			end := -1
			if len(data) >= 3 {
				value := number(data[1:3], true)
				if kind := data[0]; kind != 71 && kind != 80 && kind != 83 && kind != 88 { // others have no length
					value = 0
				}
				if value > maxValue {
					return 0, nil, errors.New("what should be the length of a message is none")
				}
				end = max(0, 1*int(value)+3)
			}
			return whole(data, atEOF, end)
		}
	case Server:
		return func(data []byte, atEOF bool) (int, []byte, error) {
			end := -1
			if i := bytes.Index(data, []byte("\r\n")); i >= 0 {
				end = i + 2
			}
			return whole(data, atEOF, end)
		}
	}
	return func(data []byte, atEOF bool) (int, []byte, error) {
		return 0, nil, fmt.Errorf("nothing is known of where messages of the %s end", from)
	}
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

// fits says if what the value tells is not the n that there are.
func fits(field string, value uint64, scale, add, n int) error {
	if value > maxValue || max(0, int(value)*scale+add) != n {
		return fmt.Errorf("%s has %d, but %d is said to give its size", field, n, value)
	}
	return nil
}

// lastOnly says if an element is the last one and does not say so, or the other way round.
func lastOnly(field string, said, last bool) error {
	if said != last {
		return fmt.Errorf("just the last element of %s has to end it", field)
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

// measure is how many bytes the value gives the field at an offset, if these are there.
func measure(b []byte, at, behind int, field string, value uint64, scale, add int) (int, error) {
	if value > maxValue {
		return 0, fmt.Errorf("%d gives no length of %s", value, field)
	}
	n := max(0, int(value)*scale+add)
	return n, need(b, at, n, behind, field)
}

// elements is how many elements the value gives the field.
func elements(field string, value uint64, add int) (int, error) {
	if value > maxElements || int(value)+add < 0 {
		return 0, fmt.Errorf("%d gives no number of elements of %s", value, field)
	}
	return int(value) + add, nil
}

// find is how many bytes the field at an offset has up to an end, and with it.
func find(b []byte, at, behind int, field string, end byte) (int, error) {
	if at > len(b)-behind {
		return 0, need(b, at, 1, behind, field)
	}
	n := bytes.IndexByte(b[at:len(b)-behind], end)
	if n < 0 {
		return 0, fmt.Errorf("nothing ends %s, which begins at offset %d", field, at)
	}
	return n + 1, nil
}

// need says if there are not n bytes at an offset for the field, but for those behind.
func need(b []byte, at, n, behind int, field string) error {
	if n < 0 || n > len(b)-behind-at {
		return fmt.Errorf("%d bytes are left at offset %d, where %s begins: too few", len(b)-behind-at, at, field)
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

// appendUntil appends a field and the byte that ends it.
func appendUntil(b []byte, field string, data []byte, end byte) ([]byte, error) {
	if bytes.IndexByte(data, end) >= 0 {
		return nil, fmt.Errorf("%s has the byte %#02x, which would end it", field, end)
	}
	return append(append(b, data...), end), nil
}

// appendPadding appends n bytes: the data if that are so many, else zeros.
func appendPadding(b []byte, n int, data []byte) []byte {
	if len(data) != n {
		data = make([]byte, n)
	}
	return append(b, data...)
}

// unlessZero is a copy of b, nil if that are zeros.
func unlessZero(b []byte) []byte {
	for _, c := range b {
		if c != 0 {
			return bytes.Clone(b)
		}
	}
	return nil
}

// onlyIf is the value if it is true, or not, that what was asked is among these, else 0.
func onlyIf(is bool, value, asked uint64, these []uint64) uint64 {
	among := false
	for _, v := range these {
		among = among || v == asked
	}
	if among != is {
		return 0
	}
	return value
}

// maxValue bounds what is taken for a length.
const maxValue = 1 << 30

// maxElements bounds what is taken for a number of elements.
const maxElements = 1 << 16
