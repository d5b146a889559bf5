"""Somebody who types: what libwnn does for a line of text, with the environment that a file tells of."""

import ctypes
import sys

wnn = ctypes.CDLL("libwnn.so.0")
wnn.jl_open_lang.restype = ctypes.c_void_p


def wide(text):
    return (ctypes.c_ushort * (len(text) + 1))(*[int.from_bytes(c.encode("euc-jp"), "big") for c in text])


always = ctypes.c_void_p(-1)  # creates what is not there
buf = ctypes.c_void_p(wnn.jl_open_lang(b"typist", b"", b"ja_JP", sys.argv[1].encode(), always, None, 5))
for text in ("あめがふるでしょう",):
    wnn.jl_ren_conv(buf, wide(text), 0, -1, 0)
    wnn.jl_zenkouho(buf, 0, 0, 1)
    wnn.jl_set_jikouho(buf, 1)
    wnn.jl_nobi_conv(buf, 0, 3, -1, 0, 0)
    wnn.jl_update_hindo(buf, 0, -1)
wnn.jl_tan_conv(buf, wide("そら"), 0, -1, 0, 1)
wnn.jl_update_hindo(buf, 0, -1)
wnn.jl_close(buf)
