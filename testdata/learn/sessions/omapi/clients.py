# What programs on pypureomapi ask the first server for: clients.py PART.
import struct
import sys
import pypureomapi as p

server = p.Omapi("10.77.1.1", 7921, b"boss", b"c2VjcmV0IG9mIHRoZSBib3Nz")


def attempt(call, *args, **more):
    try:
        print(call.__name__, call(*args, **more))
    except (p.OmapiError, p.OmapiErrorNotFound, p.OmapiErrorAttributeNotFound) as e:
        print(call.__name__, repr(e))


def hosts():
    server.add_host("10.77.1.51", "02:00:5e:10:00:c1")
    server.add_host_supersede_name("10.77.1.52", "02:00:5e:10:00:c2", "north-wall")
    server.add_host_supersede("10.77.1.53", "02:00:5e:10:00:c3", b"south-wall", "south", "10.77.1.254", "walls.example")
    server.add_host_without_ip("02:00:5e:10:00:c4")
    attempt(server.add_host, "10.77.1.54", "02:00:5e:10:00:c1")
    attempt(server.lookup_host, "south-wall")
    attempt(server.lookup_ip_host, "02:00:5e:10:00:c2")
    attempt(server.lookup_hostname, "10.77.1.51")
    server.del_host("02:00:5e:10:00:c1")
    attempt(server.del_host, "02:00:5e:10:00:c1")


def ask(message, *values):
    """What the server says of a message with values of an object."""
    message.obj.extend(values)
    if message.tid in (None, -1):
        message.generate_tid()
    answer = server.query_server(message)
    print(answer.opcode, answer.message, answer.obj)
    return answer


def groups():
    one = struct.pack("!I", 1)
    group = p.OmapiMessage.open(b"group")
    group.message.append((b"create", one))
    ask(group, (b"name", b"walls"), (b"statements", b'option log-servers 10.77.1.8; filename "wall.bin";'))
    for number, name in ((0xC5, b"walls"), (0xC6, b"none")):
        host = p.OmapiMessage.open(b"host")
        host.message.extend([(b"create", one), (b"exclusive", one)])
        ask(host, (b"hardware-address", b"\x02\x00\x5e\x10\x00" + bytes([number])), (b"hardware-type", one), (b"group", name))
    host = ask(p.OmapiMessage.open(b"host"), (b"name", b"north-wall"))
    ask(p.OmapiMessage.update(host.handle), (b"group", b"walls"))
    ask(p.OmapiMessage.delete(host.handle))
    ask(p.OmapiMessage.delete(host.handle))


def leases():
    for n in (1, 3, 6, 9):
        attempt(server.lookup_ip, "02:00:5e:10:00:0%d" % n)
    attempt(server.lookup_mac, "10.77.1.139")
    attempt(server.lookup_by_lease, mac="02:00:5e:10:00:04")
    lease = ask(p.OmapiMessage.open(b"lease"), (b"ip-address", p.pack_ip("10.77.1.110")))
    ask(p.OmapiMessage.update(lease.handle), (b"box", b"\x00\x01\xfe"), (b"note", b"kept for a visitor"))
    ask(p.OmapiMessage(opcode=p.OMAPI_OP_REFRESH, handle=lease.handle))
    ask(p.OmapiMessage(opcode=p.OMAPI_OP_NOTIFY, handle=lease.handle + 5000))


globals()[sys.argv[1]]()
server.close()
