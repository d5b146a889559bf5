"""Things that the shell does not do: attributes, access rights and locks in a directory of MooseFS, and its library."""
import ctypes
import fcntl
import os
import struct
import sys

def lists(*entries):
    """Access rights as the kernel takes them: tag, rights, id."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *e) for e in entries)

def attributes(top):
    name = f"{top}/notes"
    os.setxattr(name, "user.colour", b"dark green")
    os.setxattr(name, "user.weight", bytes([0, 3, 200, 17]), os.XATTR_CREATE)
    try:
        os.setxattr(name, "user.missing", b"x", os.XATTR_REPLACE)
    except OSError as e:
        print(e)
    print(os.listxattr(name), os.getxattr(name, "user.colour"))
    os.removexattr(name, "user.weight")
    nobody = 0xffffffff
    os.setxattr(name, "system.posix_acl_access", lists((1, 6, nobody), (2, 7, 1007), (4, 4, nobody), (8, 5, 300), (16, 7, nobody), (32, 0, nobody)))
    print(os.getxattr(name, "system.posix_acl_access"))

def locks(top):
    with open(f"{top}/notes", "r+b") as a, open(f"{top}/notes", "r+b") as b:
        fcntl.lockf(a, fcntl.LOCK_EX, 100, 20)
        print(fcntl.fcntl(b, fcntl.F_GETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 4000, 0)))
        fcntl.lockf(a, fcntl.LOCK_UN, 100, 20)
        fcntl.flock(a, fcntl.LOCK_EX)
        try:
            fcntl.flock(b, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError as e:
            print(e)
        os.system("mfscli -H 10.9.0.2 -SAL; mfscli -H 10.9.0.2 -SOF")
        fcntl.flock(a, fcntl.LOCK_UN)

class Config(ctypes.Structure):
    _fields_ = [(n, ctypes.c_char_p) for n in ("host", "port", "password", "mountpoint", "path")] + [(n, ctypes.c_int) for n in (
        "read_cache", "write_cache", "tries", "lost", "space", "clear", "copy")]

def library():
    mfs = ctypes.CDLL("libmfsio.so.1", use_errno=True)
    config = Config(b"10.9.0.2", b"9421", b"haystack", b"library", b"/", 32, 16, 5, 0, 0, 0, 0)
    print(mfs.mfs_init(ctypes.byref(config), 0))
    print(mfs.mfs_mkdir(b"/ledger", 0o750), mfs.mfs_mkdir(b"/nowhere/at/all", 0o755))
    f = mfs.mfs_open(b"/ledger/may", os.O_RDWR | os.O_CREAT, 0o640)
    print(f, mfs.mfs_write(f, b"12 sheep\n" * 20, 180), mfs.mfs_fsync(f))
    print(mfs.mfs_flock(f, 2), mfs.mfs_flock(f, 8), mfs.mfs_ftruncate(f, 64))
    print(mfs.mfs_close(f), mfs.mfs_rename(b"/ledger/may", b"/ledger/june"))
    print(mfs.mfs_mknod(b"/ledger/pipe", 0o010644, 0), mfs.mfs_unlink(b"/ledger/pipe"))
    mfs.mfs_term()

globals()[sys.argv[1]](*sys.argv[2:])
