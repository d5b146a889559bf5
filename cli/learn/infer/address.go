package infer

import (
	"net/netip"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// addressClaim says that numbers are IPv4 addresses: those of this machine, of private
// networks and of examples, which hardly any number is by chance.
func addressClaim(_ []*model.Frame, v *numbers) (claim, bool) {
	there, distinct := 0, map[uint64]bool{}
	for _, n := range v.values {
		if n == 0 {
			continue
		}
		a := netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		if !a.IsPrivate() && !a.IsLoopback() && !example(a) {
			return claim{}, false
		}
		there++
		distinct[n] = true
	}
	if there == 0 || there*5 < len(v.values) {
		return claim{}, false
	}
	return v.claim(model.IPv4, 0.8, 5.5, "private or local addresses in %d of %d frames, %d of them", there, len(v.values), len(distinct)), true
}

// examples are the networks that documents use.
var examples = []netip.Prefix{
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
}

func example(a netip.Addr) bool {
	for _, p := range examples {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
