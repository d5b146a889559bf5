# A server of eD2k for amuleec.sh, at 10.9.0.3:4661: it lets everybody in, finds files for any words, and knows that shelf has them.
import socket
import socketserver
import struct
import sys

FILES = [line.split("|") for line in open(sys.argv[1]).read().split("\n") if line]  # ed2k links: their names, sizes and hashes
SHELF = struct.unpack("<I", socket.inet_aton("10.9.0.2"))[0]


def tag(number, value):
    if isinstance(value, str):
        data = value.encode()
        return struct.pack("<BHBH", 2, 1, number, len(data)) + data
    return struct.pack("<BHBI", 3, 1, number, value)


def packet(opcode, body):
    return struct.pack("<BIB", 0xE3, len(body) + 1, opcode) + body


def text(said):
    return packet(0x38, struct.pack("<H", len(said)) + said.encode())


def found():
    body = struct.pack("<I", len(FILES))
    for n, (_, _, name, size, digest, *_) in enumerate(FILES):
        tags = [tag(1, name), tag(2, int(size)), tag(0x15, 3 + 20 * n), tag(0x30, n)]
        body += bytes.fromhex(digest) + struct.pack("<IHI", SHELF, 4623, len(tags)) + b"".join(tags)
    return packet(0x33, body)


class Client(socketserver.StreamRequestHandler):
    def handle(self):
        while header := self.rfile.read(5):
            body = self.rfile.read(struct.unpack("<I", header[1:])[0])
            if body[0] == 0x01:  # who is there
                here = struct.unpack("<I", socket.inet_aton(self.client_address[0]))[0]
                self.wfile.write(text("Welcome to the hall.\nserver version 17.15 (hall)\n"))
                self.wfile.write(packet(0x40, struct.pack("<II", here, 0)))
                self.wfile.write(packet(0x34, struct.pack("<II", 1234, 567890)))
                tags = tag(1, "hall") + tag(0x0B, "A server for tests")
                self.wfile.write(packet(0x41, bytes(range(16)) + socket.inet_aton("10.9.0.3") + struct.pack("<HI", 4661, 2) + tags))
            elif body[0] == 0x16:  # what there is
                self.wfile.write(found())
            elif body[0] == 0x19:  # who has it
                self.wfile.write(packet(0x42, body[1:17] + struct.pack("<BIH", 1, SHELF, 4623)))


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


Server(("10.9.0.3", 4661), Client).serve_forever()
