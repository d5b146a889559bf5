package pcapng

import (
	"bytes"
	"fmt"
	"math"
	"net/netip"
	"strings"
)

// Name is a name of an address, for programs to show instead of it.
type Name struct {
	Addr netip.Addr // IPv4 or IPv6, the latter written without its zone
	Name string     // not empty, without zero bytes, cut to 65518 bytes when written
}

// Names are the names in one block.
type Names []Name

const (
	endRecord  = 0
	ipv4Record = 1
	ipv6Record = 2

	recordHeaderLen = 4 // type and length of the value without its padding

	maxName  = math.MaxUint16 - 16 - 1 // next to an IPv6 address, before the zero byte
	maxNames = 1 << 20                 // in a block read
)

func (names Names) append(b []byte) ([]byte, error) {
	for _, n := range names {
		if !n.Addr.IsValid() {
			return b, fmt.Errorf("pcapng: no address for name %q", n.Name)
		}
		if n.Name == "" || strings.IndexByte(n.Name, 0) >= 0 {
			return b, fmt.Errorf("pcapng: %v cannot have the name %q", n.Addr, n.Name)
		}
		kind := uint16(ipv6Record)
		if n.Addr.Is4() {
			kind = ipv4Record
		}
		value := append(n.Addr.AsSlice(), fitted(n.Name, maxName)...)
		value = append(value, 0)
		b = appendOption(b, kind, value...) // records have the same layout as options
	}
	return appendOption(b, endRecord), nil
}

func parseNames(b body) (Names, error) {
	var names Names
	for len(b.data) > 0 {
		if len(b.data) < recordHeaderLen {
			return nil, fmt.Errorf("record at byte %d is cut off", b.at)
		}
		at, kind, size := b.at, b.uint16(0), int(b.uint16(2))
		b = b.from(recordHeaderLen)
		if padded(size) > len(b.data) {
			return nil, fmt.Errorf("record at byte %d has %d bytes, but the block only %d more", at, size, len(b.data))
		}
		value := b.data[:size]
		b = b.from(padded(size))

		addrLen := 0
		switch kind {
		case endRecord:
			return names, b.options(func(option) error { return nil })
		case ipv4Record:
			addrLen = 4
		case ipv6Record:
			addrLen = 16
		default:
			continue
		}
		if size < addrLen {
			return nil, fmt.Errorf("record at byte %d has %d bytes, want an address of %d", at, size, addrLen)
		}
		addr, _ := netip.AddrFromSlice(value[:addrLen])
		for name := range bytes.SplitSeq(value[addrLen:], []byte{0}) {
			if len(name) == 0 {
				continue // after the last zero byte
			}
			if len(names) == maxNames {
				return nil, fmt.Errorf("more than %d names", maxNames)
			}
			names = append(names, Name{addr, string(text(name))})
		}
	}
	return names, nil
}
