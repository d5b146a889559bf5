"""Servers of NTP at 127.0.0.2 and further, each with a stratum, how far its clock is off, and how long it takes, in seconds."""

import random
import select
import socket
import struct
import time

CLOCKS = {
    "127.0.0.2": (1, 0.0004, 0.0002),
    "127.0.0.3": (2, -0.0021, 0.004),
    "127.0.0.4": (3, 0.0117, 0.02),
    "127.0.0.5": (2, 0.0008, 0.0011),
    "127.0.0.6": (9, -0.19, 0.05),
    "127.0.0.7": (16, 0, 0.001),  # not synchronized
}
EPOCH = 2208988800  # of NTP


def stamp(t):
    return struct.pack(">II", (int(t) + EPOCH) & 0xFFFFFFFF, int(t % 1 * 2**32))


sockets = {}
for address in CLOCKS:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((address, 123))
    sockets[s] = CLOCKS[address]
while True:
    for s in select.select(list(sockets), [], [])[0]:
        stratum, off, delay = sockets[s]
        said, peer = s.recvfrom(1024)
        time.sleep(random.expovariate(1 / delay) / 2)
        now = time.time() + random.gauss(off, abs(off) / 8)
        leap = 3 if stratum > 15 else 0
        head = struct.pack(">BBbb", leap << 6 | 4 << 3 | 4, stratum % 16, 6, -20)
        root = struct.pack(">II", int(delay * 65536), int(delay * 32768)) + socket.inet_aton("192.0.2.%d" % stratum)
        s.sendto(head + root + stamp(now - 17) + said[40:48] + stamp(now) + stamp(now + 0.00002), peer)
        time.sleep(random.expovariate(1 / delay) / 2)
