# What a web server would say for fcgi.pcapng:
#
#   fcgiwrap -s unix:$PWD/fcgi.server &
#   relay -w fcgi.pcapng --listen unix:$PWD/fcgi.sock --to unix:$PWD/fcgi.server --name /run/fcgiwrap.socket -- sh fcgi.sh

cat > hello.cgi <<'P'
#!/bin/sh
echo "Content-Type: text/plain"
echo
echo "$REQUEST_METHOD $QUERY_STRING"
[ "$CONTENT_LENGTH" = 0 ] || head -c "$CONTENT_LENGTH" | wc -c
case $QUERY_STRING in *5*) echo "complaint number $QUERY_STRING" >&2; esac
seq 1 ${QUERY_STRING#n=}
P
chmod +x hello.cgi
for i in 1 2 3 5 8 13 21 34 55 89 15 17 19 23 25 27 29 31 33 35 37; do
body=$(head -c $i /usr/share/common-licenses/BSD)
[ $((i % 2)) = 0 ] && body=
env -i PATH=/usr/bin:/bin SCRIPT_FILENAME=$PWD/hello.cgi REQUEST_METHOD=$([ "$body" ] && echo POST || echo GET) \
	QUERY_STRING=n=$i CONTENT_LENGTH=${#body} REMOTE_ADDR=192.0.2.$i REMOTE_PORT=$((40000 + i * 77)) \
	SERVER_PROTOCOL=HTTP/1.1 HTTP_USER_AGENT="agent $((i * i)) of $i" \
	cgi-fcgi -bind -connect $PWD/fcgi.sock <<X
$body
X
done >/dev/null
