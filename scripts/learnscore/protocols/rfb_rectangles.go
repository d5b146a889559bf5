package protocols

import (
	"encoding/binary"
	"fmt"
)

// The encodings of rectangles, and what is told like one.
const (
	rfbRaw          = 0
	rfbCopy         = 1
	rfbHextile      = 5
	rfbTight        = 7
	rfbZRLE         = 16
	rfbSize         = -223
	rfbLast         = -224
	rfbCursor       = -239
	rfbKeys         = -258
	rfbLED          = -261
	rfbName         = -307
	rfbExtendedSize = -308
	rfbAlphaCursor  = -314
	rfbVMCursor     = 0x574d5664
	rfbVMPosition   = 0x574d5666
	rfbVMLED        = 0x574d5668
)

// rectangles adds as many as an update says, or until the last one, if it can't.
func (l *rfb) rectangles() bool {
	count := l.told()
	for range count {
		if !l.each(rfbArea+" encoding:i32", l.value) {
			return false
		}
		area := l.data[l.at-8 : l.at-4]
		width, height := int(binary.BigEndian.Uint16(area)), int(binary.BigEndian.Uint16(area[2:]))
		switch encoding := int32(binary.BigEndian.Uint32(l.data[l.at-4:])); {
		case encoding == rfbLast:
			return true
		case !l.rectangle(encoding, width, height):
			return false
		}
	}
	return true
}

// rectangle adds what an encoding has of a rectangle of that size.
func (l *rfb) rectangle(encoding int32, width, height int) bool {
	pixels := width * height * l.turn.pixel
	switch encoding {
	case rfbRaw:
		l.bytes("pixels", pixels)
	case rfbCopy:
		l.add("source_x:u16 source_y:u16")
	case rfbHextile:
		return l.hextile(width, height)
	case rfbTight:
		return l.tightly(width, height)
	case rfbZRLE:
		if l.add("zrle_length:u32"); !l.short {
			l.bytes("zrle_data", l.told())
		}
	case rfbCursor:
		l.bytes("cursor_pixels", pixels)
		l.bytes("cursor_mask", (width+7)/8*height)
	case rfbAlphaCursor:
		if l.add("cursor_encoding:i32"); !l.short && l.told() == rfbRaw {
			l.bytes("cursor_pixels", 4*width*height)
			break
		}
		return false
	case rfbVMCursor:
		if !l.each("cursor_type:u8 pad:1", l.value) {
			return false
		}
		if l.data[l.at-2] == 0 {
			l.bytes("cursor_and_mask", pixels)
			l.bytes("cursor_xor_mask", pixels)
			break
		}
		l.bytes("cursor_pixels", 4*width*height)
	case rfbSize, rfbVMPosition, rfbKeys:
	case rfbExtendedSize:
		return l.each("screen_count:u8 pad:3 :screens", l.value)
	case rfbName:
		l.add("desktop_name_length:u32 desktop_name:text")
	case rfbLED:
		l.add("led_flags:u8")
	case rfbVMLED:
		l.add("led_flags:u32")
	default:
		return false
	}
	return !l.short
}

// bytes adds so many of which only the start and the end are judged.
func (l *rfb) bytes(name string, n int) {
	if n > 0 {
		l.one(name, "FT_NONE", n)
	}
}

// pixel adds one of so many bytes.
func (l *rfb) pixel(name string, size int) { l.one(name, fmt.Sprintf("FT_UINT%d", 8*size), size) }

// hextile adds tiles of 16 by 16 pixels.
func (l *rfb) hextile(width, height int) bool {
	for y := 0; y < height; y += 16 {
		for x := 0; x < width; x += 16 {
			if l.add("tile_flags:u8"); l.short {
				return false
			}
			flags := l.told()
			if flags&1 != 0 {
				l.bytes("pixels", min(16, width-x)*min(16, height-y)*l.turn.pixel)
				continue
			}
			if flags&2 != 0 {
				l.pixel("background", l.turn.pixel)
			}
			if flags&4 != 0 {
				l.pixel("foreground", l.turn.pixel)
			}
			if flags&8 == 0 {
				continue
			}
			if l.add("subrectangle_count:u8"); l.short {
				return false
			}
			for range l.told() {
				if flags&16 != 0 {
					l.pixel("colour", l.turn.pixel)
				}
				if l.add("xy:u8 wh:u8"); l.short {
					return false
				}
			}
		}
	}
	return !l.short
}

// tightly adds one colour, a picture, or what a filter makes of the pixels, which is compressed unless it is small.
func (l *rfb) tightly(width, height int) bool {
	if l.add("compression_flags:u8"); l.short {
		return false
	}
	size := width * height * l.turn.tight
	switch control := l.told() >> 4; {
	case control == 8:
		l.pixel("colour", l.turn.tight)
		return !l.short
	case control == 9:
		return l.compact("jpeg")
	case control > 9:
		return false
	case control&4 != 0:
		if l.add("filter_id:u8"); l.short {
			return false
		}
		switch l.told() {
		case 0, 2:
		case 1:
			if l.add("palette_size:u8"); l.short {
				return false
			}
			colours := l.told() + 1 // one less is said
			for range colours {
				l.pixel("palette_colour", l.turn.tight)
			}
			if size = width * height; colours == 2 {
				size = (width + 7) / 8 * height
			}
		default:
			return false
		}
	}
	if size < 12 {
		l.bytes("pixels", size)
		return !l.short
	}
	return l.compact("compressed")
}

// compact adds bytes, and before them how many there are in one to three bytes of seven bits.
func (l *rfb) compact(name string) bool {
	n, size := 0, 0
	for more := true; more && size < 3; size++ {
		if l.short = l.short || l.at+size >= len(l.data); l.short {
			return false
		}
		b := int(l.data[l.at+size])
		n |= (b & 0x7f) << (7 * size)
		more = b >= 0x80
	}
	l.one(name+"_length", fmt.Sprintf("FT_UINT%d", 8*size), size)
	l.bytes(name, n)
	return !l.short
}
