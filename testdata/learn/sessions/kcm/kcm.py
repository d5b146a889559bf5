# What no command of heimdal-clients says to kcm, with the calls of Heimdal's libkrb5. See kcm.sh.

import ctypes
import sys

krb5 = ctypes.CDLL("libkrb5.so.26")
pointer = ctypes.c_void_p


class Data(ctypes.Structure):
    _fields_ = [("length", ctypes.c_size_t), ("data", pointer)]


class Key(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int32), ("value", Data)]


class Credential(ctypes.Structure):
    _fields_ = [("client", pointer), ("server", pointer), ("key", Key), ("times", ctypes.c_int64 * 4),
                ("rest", ctypes.c_char * 80)]


context = pointer()
krb5.krb5_init_context(ctypes.byref(context))


def data(value):
    return Data(len(value), ctypes.cast(ctypes.create_string_buffer(value), pointer))


def principal(name):
    p = pointer()
    krb5.krb5_parse_name(context, name.encode(), ctypes.byref(p))
    return p


def cache(name):
    c = pointer()
    krb5.krb5_cc_resolve(context, b"KCM:" + name.encode(), ctypes.byref(c))
    return c


def wanted(server, client=None, key=0, ends=0):
    c = Credential()
    c.server = principal(server).value
    c.client = principal(client).value if client else None
    c.key.type = key
    c.times[2] = ends
    return c


# ask sends a request that libkrb5 has no call for: pairs of a type and a value.
def ask(opcode, *words):
    request, answer, said = pointer(), pointer(), Data()
    krb5.krb5_kcm_storage_request(context, ctypes.c_uint16(opcode), ctypes.byref(request))
    for kind, value in zip(words[::2], words[1::2]):
        getattr(krb5, "krb5_store_" + kind)(request, value)
    krb5.krb5_kcm_call(context, request, ctypes.byref(answer), ctypes.byref(said))


def z(name):
    return "stringz", name.encode()


def retrieve(name, which, what):
    ask(7, *z(name), "int32", ctypes.c_int32(which), "creds_tag", ctypes.byref(what))


def remove(name, which, what):
    krb5.krb5_cc_remove_cred(context, cache(name), ctypes.c_uint32(which), ctypes.byref(what))


def offset(name, seconds):
    krb5.krb5_cc_set_kdc_offset(context, cache(name), ctypes.c_int32(seconds))
    got = ctypes.c_int32()
    krb5.krb5_cc_get_kdc_offset(context, cache(name), ctypes.byref(got))


def config(name, about, key, value):
    krb5.krb5_cc_set_config(context, cache(name), principal(about) if about else None, key.encode(),
                            ctypes.byref(data(value)))


def flags(name, value):
    krb5.krb5_cc_set_flags(context, cache(name), ctypes.c_uint32(value))


def move(old, new):
    krb5.krb5_cc_move(context, cache(old), cache(new))


def chown(name, uid, gid):
    ask(13, *z(name), "uint32", ctypes.c_uint32(uid), "uint32", ctypes.c_uint32(gid))


def chmod(name, mode):
    ask(14, *z(name), "uint16", ctypes.c_uint16(mode))


def ticket(name, kdc_flags, kind, server):
    ask(16, *z(name), "uint32", ctypes.c_uint32(kdc_flags), "int32", ctypes.c_int32(kind), "principal", principal(server))


def ntlm(opcode, user, domain, *hash):
    ask(opcode, *z(user), *z(domain), *(("data", data(hash[0])) if hash else ()))


for line in sys.stdin:
    exec(line)
