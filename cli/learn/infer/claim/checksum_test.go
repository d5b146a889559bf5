package claim

import (
	"testing"

	"github.com/unixsnoop/unixsnoop/cli/learn/infer/frametest"
)

// TestChecksums: each algorithm gives what others give for the same bytes.
func TestChecksums(t *testing.T) {
	check := []byte("123456789") // what catalogues of CRCs give the result for
	for name, want := range map[string]uint64{
		"CRC-8": 0xf4, "CRC-8/MAXIM": 0xa1, "CRC-16/ARC": 0xbb3d, "CRC-16/MODBUS": 0x4b37, "CRC-16/X-25": 0x906e,
		"CRC-16/KERMIT": 0x2189, "CRC-16/CCITT-FALSE": 0x29b1, "CRC-16/XMODEM": 0x31c3, "CRC-32": 0xcbf43926,
		"CRC-32C": 0xe3069283, "Adler-32": 0x091e01de, "Fletcher-16": 0x1ede,
	} {
		for _, s := range sums {
			if s.name == name && s.of(check) != want {
				t.Errorf("%s is %#x, not %#x", name, s.of(check), want)
			}
		}
	}
	// A header of IPv4 whose checksum is 0xb861.
	header := []byte{0x45, 0, 0, 0x73, 0, 0, 0x40, 0, 0x40, 0x11, 0, 0, 0xc0, 0xa8, 0, 1, 0xc0, 0xa8, 0, 0xc7}
	if got := internet(header); got != 0xb861 {
		t.Errorf("the internet checksum is %#x", got)
	}
}

// TestSumsEverywhere: where each byte is the sum of those before it, none is a checksum.
func TestSumsEverywhere(t *testing.T) {
	var data [][]byte
	for i := range 40 {
		b := []byte{byte(2*i + 1), 0}
		for range 5 {
			b = append(b, byte(added(b)))
		}
		data = append(data, b)
	}
	for _, c := range Checksums(frametest.Pointers(frametest.Of(data...))) {
		if c.Size == 1 {
			t.Errorf("a checksum at %d: %s", c.Offset, c.Evidence)
		}
	}
}
