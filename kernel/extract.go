package kernel

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/cilium/ebpf/btf"
)

// A kernel describes some 150,000 types in 5 MB or more, of which a few hundred are looked
// at. To have all of them read took a third of the time until a capture began, and half of its
// memory. So those that matter are copied, and only the copy is read.

// Kinds of BTF (include/uapi/linux/btf.h).
const (
	kindPointer   = 2
	kindArray     = 3
	kindStruct    = 4
	kindUnion     = 5
	kindEnum      = 6
	kindTypedef   = 8
	kindVolatile  = 9
	kindConst     = 10
	kindRestrict  = 11
	kindFunction  = 12
	kindPrototype = 13
	kindTag       = 18
	kindEnum64    = 19
)

const (
	btfMagic   = 0xeb9f
	btfHeader  = 24 // bytes, up to the length of the strings
	typeHeader = 12 // name, kind and number of elements, size or another type
)

// How many bytes follow the header of a type, by its kind: for itself, and for each element.
var (
	ofType    = [...]int{0, 4, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 4, 0, 0}
	ofElement = [...]int{0, 0, 0, 0, 12, 12, 8, 0, 0, 0, 0, 0, 0, 8, 0, 12, 0, 0, 0, 12}
)

var errNoBTF = errors.New("no BTF, or damaged")

// extract copies from raw BTF the structs, enums and functions with these names, and all that
// they consist of, but that pointers lead nowhere (void). It returns the copy, and the ids
// that its types had, by those that they have now.
func extract(raw []byte, names map[string]bool) ([]byte, []btf.TypeID, error) {
	from, err := openTypes(raw)
	if err != nil {
		return nil, nil, err
	}
	x := &extraction{
		rawTypes: from,
		numbers:  map[uint32]uint32{0: 0}, ids: []btf.TypeID{0},
		texts: map[uint32]uint32{0: 0}, text: []byte{0},
	}
	if err := x.choose(names); err != nil {
		return nil, nil, err
	}
	for i := 1; i < len(x.ids); i++ { // which copies lengthen
		if err := x.copyType(uint32(x.ids[i])); err != nil {
			return nil, nil, err
		}
	}
	return x.marshal(), x.ids, nil
}

// rawTypes is raw BTF.
type rawTypes struct {
	order       binary.ByteOrder
	types, text []byte
	at          []uint32 // where in types each is, by its id; 0 (void) is not there
}

func openTypes(raw []byte) (*rawTypes, error) {
	if len(raw) < btfHeader {
		return nil, errNoBTF
	}
	d := &rawTypes{order: binary.LittleEndian, at: []uint32{0}}
	if d.order.Uint16(raw) != btfMagic {
		d.order = binary.BigEndian
	}
	if d.order.Uint16(raw) != btfMagic {
		return nil, errNoBTF
	}
	part := func(at int) []byte { // its offset from the end of the header, and its length
		start := uint64(d.order.Uint32(raw[4:])) + uint64(d.order.Uint32(raw[at:]))
		end := start + uint64(d.order.Uint32(raw[at+4:]))
		if end > uint64(len(raw)) {
			return nil
		}
		return raw[start:end]
	}
	d.types, d.text = part(8), part(16)
	return d, nil
}

// kind is the kind of a type, and how many bytes it has.
func (d *rawTypes) kind(typ []byte) (kind, size int, err error) {
	if len(typ) < typeHeader {
		return 0, 0, errNoBTF
	}
	info := d.order.Uint32(typ[4:])
	kind, elements := int(info>>24&31), int(info&0xffff)
	if kind >= len(ofType) {
		return 0, 0, errNoBTF
	}
	if size = typeHeader + ofType[kind] + elements*ofElement[kind]; size > len(typ) {
		return 0, 0, errNoBTF
	}
	return kind, size, nil
}

// string is the text at an offset, nil if there is none.
func (d *rawTypes) string(at uint32) []byte {
	if uint64(at) >= uint64(len(d.text)) {
		return nil
	}
	text := d.text[at:]
	end := bytes.IndexByte(text, 0)
	return text[:max(end, 0)]
}

