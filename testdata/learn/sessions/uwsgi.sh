# What clients said for uwsgi.pcapng, in a network of its own and a directory with what is in uwsgi/:
#
#   uwsgi_python3 --plugins ping,signal,rpc,cache -s server.sock --wsgi-file app.py --master --processes 3 --cache2 name=items,items=64 &
#   nginx -p $PWD -c $PWD/nginx.conf & uwsgi --plugins http --http 127.0.0.1:8090 --http-to $PWD/relay.sock --master &
#   uwsgi_python3 --plugins http,ping,signal,rpc,cache --http-socket 127.0.0.1:8070 --wsgi-file app.py --cache2 name=items,items=64 --master &
#   relay -w uwsgi.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/server.sock --name /run/uwsgi/app/books/socket -- sh uwsgi.sh

exec >/dev/null 2>&1
get() { path=$1; shift; curl -sg -H 'User-Agent: reader/1.2' "$@" "http://127.0.0.1:8080$path"; }
get /; get /shelf/emma; get '/shelf/dune?sort=year&limit=20'; get /shelf/ulysses -H 'Cookie: seen=emma; theme=dark'
get /nothing; get '/moved?ivanhoe' -A 'Mozilla/5.0 (X11; Linux x86_64)'; get / -I; get /shelf/walden -H 'If-None-Match: "18ac3"' -H 'Accept-Language: de, en;q=0.7'
get /orders -d 'book=emma&copies=2'; get /orders -H 'Content-Type: application/json' -d '{"book": "dune", "copies": 11, "to": "12 Hill Road"}'
get /orders/1017 -X DELETE -u ann:secret; get /covers/emma -T app.py -H 'Expect:' -r 0-99; get /shelf/b%C3%BCcher
head -c 300 /dev/zero | tr '\0' '\377' >bytes; get /upload -H 'Content-Type: application/octet-stream' --data-binary @bytes; get /orders -F book=walden -F note='as a present'
for name in emma dune ulysses walden ivanhoe middlemarch persuasion dracula kim she lolita utopia; do get /cover/$name; done
for name in /shelf/kim /shelf/she /cover/kim /moved?she /missing '/?page=3'; do curl -s -A 'wget/1.21' -H 'Host: books.example.org' http://127.0.0.1:8090$name; done
curl -s -A '' -H 'Host: shop.example.org' -d 'q=whale' http://127.0.0.1:8090/search
remote() { curl -s "http://127.0.0.1:8070/remote?$1"; }
for asked in set/emma/1816 set/dune/1965/600 get/emma get/dune get/kim exists/emma exists/kim update/emma/1815-12-23 get/emma update/ulysses/a-long-value-for-a-book-of-many-pages/3600 get/ulysses del/dune exists/dune del/kim set/emma/1817 set/walden/1854 get/walden \
	rpc/greet/Ann rpc/greet/Bob/Welcome rpc/add/1/2/3 rpc/add/100/2000/30000 rpc/add/7 rpc/add/12/34/56/78/90 rpc/greet/Tom/Bye rpc/digest/walden rpc/digest/emma rpc/digest/a-text-of-some-length rpc/greet/everybody-who-reads-this rpc/nobody/x \
	signal/1 signal/3 signal/8 signal/200 set/key-7/value-7/7 get/key-7 exists/key-7 update/key-7/value-8/90 del/key-7 del/emma set/shelf/3/60 get/shelf update/shelf/17/5 get/shelf exists/shelf rpc/digest/shelf
do remote $asked; done
for n in 1 2 3; do uwsgi --plugins ping --ping relay.sock; done; uwsgi --signal relay.sock,2; uwsgi --signal relay.sock,5
