package claim

import (
	"bytes"
	"net/netip"
	"slices"

	"github.com/unixsnoop/unixsnoop/cli/learn/model"
)

// addressClaim says that numbers are IPv4 addresses: those of this machine, of private
// networks and of examples, which hardly any number is by chance.
func addressClaim(_ []*model.Frame, v *numbers) (Claim, bool) {
	there, telling, distinct := 0, 0, map[uint64]bool{}
	for _, n := range v.values {
		if n == 0 {
			continue
		}
		a := netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
		if !a.IsPrivate() && !a.IsLoopback() && !example(a) {
			return Claim{}, false
		}
		there++
		if !distinct[n] && !byOneByte(a) {
			telling++
		}
		distinct[n] = true
	}
	if there == 0 || there*5 < len(v.values) || telling*2 < len(distinct) {
		return Claim{}, false
	}
	return v.claim(model.IPv4, 0.8, 5.5, "private or local addresses in %d of %d frames, %d of them", there, len(v.values), len(distinct)), true
}

// byOneByte reports whether nothing but its first byte says that an address is private or local:
// most are in a network whose number is small, such as 10.0.2.15 or 127.0.0.1.
func byOneByte(a netip.Addr) bool {
	b := a.As4()
	return (b[0] == 10 || b[0] == 127) && b[1] != 0 && b[2] != 0
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

// networks are those of IPv6 whose addresses can be told from random bytes: of links, of
// private networks as they are mostly made, of documents, and those that stand for IPv4.
var networks = []netip.Prefix{
	netip.MustParsePrefix("fe80::/64"), private, netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("::ffff:0:0/96"),
	netip.MustParsePrefix("::1/128"),
}

// private are the networks of which one byte is all that tells them, and any number may begin so.
var private = netip.MustParsePrefix("fd00::/8")

// known reports whether an address is of one of these networks. One of a private network has
// an interface as people number it, behind six zeros at least, or as it is made of the
// address of an Ethernet card.
func known(a netip.Addr) bool {
	if !slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(a) }) {
		return false
	}
	b := a.As16()
	return !private.Contains(a) || bytes.Contains(b[:], make([]byte, 6)) || b[11] == 0xff && b[12] == 0xfe
}

// addressClaims say that 16 bytes are IPv6 addresses, in frames where they are not zero.
func addressClaims(frames []*model.Frame, limit int) (list []Claim) {
	for at := 0; at+16 <= limit; at++ {
		there, seen := 0, map[netip.Addr]bool{}
		for _, f := range frames {
			a := netip.AddrFrom16([16]byte(f.Data[at : at+16]))
			if a.IsUnspecified() {
				continue
			}
			there++
			seen[a] = true
			if !known(a) {
				there = 0
				break
			}
		}
		if there == 0 || there*5 < len(frames) || len(seen) < 2 {
			continue
		}
		v := numbers{offset: at, size: 16, values: make([]uint64, len(frames))}
		list = append(list, v.claim(model.IPv6, 0.8, 8, "addresses of links, private networks and the like in %d of %d frames, %d of them", there, len(frames), len(seen)))
	}
	return list
}
