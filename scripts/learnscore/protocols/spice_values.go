package protocols

import (
	"slices"
	"strconv"
	"strings"
)

// The types of SPICE's images.
const (
	spiceBitmap   = 0
	spiceQuic     = 1
	spicePalettes = 100 + iota - 2
	spiceRGB
	spiceGlobal
	spiceCached
	spiceSurface
	_
	spiceLossless // of what is cached
	spiceZlib
	spiceAlpha
)

// spicePalCached is of a bitmap's flags: its palette is one that was there before.
const spicePalCached = 1 << 1

// spiceLZ begins what is compressed by LZ.
const spiceLZ = "lz_magic:text4 lz_major_version:u16 lz_minor_version:u16 "

// value adds one of structure's, a structure within, what an offset points to, or what is left.
func (l *spice) value(name, kind string) bool {
	if one, ok := strings.CutSuffix(kind, "..."); ok {
		for l.at < len(l.data) && l.value(name, one) {
		}
		return !l.short
	}
	switch n, _ := strconv.Atoi(strings.TrimLeft(kind, "abcdefghijklmnopqrstuvwxyz")); {
	case spiceRecords[kind] != "":
		return l.values(spiceRecords[kind])
	case kind == "rest":
		l.said(name, len(l.data)-l.at)
	case kind == "text":
		l.text(name)
	case strings.HasPrefix(kind, "bytes"):
		l.one(name, "FT_BYTES", n)
	case strings.HasPrefix(kind, "text"):
		l.one(name, "FT_STRING", n)
	case kind == "image", kind == "name", kind == "palette":
		if l.add(name + "_offset:u32"); !l.short {
			if at := int(l.number(name + "_offset")); at != 0 {
				l.pointed[at] = kind
			}
		}
	case kind == "clip":
		if l.add("clip_type:u8"); !l.short && l.data[l.at-1] == 1 && l.values("rects_count:u32") {
			for n := l.number("rects_count"); n > 0 && l.value("clip", "rect"); n-- {
			}
		}
	case kind == "brush":
		if l.add("brush_type:u8"); l.short {
			return false
		}
		return l.values([]string{"", "color:u32", "pattern:image position:point"}[min(l.data[l.at-1], 2)])
	case kind == "cursor":
		if l.add("cursor_flags:u16"); !l.short && l.data[l.at-2]&1 == 0 {
			return l.values("cursor_id:u64 cursor_type:u8 width:u16 height:u16 hot_x:u16 hot_y:u16 data:rest")
		}
	default:
		l.add(name + ":" + kind)
	}
	return !l.short
}

// behind adds what offsets point to, in their order, without gaps.
func (l *spice) behind() {
	for len(l.pointed) > 0 && !l.short {
		var offsets []int
		for at := range l.pointed {
			offsets = append(offsets, at)
		}
		at := slices.Min(offsets)
		kind := l.pointed[at]
		delete(l.pointed, at)
		if l.short = l.base+at != l.at; l.short {
			return
		}
		switch kind {
		case "name":
			l.terminated("name")
		case "palette":
			l.values("palette_id:u64 entries_count:u16")
			for n := l.number("entries_count"); n > 0 && l.values("color:u32"); n-- {
			}
		case "image":
			l.image()
		}
	}
}

// spiceHeaders are what compressed data begins with, by the type of an image.
var spiceHeaders = map[byte]string{
	spiceQuic:     "quic_magic:text4 quic_version:u32 quic_type:u32 quic_width:u32 quic_height:u32",
	spicePalettes: spiceLZ + "lz_type:u32 lz_width:u32 lz_height:u32 lz_stride:u32 lz_top_down:u32",
	spiceRGB:      spiceLZ + "lz_type:u32 lz_width:u32 lz_height:u32 lz_stride:u32 lz_top_down:u32",
	spiceGlobal:   spiceLZ + "lz_type:u8 lz_width:u32 lz_height:u32 lz_stride:u32 lz_image_id:u64 lz_window_distance:u32",
}

// image adds a picture: what it is like, and its data by its type.
func (l *spice) image() {
	if !l.values("image_id:u64 image_type:u8 image_flags:u8 width:u32 height:u32") {
		return
	}
	kind := l.data[l.at-10]
	switch kind {
	case spiceCached, spiceLossless:
		return
	case spiceSurface:
		l.add("surface_id:u32")
		return
	case spiceBitmap:
		if l.values("bitmap_format:u8 bitmap_flags:u8 bitmap_width:u32 bitmap_height:u32 stride:u32") {
			l.palette(l.data[l.at-13])
			l.pixels("", uint64(l.number("stride"))*uint64(l.number("bitmap_height")))
		}
		return
	case spicePalettes:
		if l.values("bitmap_flags:u8 data_size:u32") {
			l.palette(l.data[l.at-5])
		}
	case spiceZlib:
		l.values("glz_data_size:u32 data_size:u32")
	case spiceAlpha:
		l.values("jpeg_flags:u8 jpeg_size:u32 data_size:u32")
	default:
		l.values("data_size:u32")
	}
	l.pixels(spiceHeaders[kind], uint64(l.number("data_size")))
}

// palette adds where a bitmap's palette is, or the number of one that was there before.
func (l *spice) palette(flags byte) {
	if flags&spicePalCached != 0 {
		l.add("palette_id:u64")
		return
	}
	l.value("palette", "palette")
}

// pixels adds so many bytes of a picture, which begin with a header.
func (l *spice) pixels(header string, n uint64) {
	if l.short = l.short || n > uint64(len(l.data)-l.at); l.short {
		return
	}
	end := l.at + int(n)
	l.values(header)
	if l.short = l.short || l.at > end; !l.short && l.at < end {
		l.one("pixels", "FT_NONE", end-l.at)
	}
}
