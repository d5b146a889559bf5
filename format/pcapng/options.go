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
	b = binary.NativeEndian.AppendUint16(b, code)
	b = binary.NativeEndian.AppendUint16(b, uint16(len(value)))
	b = append(b, value...)
	return appendPadding(b, len(value))
}

func appendOption32(b []byte, code uint16, value uint32) []byte {
	return appendOption(b, code, binary.NativeEndian.AppendUint32(nil, value)...)
}

func appendOption64(b []byte, code uint16, value uint64) []byte {
	return appendOption(b, code, binary.NativeEndian.AppendUint64(nil, value)...)
}

// appendText appends an option for text that is not empty.
func appendText(b []byte, code uint16, text string) []byte {
	if text == "" {
		return b
	}
	return appendOption(b, code, fitted(text, math.MaxUint16)...)
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

// text returns a string of a file: up to a zero byte, which ends strings in this format
// though none is needed, and with U+FFFD for what is not UTF-8.
func text(value []byte) string {
	if end := bytes.IndexByte(value, 0); end >= 0 {
		value = value[:end]
	}
	return strings.ToValidUTF8(string(value), "\uFFFD")
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
func setFirst(field *string, o option) {
	if *field == "" {
		*field = text(o.data)
	}
}
