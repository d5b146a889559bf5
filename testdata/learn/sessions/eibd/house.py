"""Plays who is on a KNX bus, over libeibclient: house.py URL ROLE [ADDRESS]."""

import contextlib
import ctypes
import struct
import sys
import time

lib = ctypes.CDLL("libeibclient.so.0")
lib.EIBSocketURL.restype = ctypes.c_void_p
lib.EIBSocketURL.argtypes = [ctypes.c_char_p]


class Bus:
    """A connection to knxd."""

    def __init__(self, url):
        self.con = ctypes.c_void_p(lib.EIBSocketURL(url.encode()))
        if not self.con:
            sys.exit("no knxd")

    def call(self, name, *args):
        result = getattr(lib, name)(self.con, *args)
        if result < 0:
            raise OSError(name)
        return result

    def reset(self):
        """Ends what was opened, though something may come from that first."""
        with contextlib.suppress(OSError):
            self.call("EIBReset")

    def send(self, name, data, *address):
        self.call(name, *address, len(data), bytes(data))

    def control(self, dest, tpdu):
        """Sends a TPDU of one byte, which the library's function for these does not."""
        self.call("_EIB_SendRequest", 5, struct.pack(">HHB", 0x25, dest, tpdu))

    def get(self, name, addresses):
        """Waits for what comes next, and returns it behind so many addresses."""
        data = ctypes.create_string_buffer(300)
        where = [ctypes.c_uint16() for _ in range(addresses)]
        n = self.call(name, 300, data, *map(ctypes.byref, where))
        return (*[w.value for w in where], data.raw[:n])


def group(text):
    main, middle, sub = map(int, text.split("/"))
    return main << 11 | middle << 8 | sub


def half(value):
    """A floating-point number of two bytes, as DPT 9 has it."""
    mantissa, exponent = round(value * 100), 0
    while not -2048 <= mantissa <= 2047:
        mantissa, exponent = mantissa >> 1, exponent + 1
    return struct.pack(">H", (mantissa < 0) << 15 | exponent << 11 | mantissa & 0x7FF)


VALUES = {  # of the panel
    "1/0/1": half(21.5),
    "1/0/2": half(-7.25),
    "1/0/3": half(48231.68),
    "1/1/1": 1,
    "1/1/2": b"\xb3",
    "1/1/3": 0x0B,
    "2/0/1": struct.pack(">i", 1234567),
    "2/0/2": struct.pack(">f", 230.4),
    "2/0/3": struct.pack(">q", 98765432109),
    "3/0/1": b"Living room\0\0\0",
    "3/0/2": bytes([3 << 5 | 14, 27, 9]),
    "3/0/3": bytes([24, 12, 26]),
    "31/7/255": bytes([0x7E, 12, 24, 3 << 5 | 14, 27, 9, 0, 0x80]),
    "4/0/1": bytes([255, 128, 7]),
    "4/0/2": b"Window in the kitchen is open\0",
}


def said(service, value):
    """An APDU, with a value of six bits or of bytes."""
    if isinstance(value, int):
        return bytes([0, service | value])
    return bytes([0, service]) + value


def panel(bus, _):
    """Answers who reads its values, and keeps what is written."""
    values = {group(g): v for g, v in VALUES.items()}
    bus.call("EIBOpen_GroupSocket", 0)
    while True:
        _, dest, data = bus.get("EIBGetGroup_Src", 2)
        if data[1] & 0xC0 == 0x80:
            values[dest] = data[2:] or data[1] & 0x3F
        elif data[1] == 0 and dest in values:
            bus.send("EIBSendGroup", said(0x40, values[dest]), dest)


def weather(bus, where):
    """Writes what a station on the roof measures to groups, for each of which it opens a connection."""
    for n, (name, value) in enumerate(
        [("5/0/1", half(3.4)), ("5/0/2", half(71234)), ("5/0/4", 1), ("5/0/5", half(-11.8)), ("5/0/6", struct.pack(">I", 101325))]
    ):
        bus.call("EIBOpenT_Group", group(name), n % 2)
        bus.send("EIBSendAPDU", said(0x80, value))
        if isinstance(value, bytes) and len(value) == 2:
            bus.send("EIBSendAPDU", said(0x80, half(n * 2.5 - 4)))
        time.sleep(0.05)
        bus.reset()


