# What clients said for seatd.pcapng, with a /run and a /dev of their own. Devices are such in name: what they stand for is /dev/null.
#
#   mkdir -p /dev/dri/by-path /dev/input/by-path
#   for d in dri/card0 dri/card1 dri/renderD128 $(seq -f input/event%g 0 19) input/event256; do mknod /dev/$d c 1 3; done
#   mknod /dev/input/event30 c 13 94; ln -s loop /dev/dri/loop; touch /dev/dri/locked; chattr +i /dev/dri/locked
#   ln -s ../card1 /dev/dri/by-path/pci-0000:03:00.0-card; ln -s ../event4 /dev/input/by-path/platform-i8042-serio-0-event-kbd
#   ln -s ../event17 /dev/input/by-path/pci-0000:00:14.0-usb-0:7.2:1.1-event-mouse
#   SEATD_VTBOUND=0 seatd &
#   LIBSEAT_BACKEND=seatd SEATD_SOCK=/run/relay.sock \
#     relay -w seatd.pcapng --listen unix:/run/relay.sock --to unix:/run/seatd.sock --name /run/seatd.sock -- python3 seatd.py
#
# Each client is a process, which is told by lines what to do, and answers with one.

import ctypes, os, subprocess, sys

EVENT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)


class Listener(ctypes.Structure):
    _fields_ = [("enable", EVENT), ("disable", EVENT)]


def serve():
    lib = ctypes.CDLL("libseat.so.1", use_errno=True)
    lib.libseat_open_seat.restype = ctypes.c_void_p
    active = [False]

    def disabled(seat, _):
        active[0] = False
        lib.libseat_disable_seat(ctypes.c_void_p(seat))

    listener = Listener(EVENT(lambda seat, _: active.__setitem__(0, True)), EVENT(disabled))
    seat = ctypes.c_void_p(lib.libseat_open_seat(ctypes.byref(listener), None))
    for line in sys.stdin:
        word, _, of = line.strip().partition(" ")
        result = 0
        if word == "open":
            result = lib.libseat_open_device(seat, of.encode(), ctypes.byref(ctypes.c_int()))
        elif word == "close":
            result = lib.libseat_close_device(seat, int(of))
        elif word == "switch":
            result = lib.libseat_switch_session(seat, int(of))
        elif word == "dispatch":
            result = lib.libseat_dispatch(seat, int(of))
        elif word == "until":
            while active[0] != (of == "active"):
                lib.libseat_dispatch(seat, 1000)
        elif word == "disable":
            result = lib.libseat_disable_seat(seat)
        elif word == "leave":
            lib.libseat_close_seat(seat)
        print(result, flush=True)


class Client:
    count = 0  # of sessions that there were

    def __init__(self):
        self.session = Client.count
        Client.count += 1
        self.child = subprocess.Popen([sys.executable, sys.argv[0], "client"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self("dispatch 0")

    def __call__(self, *lines):
        for line in lines:
            self.child.stdin.write(line + "\n")
            self.child.stdin.flush()
            result = int(self.child.stdout.readline())
        return result

    def open(self, *paths):
        return [self("open /dev/" + path) for path in paths]

    def to(self, other):
        """switches to another client."""
        self(f"switch {other.session}", "until inactive")
        other("until active")

    def end(self, leave=True):
        if leave:
            self("leave")
        self.child.stdin.close()
        self.child.wait()


def main():
    keys, mouse = "input/by-path/platform-i8042-serio-0-event-kbd", "input/by-path/pci-0000:00:14.0-usb-0:7.2:1.1-event-mouse"
    Client().end()  # nobody can switch to the first one, which is 0
    greeter = Client()
    greeter("until active")
    greeter.open("dri/card0", "input/event0", "input/event1", "input/event2", keys)
    desktop = Client()
    desktop.open("dri/card0")  # not its turn yet
    greeter.to(desktop)
    greeter.open("input/event3")
    ids = desktop.open("dri/card0", "dri/card1", "dri/renderD128", *(f"input/event{i}" for i in range(20)), "input/event256", mouse)
    desktop.open("input/event99", "input/event30", "null", "dri/loop", "dri/locked", "dri/by-path", "input/event0/x", "dri/card0")
    for i in (ids[5], ids[8], ids[21], 4711, ids[5]):
        desktop(f"close {i}")
    desktop.open("input/event2", "input/event18", keys)
    desktop(f"switch {desktop.session}", "dispatch 0")
    for _ in range(3):
        desktop.to(greeter)
        greeter.open("input/event5", "input/event256")
        greeter("close 6", "close 7")
        greeter.to(desktop)
        desktop(f"close {desktop.open('input/event16')[0]}")
    kiosk = Client()
    desktop.to(kiosk)
    for i in kiosk.open("dri/by-path/pci-0000:03:00.0-card", keys, mouse, "input/event13"):
        kiosk(f"close {i}")
    kiosk.to(greeter)
    greeter.end()
    desktop("dispatch 200")
    kiosk("dispatch 200")
    kiosk("switch 4000")  # which nobody has
    desktop("disable")  # though nobody asked
    desktop.end(leave=False)
    kiosk.end(leave=False)
    for n in range(9):  # who log in and out
        user = Client()
        user("until active")
        devices = user.open("dri/card%d" % (n % 2), *(f"input/event{(n * 7 + i) % 20}" for i in range(n % 4 + 1)), keys)
        if n % 3 == 1:
            other = Client()
            user.to(other)
            other.open("dri/card0", "input/event%d" % n)
            other.to(user)
            other.end()
        for device in devices[: n % 5]:
            user(f"close {device}")
        user.end(leave=n % 4 != 3)


serve() if sys.argv[1:] else main()
