# A tracker that tells who asks at /ADDRESS/PORT of the peer there, and makes the torrents of what is shared:
#
#   tracker.py make       # share/ and torrents/
#   tracker.py ADDRESS PORT
import hashlib, os, random, sys
from http.server import BaseHTTPRequestHandler, HTTPServer

def bencode(x):
    if isinstance(x, int):
        return b'i%de' % x
    if isinstance(x, str):
        x = x.encode()
    if isinstance(x, bytes):
        return b'%d:%s' % (len(x), x)
    if isinstance(x, list):
        return b'l' + b''.join(map(bencode, x)) + b'e'
    return b'd' + b''.join(bencode(k) + bencode(x[k]) for k in sorted(x)) + b'e'

class Tracker(BaseHTTPRequestHandler):
    def do_GET(self):
        _, address, port, _ = self.path.split('?')[0].split('/')
        peer = bytes(map(int, address.split('.'))) + int(port).to_bytes(2, 'big')
        self.send_response(200)
        self.end_headers()
        self.wfile.write(bencode({'interval': 1800, 'complete': 1, 'incomplete': 1, 'peers': peer}))

def make(name, files, piece, private=0):
    data = b''.join(d for _, d in files)
    info = {'name': name, 'piece length': piece, 'pieces': b''.join(hashlib.sha1(data[i:i + piece]).digest() for i in range(0, len(data), piece))}
    if private:
        info['private'] = 1
    if len(files) == 1:
        info['length'] = len(data)
        paths = ['share/' + name]
    else:
        info['files'] = [{'length': len(d), 'path': n.split('/')} for n, d in files]
        paths = [f'share/{name}/{n}' for n, _ in files]
    for path, (_, d) in zip(paths, files):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        open(path, 'wb').write(d)
    torrent = {'created by': 'tracker.py', 'creation date': 1700000000, 'info': info}
    open(f'torrents/{name}.torrent', 'wb').write(bencode(torrent))
    for relay, address in [('t', '10.77.0.1/7001'), ('l', '10.77.0.2/7002'), ('a', '10.77.0.3/7003')]:
        torrent['announce'] = f'http://10.77.0.1:8099/{address}/announce'
        open(f'torrents/{name}.{relay}.torrent', 'wb').write(bencode(torrent))

if sys.argv[1] == 'make':
    r = random.Random(4)
    os.makedirs('torrents', exist_ok=True)
    text = lambda n: ''.join(r.choice('the cat sat on a mat and said nothing of it\n') for _ in range(n)).encode()
    make('letter.txt', [('', text(700))], 16384)
    make('notes.txt', [('', text(5000))], 512)
    make('noise.bin', [('', r.randbytes(3333))], 256, private=1)
    make('album', [('one.txt', text(300)), ('two.bin', r.randbytes(900)), ('more/three.txt', text(77)), ('more/four.bin', r.randbytes(1500))], 1024)
    open('share/atlas.bin', 'wb').write(r.randbytes(36000))
    import libtorrent as lt
    files = lt.file_storage()
    lt.add_files(files, 'share/atlas.bin')
    atlas = lt.create_torrent(files, 16384, lt.create_torrent.v2_only)
    lt.set_piece_hashes(atlas, 'share')
    open('torrents/atlas.torrent', 'wb').write(lt.bencode(atlas.generate()))
else:
    HTTPServer((sys.argv[1], int(sys.argv[2])), Tracker).serve_forever()
