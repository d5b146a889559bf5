package model

import (
	"bytes"
	"slices"
)

// How is how frames are found.
type How string

// The ways there are.
const (
	Datagrams How = "datagrams" // each message is a frame, as the socket keeps them apart
	Sends     How = "sends"     // of a stream: each send seems to be a frame; nothing in the bytes proves it
	ByLength  How = "length"    // a field tells the length
	Delimited How = "delimiter" // a sequence of bytes ends a frame
	Fixed     How = "fixed"     // all have the same size
	Lines     How = "lines"     // of text, ended by a line feed or carriage return and line feed
)

// Framing is how the bytes of one direction, or of both, become frames.
type Framing struct {
	From string `json:"from"` // client, server or both
	How  How    `json:"how"`

	// Of ByLength: the frame has Scale*value + Add bytes, where the value is at Offset
	// from its start, Size bytes wide, in Order. With Varint it is a number of base 128,
	// the low 7 bits first, and Add counts from behind it.
	Offset int    `json:"offset,omitempty"`
	Size   int    `json:"size,omitempty"`
	Order  Order  `json:"order,omitempty"`
	Scale  int    `json:"scale,omitempty"`
	Add    int    `json:"add,omitempty"`
	Varint bool   `json:"varint,omitempty"`
	Counts string `json:"counts,omitempty"` // what the length counts: all, rest, body, in words

	// Align and Plus are of a frame with two lengths: to the bytes up to the end of the
	// part that Plus tells the length of, rounded up to a multiple of Align, come Scale*value.
	Align int      `json:"align,omitempty"`
	Plus  *Framing `json:"plus,omitempty"`

	// Only tells in which frames the length counts: in others it counts as 0. Nil: in all.
	Only *Where `json:"only,omitempty"`

	Delimiter []byte `json:"delimiter,omitempty"` // of Delimited and Lines
	Length    int    `json:"length,omitempty"`    // of Fixed

	// First is how the first frames of a conversation are found, where that differs: one, or up to
	// Most of Sends.
	First *Framing `json:"first,omitempty"`
	Most  int      `json:"most,omitempty"`

	Frames        int     `json:"frames"`
	Conversations int     `json:"conversations"` // streams, one of each direction, that were parsed to their end
	Sure          float64 `json:"sure"`
	Evidence      string  `json:"evidence"`
}

// Where tells some frames from others by the byte at an offset.
type Where struct {
	Offset int      `json:"offset"` // from the start of the frame
	Values []uint64 `json:"values"` // of the byte, ascending
}

// Holds reports whether data is of these frames: all are if there is no condition.
func (w *Where) Holds(data []byte) bool {
	return w == nil || w.Offset < len(data) && slices.Contains(w.Values, uint64(data[w.Offset]))
}

// maxFrame bounds what a length may say, so that no sum overflows.
const maxFrame = 64 << 20

// Head is how many bytes at the start of a frame tell its length. Those of a Varint may be
// more.
func (f *Framing) Head() int {
	n := f.Offset + f.Size
	if p := f.Plus; p != nil {
		n = max(n, p.Offset+p.Size)
	}
	if f.Only != nil {
		n = max(n, f.Only.Offset+1)
	}
	return n
}

// Measure is how long the frame is that begins data. It is 0 if too few bytes are there to
// tell, and negative if the rule does not hold: the frame would be shorter than what
// tells its length, or longer than 64 MiB.
func (f *Framing) Measure(data []byte) int {
	switch {
	case f.How == Fixed:
		return f.Length
	case f.How != ByLength:
		if i := bytes.Index(data, f.Delimiter); i >= 0 {
			return i + len(f.Delimiter)
		}
		return 0
	case f.Varint:
		return f.measureVarint(data)
	case len(data) < f.Head():
		return 0
	}
	n := f.Add
	if f.Only.Holds(data) {
		v := Uint(data[f.Offset:f.Offset+f.Size], f.Order)
		if v > maxFrame {
			return -1
		}
		n += max(1, f.Scale) * int(v)
	}
	if p := f.Plus; p != nil {
		v := Uint(data[p.Offset:p.Offset+p.Size], p.Order)
		if v > maxFrame {
			return -1
		}
		n += RoundUp(int(v)+p.Add, f.Align)
	}
	if n < f.Head() || n > maxFrame {
		return -1
	}
	return n
}

func (f *Framing) measureVarint(data []byte) int {
	v := 0
	for i := f.Offset; i < len(data); i++ {
		shift := 7 * (i - f.Offset)
		if shift > 21 {
			return -1
		}
		v |= int(data[i]&0x7f) << shift
		if data[i] < 0x80 {
			return i + 1 + v + f.Add
		}
	}
	return 0
}

// RoundUp is the next multiple, of nothing if that is less than 2.
func RoundUp(n, to int) int {
	if to < 2 {
		return n
	}
	return (n + to - 1) / to * to
}
