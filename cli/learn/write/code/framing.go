package code

import (
	"bytes"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// Framed is how the bytes that a side sends on a stream become frames; nil if each
// message, or each send, is one.
func (p *Protocol) Framed(side string) *model.Framing {
	for i := range p.Framing {
		if f := &p.Framing[i]; (f.From == side || f.From == "both") && IsFraming(f) {
			return f
		}
	}
	return nil
}

// IsFraming reports whether a way of finding frames makes sense and takes more than to
// look at messages, or sends, one by one.
func IsFraming(f *model.Framing) bool {
	switch f.How {
	case model.ByLength:
		return isLength(f) && (f.Plus == nil || !f.Varint && isLength(f.Plus) && f.Align >= 0 && f.Align <= maxScale)
	case model.Delimited, model.Lines:
		return len(f.Delimiter) > 0
	case model.Fixed:
		return f.Length > 0 && f.Length <= maxFixed
	}
	return false
}

func isLength(f *model.Framing) bool {
	return f.Offset >= 0 && f.Offset <= maxFixed && (f.Varint || f.Size >= 1 && f.Size <= 8) &&
		f.Scale >= 0 && f.Scale <= maxScale && max(f.Add, -f.Add) <= maxFixed
}

// Head is how many bytes at the start of a frame tell its length. Those of a Varint may
// be more.
func Head(f *model.Framing) int {
	if f.Plus != nil {
		return max(f.Offset+f.Size, f.Plus.Offset+f.Plus.Size)
	}
	return f.Offset + f.Size
}

// maxFrame bounds what a length may say, so that no sum overflows.
const maxFrame = 1 << 30

// FrameEnd is where the first frame in the bytes ends, -1 if that can't be told.
func FrameEnd(f *model.Framing, data []byte) int {
	switch {
	case f.How == model.Fixed:
		return f.Length
	case f.How != model.ByLength:
		if i := bytes.Index(data, f.Delimiter); i >= 0 {
			return i + len(f.Delimiter)
		}
		return -1
	case f.Varint:
		return varintEnd(f, data)
	case len(data) < Head(f):
		return -1
	}
	value := model.Uint(data[f.Offset:f.Offset+f.Size], f.Order)
	end := max(1, f.Scale)*int(min(value, maxFrame)) + f.Add
	if p := f.Plus; p != nil {
		more := model.Uint(data[p.Offset:p.Offset+p.Size], p.Order)
		end += RoundUp(int(min(more, maxFrame))+p.Add, f.Align)
	}
	if end < 1 || end > maxFrame {
		return -1
	}
	return end
}

// RoundUp is the next multiple, of nothing if that is less than 2.
func RoundUp(n, to int) int {
	if to < 2 {
		return n
	}
	return (n + to - 1) / to * to
}

func varintEnd(f *model.Framing, data []byte) int {
	value := 0
	for i := f.Offset; i < len(data) && i < f.Offset+4; i++ {
		value |= int(data[i]&0x7f) << (7 * (i - f.Offset))
		if data[i] < 0x80 {
			return i + 1 + value + f.Add
		}
	}
	return -1
}