def scenes(bus, _):
    """Writes to several groups over one socket."""
    bus.call("EIBOpen_GroupSocket", 1)
    for name, value in [
        ("6/0/1", b"\x05"),
        ("6/0/1", b"\x85"),
        ("1/1/1", 0),
        ("1/1/2", b"\x40"),
        ("4/0/1", b"\x10\x20\x30"),
        ("3/0/1", b"Dining room\0\0\0"),
        ("2/0/2", struct.pack(">f", -0.5)),
    ]:
        bus.send("EIBSendGroup", said(0x80, value), group(name))
        time.sleep(0.03)
    bus.reset()


PROPERTIES = {
    (0, 11): b"\x00\xc5\x01\x02\x03\xfe",
    (0, 12): b"\x00\xc5",
    (0, 15): b"HS-4711 b ",
    (0, 56): b"\x00\x37",
    (1, 5): b"\x01",
    (3, 13): b"\x00\xc5\x10\x0a\x12",
}


class Device:
    """A dimmer in the cabinet, whose memory and properties may be read."""

    def __init__(self):
        self.memory = bytearray(i * 37 + 5 & 0xFF for i in range(1 << 16))
        self.properties = dict(PROPERTIES)

    def answer(self, a):
        """What it has to say to an APDU, if anything."""
        code, low = (a[0] & 3) << 8 | a[1], a[1] & 15
        if code == 0x300:
            return b"\x03\x40\x07\xb0"
        if code == 0x302:
            return b"\x03\x42\x00\xc5\x00\x2a\x01\x00\x00\x08\x00\x00\x00\x00\x00\x00"
        if code & 0x3C0 == 0x180:
            return bytes([1, 0xC0 | a[1] & 0x3F, a[2]]) + struct.pack(">H", 137 * a[2])
        if code & 0x3F0 == 0x200:
            where = a[2] << 8 | a[3]
            return bytes([2, 0x40 | low]) + a[2:4] + self.memory[where : where + low]
        if code & 0x3F0 == 0x280:
            where = a[2] << 8 | a[3]
            self.memory[where : where + low] = a[4:]
            return bytes([2, 0x40 | low]) + a[2:]
        if code == 0x2C0:
            return b"\x02\xc1" + a[2:5] + self.memory[100 : 100 + (a[2] & 15)]
        if code == 0x2C5:
            return b"\x02\xc6\xc5\x12\x34"
        if code == 0x3D1:
            return b"\x03\xd2" + (b"\x02" if a[3:] == b"\x12\x34\x56\x78" else b"\x0f")
        if code == 0x3D3:
            return b"\x03\xd4" + a[2:3]
        if code == 0x3D5:
            value = self.properties.get((a[2], a[3]))
            return b"\x03\xd6" + a[2:4] + (a[4:6] + value if value else bytes([a[4] & 15, a[5]]))
        if code == 0x3D7:
            self.properties[a[2], a[3]] = a[6:]
            return b"\x03\xd6" + a[2:]
        if code == 0x3D8:
            return b"\x03\xd9" + a[2:4] + bytes([a[4] or 3, 0x80 | a[3] & 0x3F, 0, len(self.properties.get((a[2], a[3]), b"")), 0x32])
        return None


def device(bus, _):
    """Says over the transport layer what a device does, for whoever opens a connection to it or not."""
    dimmer, number = Device(), 0
    bus.call("EIBOpenT_TPDU", 0)
    while True:
        source, data = bus.get("EIBGetTPDU", 1)
        if data[0] == 0x80:
            number = 0
        if len(data) < 2:
            continue
        connected = data[0] & 0xC0 == 0x40
        if connected:
            bus.control(source, 0xC2 | data[0] & 0x3C)
        answer = dimmer.answer(data)
        if answer and connected:
            answer = bytes([answer[0] | 0x40 | number << 2]) + answer[1:]
            number = number + 1 & 15
        if answer:
            bus.send("EIBSendTPDU", answer, source)


