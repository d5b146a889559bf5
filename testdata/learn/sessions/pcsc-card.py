"""A card of software with a few files, for pcsc.sh: pcsc-card.py PORT ATR. It is put into the reader that listens there."""
import os
import socket
import sys

s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
atr = bytes.fromhex(sys.argv[2])
files = {b'\x3f\x00': b'', b'\x2f\x00': b'a directory of two files', b'\x2f\x01': bytes(range(16)), b'\x2f\x02': b'Card of nobody, number 4711. ' * 7}
current, tries = b'\x3f\x00', 3

def answer(a):
    global current, tries
    cla, ins, p1, p2 = a[:4]
    data, want = a[5:5 + a[4]] if len(a) > 5 else b'', (a[4] if len(a) == 5 else a[-1]) or 256
    at = p1 << 8 | p2
    if cla not in (0, 0x80):
        return b'\x6e\x00'
    if ins == 0xa4 and p1 == 4:
        return b'\x6f\x10\x84\x0e' + data[:14].ljust(14, b'\0') + b'\x90\x00' if data.startswith(b'\xa0\0\0\0\x01') else b'\x6a\x82'
    if ins == 0xa4:
        if data not in files:
            return b'\x6a\x82'
        current = data
        return b'\x90\x00' if p2 & 12 else b'\x6f\x08\x83\x02' + data + b'\x80\x02' + len(files[data]).to_bytes(2) + b'\x90\x00'
    if ins == 0xb0:
        return files[current][at:at + want] + b'\x90\x00' if at < len(files[current]) else b'\x6b\x00'
    if ins == 0xd6:
        files[current] = files[current][:at].ljust(at, b'\0') + data + files[current][at + len(data):]
        return b'\x90\x00'
    if ins == 0x84:
        return os.urandom(want) + b'\x90\x00'
    if ins == 0x20:
        tries = 3 if data == b'1234' else tries - 1
        return b'\x90\x00' if tries == 3 else bytes([0x63, 0xc0 | max(tries, 0)])
    if ins == 0xca:
        return {0x5a: b'\x5a\x04\x47\x11\x00\x17', 0x9f7f: b'\x9f\x7f\x0a' + atr[:10]}.get(at, b'')[:want] + b'\x90\x00'
    return b'\x6d\x00'

def read(n):
    data = b''
    while len(data) < n:
        more = s.recv(n - len(data))
        if not more:
            sys.exit()
        data += more
    return data

while True:
    said = read(int.from_bytes(read(2)))
    if len(said) > 1 or said == b'\x04':
        out = answer(said) if len(said) > 1 else atr
        s.sendall(len(out).to_bytes(2) + out)
