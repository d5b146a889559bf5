# What clients and servers said for zmtp.pcapng; the servers of this script listen one after another:
#
#   relay -w zmtp.pcapng --listen unix:$PWD/relay --to unix:$PWD/server --name /run/broker.sock -- python3 zmtp.py

import os, random, struct, time, zmq
from zmq.auth.thread import ThreadAuthenticator

random.seed(1)


def stage(kind, serve, act, **options):
    """Runs a server in a process of its own, and clients in this one."""
    ready, bound = os.pipe()
    child = os.fork()
    if child == 0:
        context = zmq.Context()
        passwords = ThreadAuthenticator(context)
        passwords.start()
        passwords.configure_plain(passwords={"logger": "secret"})
        server = context.socket(kind)
        server.setsockopt(zmq.LINGER, 1000)
        for name, value in options.items():
            server.setsockopt(getattr(zmq, name), value)
        server.bind("ipc://server")
        os.write(bound, b"1")
        serve(server)
        server.close()
        passwords.stop()
        context.term()
        os._exit(0)
    os.read(ready, 1)
    context = zmq.Context()
    act(context)
    context.term()
    os.waitpid(child, 0)


def client(context, kind, **options):
    socket = context.socket(kind)
    socket.setsockopt(zmq.LINGER, 1000)
    for name, value in options.items():
        socket.setsockopt(getattr(zmq, name), value)
    socket.connect("ipc://relay")
    return socket


# Requests and replies.
def answer(server):
    stock = {}
    while True:
        words = server.recv_string().split()
        if words[0] == "put":
            stock[words[1]] = int(words[2])
            server.send_string("stored")
        elif words[0] == "get":
            server.send_string("%s: %d" % (words[1], stock[words[1]]) if words[1] in stock else "unknown article")
        elif words[0] == "list":
            server.send_string("\n".join("%-20s %5d" % item for item in stock.items()))
        else:
            server.send_string("bye")
            return


def ask(context):
    articles = "bolt nut washer screw rivet anchor bracket hinge".split()
    for who in b"shop", b"":
        socket = client(context, zmq.REQ, **({"IDENTITY": who} if who else {}))
        for i, article in enumerate(articles):
            socket.send_string("put %s %d" % (article, 7 * i * i + len(who)))
            socket.recv()
            socket.send_string("get " + articles[i * 5 % 11 % 8])
            socket.recv()
        socket.send_string("list")
        socket.recv()
        if not who:
            socket.send_string("quit")
            socket.recv()
        socket.close()


stage(zmq.REP, answer, ask)


# Jobs of a number and what to add up, with heartbeats.
def work(server):
    left = 2
    while left:
        who, number, job = server.recv_multipart()
        if job == b"":
            left -= 1
            continue
        values = struct.unpack("<%dI" % (len(job) // 4), job)
        server.send_multipart([who, number, struct.pack("<Qd", sum(values), sum(values) / len(values))])


def hand(context):
    workers = [client(context, zmq.DEALER, IDENTITY=name, HEARTBEAT_IVL=60, HEARTBEAT_TTL=3000) for name in (b"worker-1", b"worker-27")]
    for number in range(24):
        socket = workers[number % 2]
        many = random.choice((1, 2, 3, 5, 8, 80, 130))
        socket.send_multipart([struct.pack(">H", 1000 + number), struct.pack("<%dI" % many, *(random.randrange(1 << 20) for _ in range(many)))])
        socket.recv_multipart()
        time.sleep(0.01)
    for socket in workers:
        socket.send_multipart([b"\0\0", b""])
        socket.close()


stage(zmq.ROUTER, work, hand)


# Weather, by topic.
def publish(server):
    while server.recv() != b"\x01quiet":
        pass
    for i in range(16):
        for city in "Oslo", "Rome", "Lima":
            server.send_multipart([("weather." + city).encode(), struct.pack("!dhBB", time.time(), random.randrange(-200, 350), i, random.randrange(100))])
        server.send_multipart([b"news", b"number %d of the news" % i])
    server.send(b"weather.end")


def listen(context):
    everything, some = client(context, zmq.SUB, SUBSCRIBE=b""), client(context, zmq.SUB)
    for topic in "weather.Oslo", "news", "weather.R", "weather.end":
        some.setsockopt_string(zmq.SUBSCRIBE, topic)
    some.setsockopt_string(zmq.UNSUBSCRIBE, "weather.R")
    time.sleep(0.2)
    some.setsockopt(zmq.SUBSCRIBE, b"quiet")
    for socket in everything, some:
        while socket.recv_multipart() != [b"weather.end"]:
            pass
        socket.close()


stage(zmq.XPUB, publish, listen)


# Lines of a log, whose sender has a name and a password.
def gather(server):
    while server.recv() != b"end":
        pass


def log(context):
    socket = client(context, zmq.PUSH, PLAIN_USERNAME=b"logger", PLAIN_PASSWORD=b"secret")
    for i in range(20):
        socket.send(b"line %d: " % i + random.choice((b"started", b"stopped", b"retrying in 5 s", b"disk is full " * 30)))
    socket.send(b"end")
    socket.close()


stage(zmq.PULL, gather, log, PLAIN_SERVER=1)
