# What HAProxy said for spoe.pcapng to the agent that is compiled from spoe/main.go, on a machine called shop with a loopback of its own:
#
#   mkdir /run/guard; agent /run/guard/server.sock &
#   cd spoe; relay -w spoe.pcapng --listen unix:/run/guard/agent.sock --to unix:/run/guard/server.sock -- sh ../spoe.sh

exec >/dev/null 2>&1
haproxy -f haproxy.cfg & haproxy=$!
sleep 1
get() { curl -s -o /dev/null "$@"; }
get -A 'Mozilla/5.0 (X11; Linux x86_64)' http://127.0.0.1:8080/ http://127.0.0.1:8080/style.css 'http://127.0.0.1:8080/list?color=blue&size=7'
get -A curl http://[::1]:8080/account/orders; get -A w3m http://127.0.0.1:8080/admin/users
get -b 'basket=3x17,1x204; user=YW5uYQ==' http://127.0.0.1:8080/cart http://127.0.0.1:8080/cart/pay
get -d 'product=204&count=2' -A 'A shop for telephones/2.1' -H 'Content-Type: application/x-www-form-urlencoded' -b basket=1x9 http://127.0.0.1:8080/cart/add
get -X DELETE -H 'Accept-Language: de,en;q=0.5' -H 'X-Trace: 0af7651916cd43dd' http://127.0.0.1:8080/cart/204
get -I http://127.0.0.1:8080/old/page; get -X PUT -d 'a longer text that is put where it stays' http://[::1]:8080/notes/7
printf 'hello and nothing\n' | curl -s -m 2 telnet://127.0.0.1:8082; printf 'GET /letters HTTP/1.0\r\n\r\n' | curl -s -m 2 telnet://127.0.0.1:8082
get -A 'Lynx/2.8.9rel.1 libwww-FM/2.14' -H 'Referer: http://127.0.0.1:8080/list/2' 'http://127.0.0.1:8080/shoes/31?from=list' http://127.0.0.1:8080/shoes/31.jpg
get -b 'user=Y2xhcmE=; basket=' -d '{"product": 12}' -H 'Content-Type: application/json' http://127.0.0.1:8080/cart/add http://127.0.0.1:8080/cart/add http://[::1]:8080/account/address
sleep 3
get -A Wget/1.21 http://127.0.0.1:8080/old/shoes http://127.0.0.1:8080/shoes/31; get -b user=Ym9i http://[::1]:8080/cart
all=
for path in / /list/2 /shoes/40 '/search?q=red+boots' /account; do get -A "Mozilla/5.0 (phone; $path)" http://127.0.0.1:8080$path & all="$all $!"; done
wait $all
sleep 4; kill $haproxy; wait $haproxy
