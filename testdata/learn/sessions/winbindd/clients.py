"""What a program asks libwbclient and libnss_winbind for."""

import ctypes
import grp
import os
import pwd

wb = ctypes.CDLL("libwbclient.so.0")
number, texts = ctypes.c_uint32, ctypes.POINTER(ctypes.c_char_p)


class Sid(ctypes.Structure):
    _fields_ = [("revision", ctypes.c_uint8), ("count", ctypes.c_uint8), ("authority", ctypes.c_uint8 * 6), ("parts", number * 15)]


class UnixId(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("id", number)]


def out(kind=ctypes.c_void_p):
    return ctypes.byref(kind())


def sid_of(domain, name):
    sid = Sid()
    wb.wbcLookupName(domain, name, ctypes.byref(sid), out(number))
    return sid


def known(function, argument):
    try:
        return function(argument)
    except KeyError:
        return None


wb.wbcPing()
wb.wbcInterfaceDetails(out())
alice, readers = sid_of(b"EXAMPLE", b"alice"), sid_of(b"example.test", b"readers")
users = Sid()
wb.wbcStringToSid(b"S-1-5-32-545", ctypes.byref(users))
sid_of(b"EXAMPLE", b"nobody at all")
domain = Sid.from_buffer_copy(alice)
domain.count -= 1
wb.wbcLookupSid(ctypes.byref(users), out(), out(), out(number))
wb.wbcLookupSids((Sid * 3)(readers, domain, users), 3, out(), out(), out())
wb.wbcLookupRids(ctypes.byref(domain), 4, (number * 4)(500, 513, 515, alice.parts[4]), out(), out(), out())
wb.wbcSidsToUnixIds((Sid * 3)(alice, readers, users), 3, (UnixId * 3)())
wb.wbcUnixIdsToSids((UnixId * 2)(UnixId(1, 3002), UnixId(2, 5017)), 2, (Sid * 2)())
wb.wbcLookupUserSids(ctypes.byref(alice), False, out(number), out())
wb.wbcLookupUserSids(ctypes.byref(alice), True, out(number), out())
wb.wbcGetSidAliases(ctypes.byref(domain), (Sid * 2)(alice, readers), 2, out(), out(number))
wb.wbcListUsers(b"EXAMPLE", out(number), out(texts))
wb.wbcListTrusts(out(), out(ctypes.c_size_t))
wb.wbcLookupDomainControllerEx(b"example.test", None, b"Default-First-Site-Name", number(0x40000000), out())
wb.wbcPingDc(b"EXAMPLE", out())
wb.wbcGetpwsid(ctypes.byref(alice), out())
wb.wbcGetGroups(b"EXAMPLE\\bob", out(number), out())
wb.wbcAuthenticateUser(b"EXAMPLE\\carolina", b"Mountain.2026")
wb.wbcChangeUserPassword(b"EXAMPLE\\carolina", b"Mountains.2026", b"Valleys.and.Rivers.7")
wb.wbcChangeUserPassword(b"EXAMPLE\\bob", b"Sailing.42", b"x")
wb.wbcCredentialSave(b"EXAMPLE\\bob", b"Sailing.42")
wb.wbcLogoffUser(b"EXAMPLE\\bob", 3002, b"FILE:/tmp/krb5cc_3002")

for name in r"EXAMPLE\carolina", "nobody at all":
    known(pwd.getpwnam, name)
known(pwd.getpwuid, 3002)
known(grp.getgrnam, r"EXAMPLE\readers")
os.getgrouplist(r"EXAMPLE\alice", 100)
pwd.getpwall()
grp.getgrall()
