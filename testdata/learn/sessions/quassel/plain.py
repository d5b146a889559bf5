"""Hands on what a client and a core say, but asks for neither encryption nor compression: plain.py PORT PORT-OF-CORE."""

import socket
import sys
import threading


def copy(source, to, first=b""):
    try:
        to.sendall(first)
        while data := source.recv(65536):
            to.sendall(data)
        to.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client, port):
    magic = b""
    while len(magic) < 4:
        magic += client.recv(4 - len(magic))
    core = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=copy, args=(core, client), daemon=True).start()
    copy(client, core, magic[:3] + b"\0")


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0], int(sys.argv[2])), daemon=True).start()
