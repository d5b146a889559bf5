package model

import "slices"

// Order is the byte order of a number.
type Order string

// The byte orders.
const (
	Big    Order = "big"
	Little Order = "little"
	None   Order = "" // one byte, or no number
)

// Type is what a field is. The words stand in JSON.
type Type string

// The types. Those that are numbers are read as unsigned integers in the field's order,
// but for Float.
const (
	Unknown   Type = "unknown"   // a boundary, but no more is known
	Constant  Type = "constant"  // the same in all frames of the kind; Value has the bytes
	Selector  Type = "kind"      // tells the kind
	Length    Type = "length"    // a number of bytes: Ref says of what
	Count     Type = "count"     // a number of elements of Ref
	Counter   Type = "counter"   // goes up with each frame of a direction or of a conversation
	Echo      Type = "echo"      // the answer has the value of the request: Ref says where
	Timestamp Type = "timestamp" // Unit and Epoch say how
	Pid       Type = "pid"       // of the sender or the receiver
	UID       Type = "uid"
	Inode     Type = "inode" // of a socket or of a file that was passed
	FD        Type = "fd"    // the number of a descriptor
	Integer   Type = "integer"
	Enum      Type = "enum"  // a number with few values
	Flags     Type = "flags" // bits, each on its own
	Float     Type = "float" // IEEE 754, of 4 or 8 bytes
	IPv4      Type = "ipv4"
	IPv6      Type = "ipv6"
	Text      Type = "text" // in a field of fixed size padded with NULs
	Checksum  Type = "checksum"
	Padding   Type = "padding" // zeros that fill up, or are reserved
	Random    Type = "random"  // an id or a key: nothing but its width is known
	Bytes     Type = "bytes"   // a run of bytes that is carried, such as a payload
	Array     Type = "array"   // of Items, all alike
	TLV       Type = "tlv"     // of Items, each with its type and length
	Record    Type = "record"  // Items once
)

// Field is one field of a layout.
type Field struct {
	Name  string `json:"name"`
	Type  Type   `json:"type"`
	Order Order  `json:"order,omitempty"`

	// Offset is from the start of the frame (of the element, for Items) if all fields
	// before it have a fixed size, else -1. FromEnd is where it begins, counted back from
	// the end of the frame, if all fields from it on have a fixed size, else 0.
	Offset  int  `json:"offset"`
	FromEnd int  `json:"from_end,omitempty"`
	Size    Size `json:"size"`

	Sure     float64 `json:"sure"`     // 0 to 1: the probability that type and place are right
	Evidence string  `json:"evidence"` // in words
	Held     int     `json:"held"`     // frames that it held in
	Of       int     `json:"of"`       // of so many
	Distinct int     `json:"distinct"` // values that were seen
	Example  string  `json:"example"`  // a value, as people read it

	Value []byte `json:"value,omitempty"` // of a field with fixed size that is the same in all frames of the kind: Constant, Selector, some others
	Ref   *Ref   `json:"ref,omitempty"`   // what it refers to
	Unit  string `json:"unit,omitempty"`  // of a Timestamp: s, ms, us, ns, s+us, s+ns, ntp (32+32 fixed point)
	Epoch string `json:"epoch,omitempty"` // of a Timestamp: 1970, 1900, TAI, boot
	Check string `json:"check,omitempty"` // of a Checksum: its algorithm, as people name it

	// Items are of an Array, TLV or Record: one element. If the Size is given by another field,
	// they fill just those bytes, which are laid out like a frame of their own.
	Items  []Field `json:"items,omitempty"`
	Repeat *Repeat `json:"repeat,omitempty"` // of an Array or TLV

	// Inside is what bytes without a layout have in them, nil if nothing is known of that.
	Inside *Inside `json:"inside,omitempty"`

	Given bool `json:"given,omitempty"` // the user said it (--with)
}

// Composed reports whether a field is made of Items.
func (f *Field) Composed() bool {
	return f.Size.How == SizeItems || f.Size.How == SizeBy && len(f.Items) > 0
}

// Types are all of them, but for those that have elements.
var Types = []Type{
	Unknown, Constant, Selector, Length, Count, Counter, Echo, Timestamp, Pid, UID, Inode, FD, Integer, Enum, Flags,
	Float, IPv4, IPv6, Text, Checksum, Padding, Random, Bytes,
}

// SizeHow is how the size of a field is found.
type SizeHow string

// The ways there are.
const (
	SizeFixed   SizeHow = "fixed"   // N bytes
	SizeBy      SizeHow = "by"      // Scale*value + Add bytes, the value being that of the field By; none if that is negative
	SizeUntil   SizeHow = "until"   // up to the first byte of the value N, and with it
	SizeAlign   SizeHow = "align"   // as many as there are to a multiple of N from the start of the frame, or of the bytes that Items fill: 0 to N-1
	SizeRest    SizeHow = "rest"    // all but the last N bytes of the frame, or of the bytes that Items fill
	SizeBetween SizeHow = "between" // up to the next text, or the end: inside of bytes that have no layout
	SizeItems   SizeHow = "items"   // what the elements need: Array, TLV and Record
)

// Size is how many bytes a field has.
type Size struct {
	How   SizeHow `json:"how"`
	N     int     `json:"n"`
	By    string  `json:"by,omitempty"` // a field before it in the same layout, or in one around it
	Scale int     `json:"scale,omitempty"`
	Add   int     `json:"add,omitempty"`
	// None says that a value of By with all bits set, which is -1, stands for no bytes.
	None bool `json:"none,omitempty"`
	// Only says where By counts: elsewhere it is as if it were 0, whatever Add (which is 0 or less).
	Only *Only `json:"only,omitempty"`
}

// Only is a condition: the number By, a field before it in the same layout or in one around it,
// is one of the Values or, if Not, none of them.
type Only struct {
	By     string   `json:"by"`
	Values []uint64 `json:"values"`
	Not    bool     `json:"not,omitempty"`
}

// Holds reports whether it does for a value.
func (o *Only) Holds(value uint64) bool { return slices.Contains(o.Values, value) != o.Not }

// Repeat is how many elements there are: as the field By says, or, where that is "",
// until less than one byte of the frame, or of the bytes that they fill, is left before the
// last Less bytes of it.
type Repeat struct {
	By   string `json:"by,omitempty"`
	Add  int    `json:"add,omitempty"` // to the value of By
	Less int    `json:"less,omitempty"`
	// Only says, where By is "", that there is one if it holds, and none elsewhere.
	Only *Only `json:"only,omitempty"`
	// Until ends the elements, where By is "": the first for which it holds, by a field of its
	// own, is the last.
	Until *Only `json:"until,omitempty"`
}

// Prefix is how a protocol tells the length of a text before it.
type Prefix struct {
	Size  int   `json:"size"`            // bytes; 0 if a NUL ends the text instead
	Order Order `json:"order,omitempty"` // of a byte it does not matter
}

// Ref is what a field refers to.
type Ref struct {
	// What it is: frame (the whole one), rest (behind the field), field, request, sender,
	// receiver, clock, file, bytes (a run of the frame, from Offset, Size bytes).
	What   string `json:"what"`
	Field  string `json:"field,omitempty"` // its name
	Kind   string `json:"kind,omitempty"`  // of a request
	Offset int    `json:"offset,omitempty"`
	Size   int    `json:"size,omitempty"`
	Scale  int    `json:"scale,omitempty"` // of a Length: what it counts has Scale*value + Add bytes
	Add    int    `json:"add,omitempty"`
}
