package pcapng

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// Options that any block may have.
const (
	endOption     = 0
	commentOption = 1
)

const optionHeaderLen = 4 // code and length of the value without its padding

// appendOption appends an option with a value of up to 65535 bytes.
func appendOption(b []byte, code uint16, value ...byte) []byte {
	b = append(appendOptionHeader(b, code, len(value)), value...)
	return appendPadding(b, len(value))
}

func appendOptionHeader(b []byte, code uint16, size int) []byte {
	b = binary.NativeEndian.AppendUint16(b, code)
	return binary.NativeEndian.AppendUint16(b, uint16(size))
}

func appendOption32(b []byte, code uint16, value uint32) []byte {
	return binary.NativeEndian.AppendUint32(appendOptionHeader(b, code, 4), value)
}

func appendOption64(b []byte, code uint16, value uint64) []byte {
	return binary.NativeEndian.AppendUint64(appendOptionHeader(b, code, 8), value)
}

// appendText appends an option for text that is not empty.
func appendText[T string | []byte](b []byte, code uint16, text T) []byte {
	if len(text) == 0 {
		return b
	}
	start := len(b)
	b = append(appendOptionHeader(b, code, len(text)), text...)
	if len(text) > math.MaxUint16 || !utf8.Valid(b[start+optionHeaderLen:]) {
		return appendOption(b[:start], code, fitted(string(text), math.MaxUint16)...)
	}
	return appendPadding(b, len(text))
}

// appendEnd ends the options that began at start. A block without any has no end either.
func appendEnd(b []byte, start int) []byte {
	if len(b) == start {
		return b
	}
	return appendOption(b, endOption)
}

// fitted makes text valid UTF-8 and cuts it to limit bytes, between two characters.
func fitted(text string, limit int) []byte {
	valid := strings.ToValidUTF8(text, "\uFFFD")
	if len(valid) > limit {
		cut := limit
		for !utf8.RuneStart(valid[cut]) {
			cut--
		}
		valid = valid[:cut]
	}
	return []byte(valid)
}

// text returns a text of a file: up to a zero byte, which ends texts in this format
// though none is needed, and with U+FFFD for what is not UTF-8. It shares memory with value
// if it can.
func text(value []byte) []byte {
	if end := bytes.IndexByte(value, 0); end >= 0 {
		value = value[:end]
	}
	if utf8.Valid(value) {
		return value
	}
	return bytes.ToValidUTF8(value, []byte("\uFFFD"))
}

// option is one option that was read. Its value has no padding.
type option struct {
	code uint16
	body
}

// size fails if the value is not n bytes long.
func (o option) size(n int) error {
	if len(o.data) != n {
		return fmt.Errorf("option %d at byte %d has %d bytes, want %d", o.code, o.at-optionHeaderLen, len(o.data), n)
	}
	return nil
}

// options calls each for the options of which b consists, until one fails. They are not
// collected, as a block may have millions.
func (b body) options(each func(option) error) error {
	for len(b.data) > 0 {
		if len(b.data) < optionHeaderLen {
			return fmt.Errorf("option at byte %d is cut off", b.at)
		}
		code, size := b.uint16(0), int(b.uint16(2))
		if code == endOption {
			return nil
		}
		value := b.from(optionHeaderLen)
		if padded(size) > len(value.data) {
			return fmt.Errorf("option %d at byte %d has %d bytes, but the block only %d more", code, b.at, size, len(value.data))
		}
		b = value.from(padded(size))
		value.data = value.data[:size]
		if err := each(option{code, value}); err != nil {
			return err
		}
	}
	return nil
}

// setFirst sets field to the text of o, unless an earlier option has set it.
func setFirst[T string | []byte](field *T, o option) {
	if len(*field) == 0 {
		*field = T(text(o.data))
	}
}
