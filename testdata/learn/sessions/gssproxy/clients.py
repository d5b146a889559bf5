# What GSS-API programs say by the interposer that gssproxy comes with, for ../gssproxy.sh.

import gssapi, sys
from gssapi.raw import ChannelBindings

SERVICE, USER = gssapi.NameType.hostbased_service, gssapi.NameType.user
FLAG = gssapi.RequirementFlag


def tried(call, *args, **named):
    try:
        return call(*args, **named)
    except Exception as e:
        print(getattr(call, "__name__", call), str(e)[:110])


def service(name):
    return gssapi.Name(name, SERVICE)


def acquire(usage, name=None, **more):
    return tried(gssapi.Credentials, usage=usage, name=name, **more)


def talk(target, creds=None, acceptor=None, rounds=1, there=None, **how):
    """sets up a context between both ends, and says something."""
    client = gssapi.SecurityContext(name=target, creds=creds, usage="initiate", **how)
    server = gssapi.SecurityContext(usage="accept", creds=acceptor, channel_bindings=there)
    token = None
    while not client.complete:
        token = client.step(token)
        if not server.complete:
            token = server.step(token)
    for i in range(rounds):
        said = client.wrap(b"what is said %d" % i, i % 2 == 0)
        server.unwrap(said.message)
        client.verify_signature(b"signed", server.get_signature(b"signed"))
    return client, server


def creds():
    for usage in "initiate", "accept", "both":
        c = acquire(usage)
        if c:
            print(usage, c.name, c.lifetime)
    acquire("initiate", gssapi.Name("ben", USER))
    acquire("initiate", gssapi.Name("ada", USER), lifetime=600)
    acquire("accept", service("imap@mail.example.org"))
    acquire("accept", service("ftp@mail.example.org"))
    acquire("accept", service("nfs@files.example.org"), lifetime=3600)
    acquire("both", gssapi.Name("cleo/admin@EXAMPLE.ORG", USER))
    acquire("initiate", service("smtp@mx.example.org"), lifetime=86400)
    acquire("accept", service("cifs@files.example.org"))
    acquire("initiate", gssapi.Name("dora@OTHER.EXAMPLE.ORG", USER), lifetime=7200)
    for usage in "initiate", "accept":
        acquire(usage, lifetime=120)


def contexts():
    talk(service("imap@mail.example.org"), acceptor=acquire("accept", service("imap@mail.example.org")), flags=FLAG.mutual_authentication | FLAG.replay_detection, rounds=3)
    b = ChannelBindings(application_data=b"tls-unique:0123456789abcdef")
    tried(talk, service("host@db7.example.org"), channel_bindings=b, there=ChannelBindings(application_data=b"others"))
    tried(talk, service("ftp@mail.example.org"))


def wrong():
    for token in b"\x60\x04\x06\x02*\x86", b"\x60" + bytes(range(90)):
        tried(gssapi.SecurityContext(usage="accept").step, token)
    server = gssapi.SecurityContext(usage="accept")
    tried(server.step, b"not a token")
    server = gssapi.SecurityContext(usage="accept")
    tried(server.step, b"\x60\x0d\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00")
    acquire("accept", gssapi.Name("nobody7", USER))


for what in sys.argv[1:]:
    globals()[what]()
