"""Registers a name with epmd as that of a node at another port than its own, and stays for some seconds."""

import socket
import struct
import sys
import time

epmd, name, port = int(sys.argv[1]), sys.argv[2].encode(), int(sys.argv[3])
body = struct.pack(">BHBBHHH", ord("x"), port, 77, 0, 6, 5, len(name)) + name + struct.pack(">H", 0)
registered = socket.create_connection(("127.0.0.1", epmd))
registered.sendall(struct.pack(">H", len(body)) + body)
registered.recv(100)
time.sleep(float(sys.argv[4]))
