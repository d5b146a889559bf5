"""An application with a little of everything: pages, forms, a cache and functions for other servers."""
import hashlib
import uwsgi

uwsgi.register_rpc('greet', lambda name, word=b'Hello': word + b', ' + name + b'!')
uwsgi.register_rpc('add', lambda *numbers: str(sum(int(n) for n in numbers)).encode())
uwsgi.register_rpc('digest', lambda text: hashlib.sha256(text).digest())
for number in range(1, 9):
    uwsgi.register_signal(number, '', lambda number: None)

def remote(arguments):
    """What this server asks another one for, which is itself behind the relay."""
    command, *rest = arguments
    at = 'relay.sock'
    if command == 'rpc':
        return uwsgi.rpc(at.encode(), *[word.encode() for word in rest])
    if command == 'signal':
        return uwsgi.signal(int(rest[0]), at)
    cache = {'get': uwsgi.cache_get, 'set': uwsgi.cache_set, 'update': uwsgi.cache_update, 'del': uwsgi.cache_del, 'exists': uwsgi.cache_exists}
    key, *rest = rest
    values = [value.encode() for value in rest[:1]] + [int(n) for n in rest[1:2] or ['0'][:len(rest)]]
    return cache[command](key, *values, 'items@' + at)

def application(env, start):
    path, query = env['PATH_INFO'], env.get('QUERY_STRING', '')
    headers = [('Content-Type', 'text/plain')]
    if path == '/moved':
        start('302 Found', [('Location', 'http://www.example.org/shelf/' + query)])
        return [b'']
    if path == '/remote':
        answer = remote(query.split('/'))
        body = repr(answer).encode()
    elif path.startswith('/shelf/'):
        start('200 OK', [('Content-Type', 'application/json'), ('ETag', '"%x"' % (len(path) * 7919)), ('Set-Cookie', 'seen=%s; Path=/' % path[7:])])
        return [b'{"book": "%s", ' % path[7:].encode(), b'"left": %d}\n' % (len(path) % 5)]
    elif path.startswith('/cover/'):
        start('200 OK', [('Content-Type', 'image/x-portable-graymap')])
        return [b'P5 8 8 255\n' + hashlib.sha512(path.encode()).digest()]
    elif env['REQUEST_METHOD'] in ('POST', 'PUT'):
        said = env['wsgi.input'].read()
        start('201 Created', headers + [('Location', '/orders/%d' % (1000 + len(said)))])
        return [b'%d bytes of %s\n' % (len(said), env.get('CONTENT_TYPE', '').encode())]
    elif env['REQUEST_METHOD'] == 'DELETE':
        start('204 No Content', [])
        return []
    elif path == '/':
        body = b'Books from A to Z\n'
    else:
        start('404 Not Found', headers)
        return [b'no ' + path.encode() + b'\n']
    start('200 OK', headers + [('Content-Length', str(len(body)))])
    return [body]
