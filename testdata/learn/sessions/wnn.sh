# What clients said for wnn.pcapng, as root of a host called desk, to a server of which no user had asked anything:
#
#   mkdir /var/lib/wnn/ja_JP/dic/usr; jserver -D & mv /tmp/jd_sockV4 server
#   relay -w wnn.pcapng --listen unix:/tmp/jd_sockV4 --to unix:$PWD/server --name /tmp/jd_sockV4 -- bash wnn.sh

here=$(dirname "$(realpath "$0")")
exec >/dev/null 2>&1
wnnstat -V; wnnstat -w
python3 "$here/wnn/client.py" ann 0
wnnstat -E
python3 "$here/wnn/client.py" ben 2
wnnstat -F; python3 "$here/wnn/typist.py" "$here/wnn/wnnenvrc"; wnnstat -D
exit 0
