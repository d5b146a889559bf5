# Clients of a session manager that do what programs of a desktop do, with the calls of libSM and libICE. See xsmp.sh.

import ctypes
import os
import select
import sys
import time

sm, ice = ctypes.CDLL("libSM.so.6"), ctypes.CDLL("libICE.so.6")
P, S, I = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
for call in (sm.SmcOpenConnection, sm.SmcGetIceConnection):
    call.restype = P

SAVE = ctypes.CFUNCTYPE(None, P, P, I, I, I, I)
ANY = ctypes.CFUNCTYPE(None, P, P)
GOT = ctypes.CFUNCTYPE(None, P, P, I, P)


class Callbacks(ctypes.Structure):
    _fields_ = [("save", SAVE), ("save_data", P), ("die", ANY), ("die_data", P),
                ("complete", ANY), ("complete_data", P), ("cancelled", ANY), ("cancelled_data", P)]


class Value(ctypes.Structure):
    _fields_ = [("length", I), ("value", S)]


class Property(ctypes.Structure):
    _fields_ = [("name", S), ("type", S), ("count", I), ("values", ctypes.POINTER(Value))]


def made(name, value):
    """A property of a number, of a text, or of several texts."""
    if isinstance(value, int):
        kind, values = b"CARD8", [bytes([value])]
    elif isinstance(value, str):
        kind, values = b"ARRAY8", [value.encode()]
    else:
        kind, values = b"LISTofARRAY8", [v.encode() for v in value]
    return Property(name.encode(), kind, len(values), (Value * len(values))(*[Value(len(v), v) for v in values]))


def texts(values):
    return (S * len(values))(*[v.encode() for v in values])


clients = []


class Client:
    def __init__(self, program, previous=None, asks=None, cancels=False, twice=False, fails=False):
        self.program, self.asks, self.cancels, self.twice, self.fails, self.dead = program, asks, cancels, twice, fails, False
        self.shown = ANY(lambda c, d: sm.SmcInteractDone(self.conn, self.cancels))
        self.again = ANY(lambda c, d: self.saved())
        self.got = GOT(lambda c, d, n, list: None)
        self.ponged = ANY(lambda c, d: None)
        nothing = ANY(lambda c, d: None)
        self.callbacks = Callbacks(SAVE(self.save), None, ANY(self.die), None, nothing, None, nothing, None)
        self.id, error = S(), ctypes.create_string_buffer(256)
        self.conn = P(sm.SmcOpenConnection(None, P(id(self)), 1, 0, 15, ctypes.byref(self.callbacks),
                                           previous.encode() if previous else None, ctypes.byref(self.id), 256, error))
        if not self.conn:
            print(program, error.value, file=sys.stderr)
            return
        self.ice = P(sm.SmcGetIceConnection(self.conn))
        clients.append(self)

    def save(self, conn, data, kind, shutdown, style, fast):
        if self.twice:
            sm.SmcRequestSaveYourselfPhase2(self.conn, self.again, None)
        elif self.asks is not None and style > 0 and (style == 2 or self.asks == 0):
            self.shown = ANY(self.interact)
            sm.SmcInteractRequest(self.conn, self.asks, self.shown, None)
        else:
            self.saved()

    def interact(self, conn, data):
        sm.SmcInteractDone(self.conn, self.cancels)
        self.saved()

    def saved(self):
        self.put(RestartCommand=[self.program, "--restore", "/srv/ann/." + self.program + "-" + str(len(clients))],
                 DiscardCommand=["rm", "-f", "/srv/ann/." + self.program + "-" + str(len(clients))])
        sm.SmcSaveYourselfDone(self.conn, not self.fails)

    def die(self, conn, data):
        self.close()

    def put(self, **values):
        list = [made(name.replace("__", ":"), value) for name, value in values.items()]
        sm.SmcSetProperties(self.conn, len(list), (ctypes.POINTER(Property) * len(list))(*[ctypes.pointer(p) for p in list]))

    def hello(self, **more):
        self.put(Program=self.program, UserID="ann", ProcessID=str(4700 + len(clients)), CloneCommand=[self.program],
                 RestartCommand=[self.program, "--id", self.id.value.decode()], **more)

    def delete(self, *names):
        sm.SmcDeleteProperties(self.conn, len(names), texts(names))

    def get(self):
        sm.SmcGetProperties(self.conn, self.got, None)

    def ping(self):
        ice.IcePing(self.ice, self.ponged, None)

    def request(self, kind, shutdown, style, fast, all):
        sm.SmcRequestSaveYourself(self.conn, kind, shutdown, style, fast, all)

    def close(self, *reasons):
        clients.remove(self)
        sm.SmcCloseConnection(self.conn, len(reasons), texts(reasons) if reasons else None)


def pump(seconds=0.4):
    """What the session manager says goes to whom it is for, until it has been silent for so long."""
    while clients:
        ready = select.select([ice.IceConnectionNumber(c.ice) for c in clients], [], [], seconds)[0]
        if not ready:
            return
        for c in list(clients):
            if c in clients and ice.IceConnectionNumber(c.ice) in ready:
                ice.IceProcessMessages(c.ice, None, None)


ice.IceConnectionNumber.argtypes = [P]
exec(open(sys.argv[1]).read())
