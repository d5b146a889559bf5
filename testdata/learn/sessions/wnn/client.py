"""A program that converts kana: what it asks libwnn for, and an environment of its own."""

import ctypes
import sys

wnn = ctypes.CDLL("libwnn.so.0")
for name in "js_open_lang", "js_connect_lang":
    getattr(wnn, name).restype = ctypes.c_void_p
DIC = ""  # names are of files below the directory of the server
WHOLE, SINGLE, CLAUSE, NONE = 0, 1, 2, -1  # how a conversion may end


class Buffer(ctypes.Structure):
    _fields_ = [("size", ctypes.c_int), ("buf", ctypes.c_void_p)]


def wide(text):
    return (ctypes.c_ushort * (len(text) + 1))(*[int.from_bytes(c.encode("euc-jp"), "big") for c in text])


buf, room, whole = Buffer(0, None), ctypes.create_string_buffer(8192), (ctypes.c_int * 17)()
js = ctypes.c_void_p(wnn.js_open_lang(b"", b"ja_JP", 5))
wnn.js_version(js, ctypes.byref(ctypes.c_int()), ctypes.byref(ctypes.c_int()))
wnn.js_env_exist(js, sys.argv[1].encode())
env = ctypes.c_void_p(wnn.js_connect_lang(js, sys.argv[1].encode(), b"ja_JP"))
rb = ctypes.byref(buf)
out = ctypes.byref(buf)


def read(path):
    wnn.js_file_stat(env, (DIC + path).encode(), room)
    return wnn.js_file_read(env, (DIC + path).encode())


wnn.js_access(env, (DIC + "usr/" + sys.argv[1]).encode(), 4)
wnn.js_mkdir(env, (DIC + "usr/" + sys.argv[1]).encode())
grammar = read("pubdic/full.fzk")
wnn.js_fuzokugo_set(env, grammar)
wnn.js_fuzokugo_get(env)
numbers = []
for name, nice in (("jinmei", 1), ("kihon", 5), ("chimei", 1), ("computer", 4))[int(sys.argv[2]):]:
    fid = read("pubdic/%s.dic" % name)
    often = (DIC + "usr/%s/%s.h" % (sys.argv[1], name)).encode()
    wnn.js_hindo_file_create(env, fid, often, wide("回数"), b"")
    hid = wnn.js_file_read(env, often)
    numbers.append(wnn.js_dic_add(env, fid, hid, 0, nice, 1, 0, b"", b""))
own = (DIC + "usr/%s/ud" % sys.argv[1]).encode()
wnn.js_dic_file_create(env, own, 2, wide("自分の辞書"), b"word", b"")
fid = wnn.js_file_read(env, own)
ud = wnn.js_dic_add(env, fid, -1, 0, 7, 0, 0, b"word", b"")
wnn.js_dic_add(env, 99, -1, 0, 7, 0, 0, b"", b"")
wnn.js_file_read(env, b"/none")
wnn.js_param_get(env, whole)
whole[0], whole[1], whole[9] = 3, 8, -60
wnn.js_param_set(env, whole)
wnn.js_env_sticky(env)
for name in ("名詞", "人名", "ない")[int(sys.argv[2]):]:
    no = wnn.js_hinsi_number(js, wide(name))
    if no >= 0:
        wnn.js_hinsi_name(js, no, rb)
        wnn.js_hinsi_dicts(env, no, rb)
wnn.js_hinsi_list(env, ud, wide("名詞"), rb)
wnn.js_hinsi_list(env, ud, wide("/"), rb)
noun = wnn.js_hinsi_number(js, wide("名詞"))
for reading, written, comment in ("はなぞの", "花園", "所"), ("かいはつ", "開発", ""), ("てがみ", "手紙", "紙に書く"):
    wnn.js_word_add(env, ud, wide(reading), wide(written), wide(comment), noun, 3)
for reading in "はなぞの", "かいはつ":
    wnn.js_word_search(env, ud, wide(reading), rb)
    wnn.js_word_search_by_env(env, wide(reading), rb)
wnn.js_word_info(env, ud, 0, rb)
wnn.js_word_info(env, ud, 1, rb)
wnn.js_word_info(env, numbers[0], 100, rb)
wnn.js_word_comment_set(env, ud, 1, wide("作る"))
wnn.js_word_delete(env, ud, 2)
for text in ("わたしのなまえはなかのです", "とうきょうにいく", "はなぞのでてがみをかく")[int(sys.argv[2]):]:
    wnn.js_kanren(env, wide(text), -1, None, WHOLE, NONE, CLAUSE, rb)
    wnn.js_kantan_dai(env, wide(text[:5]), -1, None, SINGLE, NONE, rb)
    wnn.js_kantan_sho(env, wide(text[:4]), -1, None, SINGLE, NONE, rb)
    wnn.js_kanzen_sho(env, wide(text[:4]), -1, None, SINGLE, NONE, rb)
wnn.js_kanzen_dai(env, wide("やま"), -1, None, SINGLE, NONE, rb)
wnn.js_hindo_set(env, numbers[0], 120, 1, 1)
wnn.js_hindo_set(env, numbers[0], 120, -3, -3)
wnn.js_hindo_set(env, ud, 0, -4, -2)
wnn.js_dic_use(env, numbers[-1], 0)
info = ctypes.create_string_buffer(4096)
wnn.js_dic_info(env, ud, info)
wnn.js_dic_info(env, 77, info)
wnn.js_dic_list(env, rb)
wnn.js_file_list(env, rb)
wnn.js_file_info(env, fid, room)
wnn.js_file_comment_set(env, fid, wide("皆の辞書"))
wnn.js_file_password_set(env, fid, 1, b"word", b"letters")
wnn.js_file_loaded(js, own)
wnn.js_file_write(env, fid, own)
wnn.js_dic_delete(env, numbers[1])
wnn.js_env_un_sticky(env)
wnn.js_dic_delete(env, ud)
wnn.js_file_discard(env, fid)
wnn.js_file_remove(js, own, b"wrong")
wnn.js_file_remove(js, own, b"letters")
wnn.js_disconnect(env)
wnn.js_close(js)
