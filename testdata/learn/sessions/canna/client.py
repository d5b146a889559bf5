"""A program that converts kana: what it asks libcanna for."""

import ctypes

rk = ctypes.CDLL("libcanna.so.1")
room = ctypes.create_string_buffer(4096)
numbers = (ctypes.c_int * 64)()


def kana(text):
    return text.encode("euc-jp")


def convert(context, text, mode=0):
    data = kana(text)
    return rk.RkBgnBun(context, data, len(data), mode)


def words(context):
    rk.RkGetKanjiList(context, room, len(room))
    rk.RkGetYomi(context, room, len(room))


rk.RkInitialize(b"unix")
context = rk.RkCreateContext()
rk.RkSetAppName(context, b"letters 1.4")
rk.RkSetLocale(context, b"japanese")
rk.RkGetDicList(context, room, len(room))
rk.RkGetDirList(context, room, len(room))
for name in b"iroha", b"fuzokugo", b"hojomwd", b"no such", b"names":
    rk.RkMountDic(context, name, 0)
rk.RkGetMountList(context, room, len(room))
rk.RkQueryDic(context, b":user/root", b"names", numbers)

for text in "わたしのなまえはなかのです", "きょうはいいてんきだった", "とうきょうとっきょきょかきょく", "かな":
    convert(context, text)
    for place in range(3):
        if rk.RkGoTo(context, place) != place:
            break
        words(context)
        rk.RkNext(context)
    rk.RkGetStat(context, numbers)
    rk.RkGetLex(context, numbers, 4)
    rk.RkGoTo(context, 0)
    rk.RkGetHinshi(context, room, len(room))
    rk.RkEnlarge(context)
    rk.RkShorten(context)
    rk.RkResize(context, 4)
    words(context)
    rk.RkEndBun(context, 1)

other = rk.RkDuplicateContext(context)
convert(other, "はしをわたる")
rk.RkStoreYomi(other, kana("はなす"), len(kana("はなす")))
rk.RkGetLastYomi(other, room, len(room))
rk.RkRemoveBun(other, 0)
rk.RkEndBun(other, 0)
rk.RkBgnBun(other, None, 100, 0)  # as it is typed
rk.RkSubstYomi(other, 0, 0, kana("にわに"), len(kana("にわに")))
rk.RkSubstYomi(other, 3, 3, kana("わにがいる"), len(kana("わにがいる")))
rk.RkGetLastYomi(other, room, len(room))
rk.RkFlushYomi(other)
rk.RkGetKanjiList(other, room, len(room))
rk.RkEndBun(other, 1)
rk.RkDefineDic(context, b"names", kana("はなこ #JN 花子"))
rk.RkDefineDic(context, b"names", kana("なかのしま #CN 中之島"))
rk.RkDeleteDic(context, b"names", kana("はなこ #JN 花子"))
rk.RkSync(context, b"names")
rk.RkUnmountDic(context, b"hojomwd")
rk.RkRemountDic(context, b"iroha", 1)
rk.RkCloseContext(other)
rk.RkFinalize()
