#!/bin/sh
# What curl says to an HTTP server over a unix socket. testdata/captures/http.pcapng was made by
#
#	go run ./scripts/relay -w testdata/captures/http.pcapng --listen unix:/run/web.sock --to unix:/run/web-behind.sock -- sh testdata/captures/http.sh
set -e
python3 -c '
import gzip, http.server, json, socketserver

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        tools = json.dumps([{"name": "hammer", "price": n} for n in range(20)]).encode()
        if self.path == "/tools":
            self.answer(200, gzip.compress(tools), Content_Encoding="gzip")
        else:
            self.answer(404, b"{\"error\": \"no such tool\"}")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(201, b"{\"id\": 7}", Location="/tools/7", Set_Cookie="seen=1")

    def log_message(self, *args):
        pass

class Server(socketserver.ThreadingUnixStreamServer):
    def get_request(self):
        return self.socket.accept()[0], ("local", 0)

server = Server("/run/web-behind.sock", Handler)
server.serve_forever()
' &
server=$!
trap 'kill $server; rm -f /run/web-behind.sock' EXIT
while [ ! -S /run/web-behind.sock ]; do sleep 0.1; done
ask() { curl -s -o /dev/null --unix-socket /run/web.sock "$@"; }
ask --compressed http://localhost/tools -o /dev/null http://localhost/tools/8
ask -H 'Content-Type: application/json' -d '{"name": "saw", "price": 12}' http://localhost/tools?verbose=1
