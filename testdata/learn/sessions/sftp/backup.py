#!/usr/bin/python3
# A program on paramiko, for sftp.pcapng: python3 backup.py SOCKET.
import socket
import stat
import sys

import paramiko


def tried(call, *args, **named):
    try:
        return call(*args, **named)
    except (OSError, EOFError, paramiko.SFTPError) as e:
        print(call.__name__, args, e)


def first(c):
    c.chdir("reports")
    with c.open("2023/q1.csv") as f:
        print(f.stat().st_size, f.readline(), f.read(20))
        f.seek(-9, 2)
        print(f.read())
        tried(f.check, "md5", 0, 64, 256)
    with c.open("2024/disk.img") as image, c.open("2024/log", "w") as f, c.open("2024/new", "xw") as new:
        f.write("started\n")
        f.flush()
        f.chmod(0o640)
        f.utime((1700000000, 1700000100))
        f.chown(33, 4)
        f.truncate(5)
        image.seek(5000000000)
        print(image.read(48))
        print(list(image.readv([(4294967296, 16), (16777216, 32), (5368709119, 8)])))
        new.write(bytes(range(64)))
    with c.open("2024/log", "a") as f:
        f.write("ed again\n")
    tried(c.open, "2024/log", "xw")
    with c.open("2024/log", "r+") as f:
        f.seek(3)
        f.write("XY")
    c.rename("2024/new", "2024/newer")
    tried(c.rename, "2024/missing", "x")
    c.posix_rename("2024/newer", "2024/log")
    c.truncate("2024/log", 12)


def second(c):
    print(c.normalize("."), c.normalize("photos/../current"), c.readlink("current"))
    tried(c.readlink, "VERSION")
    c.symlink("../VERSION", "www/version")
    print(stat.filemode(c.lstat("www/version").st_mode), c.stat("www/version").st_size)
    c.mkdir("incoming/friday", 0o750)
    tried(c.mkdir, "incoming/friday")
    c.utime("incoming/friday", (86400, 2147483647))
    c.chown("incoming/friday", 65534, 100)
    c.rmdir("incoming/friday")
    c.unlink("www/version")
    tried(c.stat, "a" * 300)


class Link(socket.socket):
    """A socket that paramiko takes for a channel of SSH."""

    def get_name(self):
        return "link"


for session in first, second:
    link = Link(socket.AF_UNIX)
    link.connect(sys.argv[1])
    client = paramiko.SFTPClient(link)
    session(client)
    link.close()
