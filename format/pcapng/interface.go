package pcapng

import (
	"encoding/binary"
	"math"
)

// Interface describes where packets were captured. Packets and statistics refer to it by
// a number: 0 for the first interface of a section, and so on. Empty texts are left out.
type Interface struct {
	LinkType    uint16 // what packets begin with, a LINKTYPE_ number of tcpdump.org
	SnapLen     uint32 // bytes captured of a packet at most, 0 for no limit
	Name        string
	Description string
	Filter      string // that packets had to match
	OS          string
}

const (
	interfaceLen = 8 // link type, reserved, snap length

	nameOption        = 2
	descriptionOption = 3
	resolutionOption  = 9
	filterOption      = 11
	interfaceOSOption = 12
	offsetOption      = 14
)

// filterText is the first byte of a filter's option when text follows, not bytecode.
const filterText = 0

func (i *Interface) append(b []byte) []byte {
	b = binary.NativeEndian.AppendUint16(b, i.LinkType)
	b = binary.NativeEndian.AppendUint16(b, 0)
	b = binary.NativeEndian.AppendUint32(b, i.SnapLen)
	start := len(b)
	b = appendText(b, nameOption, i.Name)
	b = appendText(b, descriptionOption, i.Description)
	b = appendOption(b, resolutionOption, nanoseconds)
	if i.Filter != "" {
		filter := append([]byte{filterText}, fitted(i.Filter, math.MaxUint16-1)...)
		b = appendOption(b, filterOption, filter...)
	}
	b = appendText(b, interfaceOSOption, i.OS)
	return appendEnd(b, start)
}

func parseInterface(b body) (*Interface, clock, error) {
	if err := b.need(interfaceLen); err != nil {
		return nil, clock{}, err
	}
	i := &Interface{LinkType: b.uint16(0), SnapLen: b.uint32(4)}
	resolution, offset := byte(microseconds), int64(0)
	err := b.from(interfaceLen).options(func(o option) error {
		switch o.code {
		case nameOption:
			setFirst(&i.Name, o)
		case descriptionOption:
			setFirst(&i.Description, o)
		case resolutionOption:
			if err := o.size(1); err != nil {
				return err
			}
			resolution = o.data[0]
		case filterOption:
			if len(o.data) > 0 && o.data[0] == filterText {
				setFirst(&i.Filter, option{o.code, o.from(1)})
			}
		case interfaceOSOption:
			setFirst(&i.OS, o)
		case offsetOption:
			if err := o.size(8); err != nil {
				return err
			}
			offset = int64(o.order.Uint64(o.data))
		}
		return nil
	})
	return i, newClock(resolution, offset), err
}