// extraction is what is copied.
type extraction struct {
	*rawTypes
	numbers map[uint32]uint32 // of types in the copy, by their ids
	ids     []btf.TypeID      // the other way round
	copied  []byte            // types
	texts   map[uint32]uint32 // offsets of strings in the copy, by those that they had
	text    []byte
	longer  bool // than the strings it is copied from, which overlap
}

// choose finds the types with these names, and where each type is.
func (x *extraction) choose(names map[string]bool) error {
	// How names begin, by two bytes, the NUL behind them included: most others begin otherwise,
	// and need no closer look.
	var beginnings [1 << 16]bool
	for name := range names {
		beginnings[beginning(append([]byte(name), 0))] = true
	}
	begins := func(name uint32) bool {
		return uint64(name)+1 < uint64(len(x.rawTypes.text)) && beginnings[beginning(x.rawTypes.text[name:])]
	}
	for at := 0; at < len(x.types); {
		typ := x.types[at:]
		kind, size, err := x.kind(typ)
		if err != nil {
			return err
		}
		id := uint32(len(x.at))
		x.at = append(x.at, uint32(at))
		switch kind {
		case kindStruct, kindEnum, kindFunction:
			if name := x.order.Uint32(typ); begins(name) && names[string(x.string(name))] {
				x.number(id)
			}
		}
		at += size
	}
	return nil
}

func beginning(text []byte) uint16 { return binary.LittleEndian.Uint16(text) }

// number is the id in the copy of a type, which is to be copied.
func (x *extraction) number(id uint32) uint32 {
	n, ok := x.numbers[id]
	if !ok {
		n = uint32(len(x.ids))
		x.numbers[id], x.ids = n, append(x.ids, btf.TypeID(id))
	}
	return n
}

// copyType adds a type to the copy.
func (x *extraction) copyType(id uint32) error {
	if uint64(id) >= uint64(len(x.at)) {
		return errNoBTF
	}
	from := x.types[x.at[id]:]
	kind, size, err := x.kind(from)
	if err != nil {
		return err
	}
	start := len(x.copied)
	x.copied = append(x.copied, from[:size]...)
	typ := x.copied[start:]
	x.name(typ)
	switch kind {
	case kindPointer:
		x.order.PutUint32(typ[8:], 0)
	case kindTypedef, kindVolatile, kindConst, kindRestrict, kindFunction, kindPrototype, kindTag:
		x.refer(typ[8:])
	case kindArray:
		x.refer(typ[typeHeader:])
		x.refer(typ[typeHeader+4:])
	}
	for element := typeHeader + ofType[kind]; element < size; element += ofElement[kind] {
		x.name(typ[element:])
		switch kind {
		case kindStruct, kindUnion, kindPrototype:
			x.refer(typ[element+4:])
		}
	}
	if x.longer {
		return errNoBTF
	}
	return nil
}

// refer has what refers to a type refer to it in the copy.
func (x *extraction) refer(to []byte) {
	x.order.PutUint32(to, x.number(x.order.Uint32(to)))
}

// name has what refers to a string refer to it in the copy.
func (x *extraction) name(to []byte) {
	at := x.order.Uint32(to)
	n, ok := x.texts[at]
	if !ok && !x.longer {
		n = uint32(len(x.text))
		x.texts[at] = n
		x.text = append(append(x.text, x.string(at)...), 0)
		x.longer = len(x.text) > len(x.rawTypes.text)
	}
	x.order.PutUint32(to, n)
}

// marshal is the copy as BTF.
func (x *extraction) marshal() []byte {
	head := make([]byte, btfHeader)
	x.order.PutUint16(head, btfMagic)
	head[2] = 1 // version
	for i, n := range []int{btfHeader, 0, len(x.copied), len(x.copied), len(x.text)} {
		x.order.PutUint32(head[4+4*i:], uint32(n))
	}
	return append(append(head, x.copied...), x.text...)
}
