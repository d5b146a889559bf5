"""A server of SMTP at 127.0.0.2, to whom some mail is too much, and some of whose users nobody knows."""

import socketserver


class Talk(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        self.say("220 far.example ESMTP")
        data = False
        for line in self.rfile:
            line = line.decode().rstrip("\r\n")
            if data:
                if line == ".":
                    data = False
                    self.say("250 taken")
                continue
            verb = line[:4].upper()
            if verb == "DATA":
                data = True
                self.say("354 go on")
            elif verb == "RCPT" and "full" in line:
                self.say("452 4.2.2 mailbox full, try again")
            elif verb == "RCPT" and "nobody" in line:
                self.say("550 5.1.1 nobody of this name")
            elif verb == "QUIT":
                self.say("221 so long")
                return
            else:
                self.say("250 ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


Server(("127.0.0.2", 25), Talk).serve_forever()
