package infer

import (
	"encoding/binary"
	"testing"
)

// TestEnd: a number of four bytes that ends all messages is one field, and so is a byte that does.
func TestEnd(t *testing.T) {
	for want, end := range map[int][]byte{4: {0, 0, 0, 2}, 1: {7, 9, 1, 2}} {
		var list [][]byte
		for i := range 60 {
			b := binary.BigEndian.AppendUint32([]byte{0, 0, 1, byte(1 + i%2)}, uint32(i*i*7919))
			b = append(binary.BigEndian.AppendUint32(b, uint32(4+i%9)), "name of it and more"[:4+i%9]...)
			last := end
			if want == 1 {
				last = []byte{byte(i), byte(i * 3), byte(1 + i%7), end[3]}
			}
			list = append(list, append(b, last...))
		}
		p, kinds := layouts(list)
		for i := range p.Kinds {
			if fields := p.Kinds[i].Fields; fields[len(fields)-1].Size.N != want || fields[len(fields)-1].Name != "end" {
				t.Errorf("%x: %s", end, kinds[i])
			}
		}
	}
}
