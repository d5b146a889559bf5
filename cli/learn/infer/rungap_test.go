package infer

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// TestRunBehindGap: a byte is between the number of bytes and the texts that fill so many; others follow. Right behind the number
// elements of one byte less would fit, too: the last byte of each text as a type, and one of two bytes of a length.
func TestRunBehindGap(t *testing.T) {
	text := func(b []byte, s string) []byte {
		return append(binary.LittleEndian.AppendUint16(b, uint16(len(s))), s...)
	}
	names := []string{"REQUEST_METHOD", "PATH", "SCHEME", "REMOTE_ADDR", "QUERY"}
	var list [][]byte
	for i := range 40 {
		var vars []byte
		for j := range 2 + i%4 {
			vars = text(text(vars, names[(i+j)%len(names)]), fmt.Sprintf("value%d", i*i*(j+1)))
		}
		b := binary.LittleEndian.AppendUint16([]byte{7}, uint16(len(vars)))
		b = append(append(b, 0), vars...)
		for j := range max(0, 3*(i%10-6)) {
			b = append(b, byte(0x80+i*7+j*j))
		}
		list = append(list, b)
	}
	_, kinds := layouts(list)
	for _, kind := range kinds {
		if !strings.Contains(kind, "length fixed 2, constant fixed 1, array by length_2 [length fixed 2, ") {
			t.Errorf("%s", kind)
		}
	}
}
