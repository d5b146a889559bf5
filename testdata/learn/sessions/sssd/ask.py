# What asks sssd by libsss_nss_idmap and libsubid_sss, for ../sssd.sh.

import base64, ctypes, sys

sss = ctypes.CDLL("libsss_nss_idmap.so.0")
subid = ctypes.CDLL("libsubid_sss.so")
buffer = ctypes.create_string_buffer(65536)
pointer, kind, number = ctypes.c_void_p(), ctypes.c_int(), ctypes.c_uint32()
NO_CACHE, INVALIDATE = 1, 2


def original(key):
    for call in sss.sss_nss_getorigbyname, sss.sss_nss_getorigbyusername_timeout, sss.sss_nss_getorigbygroupname_timeout:
        more = [] if call is sss.sss_nss_getorigbyname else [ctypes.c_uint(10000)]
        call(key, *more, ctypes.byref(pointer), ctypes.byref(kind))


def account(key, flags):
    """asks for a user or a group by a name or a number, past what is cached."""
    place = ctypes.byref(ctypes.create_string_buffer(256)), buffer, ctypes.c_size_t(len(buffer)), ctypes.byref(pointer), flags, 10000
    for by_name, by_id in ((sss.sss_nss_getpwnam_timeout, sss.sss_nss_getpwuid_timeout), (sss.sss_nss_getgrnam_timeout, sss.sss_nss_getgrgid_timeout)):
        by_id(int(key), *place) if key.isdigit() else by_name(key, *place)


def groups(user, flags):
    count = ctypes.c_int(64)
    sss.sss_nss_getgrouplist_timeout(user, 5000, (ctypes.c_uint32 * 64)(), ctypes.byref(count), flags, 10000)


def sids(key):
    """asks for the SID of a name or a number, and back."""
    text = ctypes.c_char_p()
    if key.isdigit():
        for call in sss.sss_nss_getsidbyid, sss.sss_nss_getsidbyuid, sss.sss_nss_getsidbygid:
            call(int(key), ctypes.byref(text), ctypes.byref(kind))
    elif key.startswith(b"S-"):
        sss.sss_nss_getnamebysid(key, ctypes.byref(text), ctypes.byref(kind))
        sss.sss_nss_getidbysid(key, ctypes.byref(number), ctypes.byref(kind))
    else:
        sss.sss_nss_getsidbyname(key, ctypes.byref(text), ctypes.byref(kind))


def certificate(path):
    text = base64.b64encode(open(path, "rb").read())
    names, kinds = ctypes.c_void_p(), ctypes.c_void_p()
    sss.sss_nss_getnamebycert(text, ctypes.byref(ctypes.c_char_p()), ctypes.byref(kind))
    sss.sss_nss_getlistbycert(text, ctypes.byref(names), ctypes.byref(kinds))


what, *keys = sys.argv[1:]
for key in map(str.encode, keys):
    if what == "orig":
        original(key)
    elif what == "account":
        account(key, 0)
        account(key, NO_CACHE)
    elif what == "groups":
        groups(key, INVALIDATE)
        groups(key, 0)
    elif what == "sid":
        sids(key)
    elif what == "cert":
        certificate(key)
    elif what == "subid":
        for which in 1, 2:
            subid.shadow_subid_list_owner_ranges(key, which, ctypes.byref(pointer), ctypes.byref(number))
