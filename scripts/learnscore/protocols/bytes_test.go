package protocols

import (
	"encoding/binary"
	"strings"
)

// numbers are numbers one behind the other, as append appends each.
func numbers[T any](list []T, appended func([]byte, T) []byte) string {
	var b []byte
	for _, n := range list {
		b = appended(b, n)
	}
	return string(b)
}

// be16, be32 and be64 are numbers of two, four and eight bytes, the upper ones first.
func be16(list ...uint16) string { return numbers(list, binary.BigEndian.AppendUint16) }
func be32(list ...uint32) string { return numbers(list, binary.BigEndian.AppendUint32) }
func be64(list ...uint64) string { return numbers(list, binary.BigEndian.AppendUint64) }

// words32 and words64 are numbers of four and of eight bytes, little-endian.
func words32(list ...uint32) string { return numbers(list, binary.LittleEndian.AppendUint32) }
func words64(list ...uint64) string { return numbers(list, binary.LittleEndian.AppendUint64) }

// room are so many bytes that begin with a text.
func room(n int, text string) string { return text + zeros(n-len(text)) }

func zeros(n int) string { return strings.Repeat("\x00", n) }
