"""What services say to ZooKeeper: services.py HOSTS TASK."""

import os
import struct
import sys
import time

from kazoo.client import KazooClient
from kazoo.exceptions import KazooException
from kazoo.security import make_acl, make_digest_acl

hosts, task = sys.argv[1:3]


def try_(call, *args, **named):
    try:
        return call(*args, **named)
    except KazooException as e:
        return e


def registry():
    """Registers workers, of which a watcher hears, and a configuration that changes."""
    zk = KazooClient(hosts, timeout=7.5)
    zk.start()
    zk.ensure_path("/services/billing/workers")
    zk.create("/services/billing/config", b'{"retries": 3, "currency": "EUR"}')
    seen = []
    zk.ChildrenWatch("/services/billing/workers", seen.append)
    zk.DataWatch("/services/billing/config", lambda data, stat: seen.append(data))
    for port in (8080, 8081, 9443):
        zk.create("/services/billing/workers/w-", b"10.20.0.7:%d" % port, ephemeral=True, sequence=True)
    zk.set("/services/billing/config", b'{"retries": 5, "currency": "CHF", "note": "gr\xc3\xbc\xc3\x9fe"}')
    zk.set("/services/billing/config", struct.pack(">IHBd", 70000, 513, 9, 2.75))
    zk.create("/services/billing/workers/spare", b"", include_data=True)
    zk.set("/services/billing/config", bytes(range(0, 250, 7)), version=2)
    try_(zk.set, "/services/billing/config", b"late", version=1)
    zk.get("/services/billing/config")
    zk.get_children("/services/billing/workers", include_data=True)
    zk.delete("/services/billing/workers/spare", version=0)
    try_(zk.delete, "/services/billing")
    try_(zk.create, "/services/billing/config", b"again")
    try_(zk.get, "/services/shipping")
    zk.exists("/services/shipping", watch=seen.append)
    zk.create("/services/shipping")
    zk.sync("/services")
    time.sleep(3)
    zk.stop()
    zk.close()


def recipes():
    """A lock that two want, a counter and a queue."""
    zk, other = KazooClient(hosts, timeout=20), KazooClient(hosts, timeout=4)
    zk.start()
    other.start()
    lock = zk.Lock("/locks/press", "press-1")
    with lock:
        waiting = other.handler.spawn(other.Lock("/locks/press", "press-2").acquire)
        time.sleep(0.3)
    waiting.join()
    counter = zk.Counter("/counters/parcels", default=40)
    counter += 2
    counter -= 100
    queue = zk.LockingQueue("/queues/mail")
    queue.put_all([b"first letter", b"second letter, which is longer", b"\x00\x01\xfe"], priority=7)
    queue.get(timeout=2)
    other.stop()
    other.close()
    zk.stop()
    zk.close()


def secrets():
    """What only some may see, as somebody who may and as somebody who may not."""
    zk = KazooClient(hosts, timeout=11, auth_data=[("digest", "ann:letter")], read_only=True)
    zk.start()
    zk.create("/vault", b"gold", acl=[make_digest_acl("ann", "letter", all=True), make_acl("world", "anyone", read=True)])
    zk.create("/vault/box", b"\xff\xd8\xff\xe0" + os.urandom(40), acl=[make_digest_acl("ann", "letter", read=True, admin=True, delete=True),
                                                                     make_acl("ip", "10.0.0.0/8", read=True, create=True)])
    zk.get_acls("/vault")
    zk.get_acls("/vault/box")
    zk.set_acls("/vault", [make_acl("auth", "", all=True), make_acl("world", "anyone", read=True)])
    try_(zk.set_acls, "/vault/box", [make_acl("nobody", "knows", write=True)])
    zk.stop()
    zk.close()
    thief = KazooClient(hosts, auth_data=[("digest", "eve:guess")])
    thief.start()
    thief.get("/vault")
    try_(thief.get, "/vault/box")
    try_(thief.set, "/vault", b"lead")
    try_(thief.get_acls, "/vault/box")
    try_(thief.get_acls, "/vault")
    thief.stop()
    thief.close()


def transactions():
    """Transactions, of which one fails."""
    zk = KazooClient(hosts, timeout=3)
    zk.start()
    zk.ensure_path("/accounts")
    t = zk.transaction()
    for name, balance in (("alpha", 1200), ("beta", -35), ("gamma", 7)):
        t.create("/accounts/" + name, b"%d" % balance)
    t.commit()
    t = zk.transaction()
    t.check("/accounts/alpha", 0)
    t.set_data("/accounts/alpha", b"1100", 0)
    t.set_data("/accounts/beta", b"65")
    t.delete("/accounts/gamma", -1)
    t.create("/accounts/log-", b"alpha to beta: 100", sequence=True)
    t.commit()
    t = zk.transaction()
    t.set_data("/accounts/alpha", b"0")
    t.check("/accounts/beta", 41)
    t.delete("/accounts/beta")
    t.commit()
    time.sleep(2.5)
    zk.stop()
    zk.close()


def members():
    """Reads and changes the ensemble, first without permission."""
    zk = KazooClient(hosts)
    zk.start()
    zk.get("/zookeeper/config")
    try_(zk.reconfig, joining="server.1=127.0.0.1:2888:3888:participant;0.0.0.0:2191", leaving=None, new_members=None)
    zk.add_auth("digest", "super:biscuit")
    try_(zk.reconfig, joining=None, leaving="7,8", new_members=None, from_config=12)
    zk.reconfig(joining=None, leaving="7", new_members=None)
    zk.stop()
    zk.close()


def strangers():
    """A session that nobody knows, and a scheme that the server does not have."""
    zk = KazooClient(hosts, timeout=6, client_id=(0x1234567890abcde, b"not the password"))
    zk.start()
    zk.get_children("/zookeeper")
    zk.stop()
    zk.close()
    zk = KazooClient(hosts, timeout=6, connection_retry=dict(max_tries=0))
    zk.start()
    try_(zk.add_auth, "carrier-pigeon", "coo:123")
    zk.stop()
    zk.close()


def login():
    """Says who it is by SASL."""
    zk = KazooClient(hosts, sasl_options={"mechanism": "DIGEST-MD5", "username": "bob", "password": "door"})
    zk.start()
    zk.create("/bob", b"was here", acl=[make_acl("sasl", "bob", all=True)])
    zk.get_acls("/bob")
    zk.stop()
    zk.close()


def takeover():
    """Takes the session that a file has, a number and a password, and leaves without a word."""
    with open(sys.argv[3], "rb") as f:
        session, password = struct.unpack("q16s", f.read())
    zk = KazooClient(hosts, client_id=(session, password))
    zk.start()
    os._exit(0)


globals()[task]()
