"""A program that draws letters itself: what it asks libFS for, in a conversation with a server whose name is given."""

import ctypes
import ctypes
import sys

fs = ctypes.CDLL("libFS.so.6")
fs.FSOpenServer.restype = ctypes.c_void_p
fs.FSOpenBitmapFont.restype = ctypes.c_ulong
svr = ctypes.c_void_p(fs.FSOpenServer(sys.argv[1].encode()))
number, other, room = ctypes.c_int(), ctypes.c_ulong(), (ctypes.c_char * 512)()
one, two = ctypes.c_void_p(), ctypes.c_void_p()


class Char2b(ctypes.Structure):
    _fields_ = [("high", ctypes.c_ubyte), ("low", ctypes.c_ubyte)]


@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
def goes_on(server, event):
    return 0


fs.FSSetErrorHandler(goes_on)


def font(name, hint=0, mask=0):
    return fs.FSOpenBitmapFont(svr, hint, mask, name.encode(), ctypes.byref(other))


def extents(fid, text, ranges=0):
    fs.FSQueryXExtents8(svr, ctypes.c_ulong(fid), ranges, text, ctypes.c_ulong(len(text)), ctypes.byref(one))


def bitmaps(fid, text, form=0, ranges=0):
    fs.FSQueryXBitmaps8(svr, ctypes.c_ulong(fid), form, ranges, text, ctypes.c_ulong(len(text)), ctypes.byref(one), ctypes.byref(two))


def wide(text):
    return (Char2b * len(text))(*[(ord(c) >> 8, ord(c) & 255) for c in text])


def extents16(fid, text, ranges=0):
    fs.FSQueryXExtents16(svr, ctypes.c_ulong(fid), ranges, wide(text), ctypes.c_ulong(len(text)), ctypes.byref(one))


def bitmaps16(fid, text, form=0, ranges=0):
    fs.FSQueryXBitmaps16(svr, ctypes.c_ulong(fid), form, ranges, wide(text), ctypes.c_ulong(len(text)), ctypes.byref(one), ctypes.byref(two))


def names(pattern, most):
    fs.FSListFonts(svr, pattern.encode(), most, ctypes.byref(number))


fs.FSListExtensions(svr, ctypes.byref(number))
for name in b"Glyphs", b"X-Resource":
    fs.FSQueryExtension(svr, name, ctypes.byref(number), ctypes.byref(number), ctypes.byref(number))
fs.FSListCatalogues(svr, b"*", 20, ctypes.byref(number))
fs.FSListCatalogues(svr, b"none?", 3, ctypes.byref(number))
fs.FSGetCatalogues(svr, ctypes.byref(number))
fs.FSSetCatalogues(svr, 1, (ctypes.c_char_p * 1)(b"all"))
fs.FSGetCatalogues(svr, ctypes.byref(number))
for pattern, most in ("*-courier-bold-r-*", 5), ("fixed", 1), ("*-helvetica-*-24-*", 30), ("nothing", 7), ("*--20-*-iso10646-1", 4):
    names(pattern, most)

small, gothic, round_ = font("*-times-medium-i-*--14-*-iso8859-1"), font("k14"), font("-*-helvetica-bold-r-*-*-*-180-*-*-*-*-iso10646-1")
extents(small, b"Hamburg")
extents(small, b"azAZ", 1)
bitmaps(small, b"fonts")
bitmaps(small, b"09", 0x0101, 1)
bitmaps(small, b"q", 0x0201)
extents16(round_, "\u20ac\u0160\u00e9")
bitmaps16(round_, "ax", 0, 1)
bitmaps16(gothic, "\u3441\u3b7a")
extents16(gothic, "\u2422\u2430", 1)
extents(small, b"")
extents(77, b"A")
bitmaps(78, b"AB")
font("-no-such-font-*")
font("fixed", 1 << 30)
again = font("*-times-medium-i-*--14-*-iso8859-1")
bitmaps(again, b"again", 0x0302)
fs.FSCloseFont(svr, ctypes.c_ulong(again))
fs.FSSetCatalogues(svr, 0, (ctypes.c_char_p * 1)(b""))
fs.FSGetCatalogues(svr, ctypes.byref(number))
fs.FSCloseFont(svr, ctypes.c_ulong(gothic))
fs.FSCloseServer(svr)
