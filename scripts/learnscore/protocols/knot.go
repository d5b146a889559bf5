package protocols

import "github.com/unixsnoop/unixsnoop/scripts/learnscore/truth"

// The types of units: those that have items, and those that end what belongs together.
const (
	knotEnd = iota
	knotData
	knotExtra
	knotBlock
)

// knotFirstItem is the code of the first item; those of units are below.
const knotFirstItem = 16

// knotItems are the items of a unit, by their codes.
var knotItems = []string{"command", "flags", "error", "section", "item", "id", "zone", "owner", "ttl", "type", "data", "filter"}

// frameKnot: units of data and their items, up to the unit that says that a block or all is at its end.
// Units themselves have no length.
func frameKnot(data []byte, _ int, _ bool) int {
	for at := 0; at < len(data); {
		switch code := int(data[at]); {
		case code == knotEnd || code == knotBlock:
			return at + 1
		case code == knotData || code == knotExtra:
			at++
		case code < knotFirstItem || code >= knotFirstItem+len(knotItems):
			return -1
		case at+3 > len(data):
			return 0
		default:
			at += 3 + bigEndian(data[at+1:at+3])
		}
	}
	return 0
}

// knotFields are the fields of a block of Knot DNS's control protocol, as control.c and control.h of
// its version 3.2.6 declare units and items. All items are texts.
func knotFields(data []byte, _ int, _ bool) ([]truth.Leaf, bool) {
	l := structure{protocol: "knot", data: data}
	within := false // a unit that has items
	for l.at < len(data) && !l.short {
		code := int(data[l.at])
		if code <= knotBlock {
			l.add("unit_type:u8")
			within = code == knotData || code == knotExtra
			if !within {
				break
			}
			continue
		}
		if code -= knotFirstItem; !within || code < 0 || code >= len(knotItems) {
			return nil, false
		}
		l.add("item_code:u8")
		l.one(knotItems[code]+"_length", "FT_UINT16", 2)
		l.add(knotItems[code] + "_text:text")
	}
	return l.leaves, len(data) > 0 && !within && !l.short && l.at == len(data)
}
