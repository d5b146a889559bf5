package claim

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"net/netip"
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// TestClaims: what numbers mean is proved where it holds, and not where it does not.
func TestClaims(t *testing.T) {
	random := func(i int) uint32 { return crc32.ChecksumIEEE([]byte{byte(i), 7}) }
	for _, c := range []struct {
		name  string
		typ   model.Type
		make  func(i int) []byte
		wrong bool
	}{
		{"length", model.Length, func(i int) []byte {
			return append(binary.BigEndian.AppendUint32(nil, uint32(i+9)), make([]byte, i+5)...)
		}, false},
		{"no length", model.Length, func(i int) []byte {
			return append(binary.BigEndian.AppendUint32(nil, uint32(i*i+9)), make([]byte, i+5)...)
		}, true},
		{"counter", model.Counter, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(900+i)) }, false},
		{"no counter", model.Counter, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, random(i)) }, true},
		{"seconds", model.Timestamp, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(1_700_000_000+i)) }, false},
		{"seconds since 1900", model.Timestamp, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(1_700_000_000+2_208_988_800+i)) }, false},
		{"nanoseconds", model.Timestamp, func(i int) []byte { return binary.LittleEndian.AppendUint64(nil, uint64(1_700_000_000+i)*1e9+77) }, false},
		{"no time", model.Timestamp, func(i int) []byte { return binary.BigEndian.AppendUint32(nil, random(i)) }, true},
		{"pid", model.Pid, func(int) []byte { return binary.LittleEndian.AppendUint32(nil, 4242) }, false},
		{"no pid", model.Pid, func(int) []byte { return binary.LittleEndian.AppendUint32(nil, 4243) }, true},
		{"address", model.IPv4, func(i int) []byte { return []byte{192, 168, byte(i), 9} }, false},
		{"no address", model.IPv4, func(i int) []byte { return []byte{92, 168, byte(i), 9} }, true},
		{"numbered address", model.IPv6, func(i int) []byte { return netip.MustParseAddr(fmt.Sprintf("fd12:3456:789a:1::%x", i+1)).AsSlice() }, false},
		{"address of a card", model.IPv6, func(i int) []byte {
			return netip.MustParseAddr(fmt.Sprintf("fd12:3456:789a:1:5054:ff:fe12:34%02x", i)).AsSlice()
		}, false},
		{"no address, but numbers", model.IPv6, func(i int) []byte {
			return netip.MustParseAddr(fmt.Sprintf("fdea:4003:40a:0:3c0:804:fdea:%x", i+1)).AsSlice()
		}, true},
		{"measured", model.Float, func(i int) []byte { return binary.BigEndian.AppendUint64(nil, math.Float64bits(20.5+float64(i)/4)) }, false},
		{"any size", model.Float, func(i int) []byte {
			return binary.BigEndian.AppendUint64(nil, math.Float64bits(math.Exp(float64(i%5)*2)*float64(random(i))))
		}, false},
		{"no float, but a byte before others", model.Float, func(i int) []byte {
			return binary.BigEndian.AppendUint32([]byte{0x41, byte(i % 5), byte(i), 9}, random(i))
		}, true},
		{"checksum", model.Checksum, func(i int) []byte {
			b := []byte{1, 2, byte(i), byte(i * i), 5}
			return binary.LittleEndian.AppendUint16(b, uint16(crcDown(0xa001, 0xffff, 0)(b)))
		}, false},
		{"no checksum", model.Checksum, func(i int) []byte { return binary.LittleEndian.AppendUint32(nil, random(i)) }, true},
	} {
		var data [][]byte
		for i := range 20 {
			data = append(data, c.make(i))
		}
		frames := frametest.Of(data...)
		for i := range frames {
			frames[i].FromClient = true
		}
		found := false
		for _, claim := range Of(frametest.Pointers(frames)) {
			found = found || claim.Type == c.typ
		}
		if found == c.wrong {
			t.Errorf("%s: found %v", c.name, found)
		}
	}
}
