package layout

import (
	"bytes"
	"fmt"
	"math"
	"net/netip"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// maxShown is how many bytes of a long field are.
const maxShown = 64

// shown writes the value of a field as what it is: a text, an address, a number, else
// in hex.
func shown(f *model.Field, value []byte) string {
	switch size := len(value); {
	case f.Type == model.Text:
		return fmt.Sprintf("%+q", bytes.TrimRight(value[:min(size, maxShown)], "\x00"))
	case (f.Type == model.IPv4 || f.Type == model.IPv6) && (size == 4 || size == 16):
		address, _ := netip.AddrFromSlice(value)
		return address.String()
	case f.Type == model.Float && size == 4:
		return fmt.Sprint(math.Float32frombits(uint32(model.Uint(value, f.Order))))
	case f.Type == model.Float && size == 8:
		return fmt.Sprint(math.Float64frombits(model.Uint(value, f.Order)))
	case size == 2 || size == 4 || size == 8:
		return fmt.Sprint(model.Uint(value, f.Order))
	}
	if len(value) > maxShown {
		return fmt.Sprintf("%x...", value[:maxShown])
	}
	return fmt.Sprintf("%x", value)
}
