# Makes what an image of a small system has, in one process: files of other users, devices, and what fails.

import os
import stat


def tried(call, *arguments, **options):
    try:
        return call(*arguments, **options)
    except OSError:
        return None


os.makedirs("srv/größe/Straße", mode=0o750)
for user, group, mode, name in ((1, 1, 0o644, "motd"), (65534, 65533, 0o4755, "su"), (4294967290, 2000000, 0o1777, "mail spool")):
    with open("srv/" + name, "wb") as file:
        os.fchmod(file.fileno(), mode)
        os.fchown(file.fileno(), user, group)
        os.fstat(file.fileno())
    os.lchown("srv/" + name, user, -1)
for major, minor, kind, name in ((1, 3, stat.S_IFCHR, "null"), (259, 70000, stat.S_IFBLK, "nvme0n1p7"), (0, 0, stat.S_IFIFO, "pipe")):
    os.mknod("srv/" + name, kind | 0o666, os.makedev(major, minor))
os.rename("srv/null", "srv/größe/zero")
os.rename("srv/größe", "srv/grow")
os.stat("srv/nvme0n1p7")
os.replace("srv/motd", "srv/su")
os.symlink("/proc/self/mounts", "srv/mtab")
os.link("srv/su", "srv/grow/su.old")
tried(os.stat, "srv/nothing")
tried(os.rename, "srv/pipe", "srv/grow")
tried(os.unlink, "srv/grow")
tried(os.rmdir, "srv/grow")
tried(os.chmod, "srv/nothing", 0o700)
os.chmod("srv/grow/../mail spool", 0o111)
os.setxattr("srv/su", "user.note", b"kept for 17 days")
os.setxattr("srv/su", "security.capability", bytes.fromhex("0100000202000000000000000000000000000000"))
os.setxattr("srv/su", "user.empty", b"")
os.getxattr("srv/su", "security.capability")
os.getxattr("srv/su", "user.note")
tried(os.getxattr, "srv/su", "user.empty")
tried(os.getxattr, "srv/mail spool", "user.mime_type")
os.listxattr("srv/su")
os.listxattr("srv/mail spool")
os.removexattr("srv/su", "user.note")
handle = os.open("srv", os.O_RDONLY | os.O_DIRECTORY)
os.mkdir("run", 0o755)
os.chmod("run/", 0o711)
os.mkdir("lock", 0o1777, dir_fd=handle)
os.unlink("pipe", dir_fd=handle)
os.rename("mail spool", "mail", src_dir_fd=handle, dst_dir_fd=handle)
os.stat("mail", dir_fd=handle, follow_symlinks=False)
os.rmdir("run")
os.truncate("srv/mail", 4096)
with open("srv/mail", "a"):
    pass
os.unlink("srv/mail")
