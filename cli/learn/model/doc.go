// Package model is what learn knows of a protocol: pure data, which the inference fills
// in and the outputs read.
//
// A Message is a send as it was captured. Its bytes become Frames: a frame is one message
// of the protocol, which may be a part of a send, or several sends (Framing says how that
// was found). Datagrams are frames as they are.
//
// Frames that look alike are a Kind. A kind has a layout: Fields one behind the other,
// from the first byte of the frame to its last, with no gap and no overlap. What nothing
// is known of is a field too, of type Unknown. Most fields have a fixed size; Size says
// how that of another is found from the bytes: given by an earlier field, up to a byte
// that ends it, up to a multiple, or all that is left. A field of type Array, TLV or
// Record has Items, the layout of one element, which Repeat says how many there are of; an
// earlier field may give the number of bytes that they fill, and an element may be there only
// where an earlier field has some value, or be the last one if a field of its own has.
// So a layout can be read from the start of a frame to its end, which is what
// Kind.Lay does: it gives the Spans of one frame, with the offset and the size of each.
// Every output can do the same in its own language. The layout of a kind fits all frames
// whose Kind it is; a frame that fits none has Kind -1.
//
// Bytes that nothing lays out may have texts Inside, wherever they are in each frame. They are no part of the layout,
// as no field says where they begin: Kind.Show looks for them.
//
// Names of fields are unique in a layout, made of a-z, 0-9 and _, and begin with a letter.
// They say what the field is, where that is known (length, sequence, timestamp), else
// where it is (u16_4 is at offset 4 from the start). Names of kinds are unique in the
// protocol and made likewise. Evidence and examples are for people; they may hold bytes
// of the capture only in an escaped form.
//
// Offsets and sizes are in bytes. Order is that of a number of two bytes or more, "" for
// one byte or what is no number. Integers are unsigned up to 8 bytes.
package model
