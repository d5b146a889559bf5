"""Cooks in a kitchen, who stay: what they say on IRC, a line for each of "NICK SECONDS WORDS", is in a file: cooks.py FILE."""

import socket
import sys
import time

ports = {}


def say(nick, line):
    if nick not in ports:
        ports[nick] = socket.create_connection(("127.0.0.1", 16667))
        ports[nick].sendall(f"PASS leaf\r\nNICK {nick}\r\nUSER {nick} 0 * :{nick.title()} who cooks\r\n".encode())
        time.sleep(0.3)
    ports[nick].sendall(line.encode() + b"\r\n")


for line in open(sys.argv[1], encoding="utf-8"):
    nick, seconds, words = line.rstrip("\n").split(" ", 2)
    time.sleep(float(seconds))
    say(nick, words)
time.sleep(120)