def reader(bus, _):
    """Answers to all who ask, as a device does whose button for programming is pressed."""
    bus.call("EIBOpenT_Broadcast", 0)
    while True:
        _, data = bus.get("EIBGetAPDU_Src", 1)
        if data == b"\x01\x00":
            bus.send("EIBSendAPDU", b"\x01\x40")
        elif data[:2] == b"\x03\xdc" and data[2:] == PROPERTIES[0, 11]:
            bus.send("EIBSendAPDU", b"\x03\xdd" + data[2:] + bytes(4))
        elif data[:2] == b"\x03\xda":
            bus.send("EIBSendAPDU", b"\x03\xdb" + data[2:] + bytes(16 - len(data)))


def installer(bus, _):
    """Asks all, and writes addresses."""
    bus.call("EIBOpenT_Broadcast", 0)
    for ask, answers in [
        ("0100", 1),
        ("03dc00c5010203fe", 1),
        ("03dc00c501020304", 0),
        ("03da00000b01", 1),
        ("00c01207", 0),
        ("03de00c5010203fe120800000000", 0),
        ("03e1", 0),
        ("03e00001", 0),
    ]:
        bus.send("EIBSendAPDU", bytes.fromhex(ask))
        for _ in range(answers):
            bus.get("EIBGetAPDU_Src", 1)
    time.sleep(0.1)
    bus.reset()


def visitor(bus, where):
    """Asks over a connection of knxd's, which does not ask, and whose end comes before what ends it."""
    bus.call("EIBOpenT_Connection", where)
    for ask in ["0300", "03d5000b1001"]:
        bus.send("EIBSendAPDU", bytes.fromhex(ask))
    time.sleep(0.2)
    bus.reset()


ASKS = [
    "0300",
    "03d10012345678",
    "03d100ffffffff",
    "03d5000f1001",
    "03d503631001",
    "03d8000c00",
    "020c0100",
    "028401000a141e28",
    "03d7030d100100c5100b01",
    "018408",
    "02c0080234",
    "02c5",
    "03d302cafe1234",
]


def engineer(bus, where):
    """Looks into a device over a connection of its own, and loads some of its memory."""
    bus.call("EIBOpenT_TPDU", 0)
    bus.control(where, 0x80)
    for n, ask in enumerate(map(bytes.fromhex, ASKS)):
        bus.send("EIBSendTPDU", bytes([0x40 | (n & 15) << 2 | ask[0]]) + ask[1:], where)
        answer = b"\xc2"
        while answer[0] & 0xC0 != 0x40:
            source, data = bus.get("EIBGetTPDU", 1)
            answer = data if source == where else answer
        bus.control(where, 0xC2 | answer[0] & 0x3C)
    bus.send("EIBSendTPDU", b"\x7f\x80", where)
    bus.control(where, 0x81)
    time.sleep(0.1)
    bus.reset()


def surveyor(bus, where):
    """Asks a device without a connection."""
    bus.call("EIBOpenT_Individual", where, 0)
    for ask in ["0300", "0302", "03d5000c1001", "03d800000b", "03d5000b2001", "020a4000"]:
        bus.send("EIBSendAPDU", bytes.fromhex(ask))
        bus.get("EIBGetAPDU", 0)
    bus.reset()


def keeper(bus, _):
    """Asks for what groups had last, and clears that."""
    data, where, end = ctypes.create_string_buffer(300), ctypes.c_uint16(), ctypes.c_uint32()
    bus.call("EIB_Cache_LastUpdates2", 0, 1, 300, data, ctypes.byref(end))
    bus.call("EIB_Cache_LastUpdates2", end.value - 3, 2, 300, data, ctypes.byref(end))
    for name in ["3/0/1", "4/0/1", "5/0/2", "7/7/7"]:
        try:
            bus.call("EIB_Cache_Read", group(name), ctypes.byref(where), 300, data)
        except OSError:
            continue
    for name, age in [("1/0/1", 60), ("2/0/3", 1000), ("7/7/7", 0)]:
        try:
            bus.call("EIB_Cache_Read_Sync", group(name), ctypes.byref(where), 300, data, age)
        except OSError:
            continue
    bus.call("EIB_Cache_Remove", group("3/0/1"))


if __name__ == "__main__":
    place = [int(n) for n in sys.argv[3].split(".")] if len(sys.argv) > 3 else [0, 0, 0]
    globals()[sys.argv[2]](Bus(sys.argv[1]), place[0] << 12 | place[1] << 8 | place[2])
