# What was said for ajp13.pcapng, by Apache's two modules for AJP and by nmap, to Tomcat, in a network namespace of its own, in its /tmp/web:
#
#   unshare -nm bash -c 'mount -t tmpfs web /tmp && mkdir /tmp/web && cp -r ajp13 ajp13.sh /tmp/web && cd /tmp/web && ip link set lo up
#     bash ajp13/host.sh relay -w ajp13.pcapng --listen tcp:127.0.0.1:8009 --to tcp:127.0.0.1:8019 --name tomcat -- bash ajp13.sh; cp ajp13.pcapng "$OLDPWD"'

exec >/dev/null 2>&1
apache2 -f "$PWD/ajp13/apache2.conf" -DFOREGROUND & apache=$!
until curl -s http://127.0.0.1:8080/; do sleep 0.5; done
get() { curl -s -k -b jar -c jar "$@"; }
proxy=http://127.0.0.1:8080 jk=http://127.0.0.1:8081 ssl=https://127.0.0.1:8443
for site in $proxy $jk; do
	get "$site/shop/hello?name=reader"
	get -H 'Accept-Language: de-DE,de;q=0.7' -H 'Host: tea.example:8080' "$site/shop/hello?name=M%C3%BCsli&x=1"
	get -A 'Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0' -e http://search.example/?q=tea -H 'Accept-Encoding: gzip, deflate, br' -H 'DNT: 1' $site/shop/price
	get -H 'If-Modified-Since: Tue, 14 Nov 2023 22:13:20 GMT' -H 'Pragma: no-cache' $site/shop/price
	get -I $site/shop/price
	get $site/shop/basket; get $site/shop/basket
	get -d 'tea=2&milk=1' $site/shop/order
	get -H 'Content-Type: application/json' -d '{"tea": 12, "for": "Café"}' $site/shop/order
	get -F 'note=for Sunday' -F 'list=@ajp13/workers.properties' $site/shop/order
	printf 'one by one' | get -H 'Transfer-Encoding: chunked' -T - -X POST $site/shop/order
	get -d '' $site/shop/order
	get -d 'not all of this is read' $site/shop/glance
	get $site/shop/slow
	get "$site/shop/picture?size=64" -o picture
	get $site/shop/moved
	get "$site/shop/closed?code=503&why=Sunday"
	get $site/shop/nothing; get $site/shop/private; get $site/shop/broken
	get -u ann:tea $site/shop/who
	get -X PUT -T ajp13/shop.xml $site/dav/a.xml
	get -X PROPFIND -H 'Depth: 0' $site/dav/a.xml
	get -r 10-40 $site/dav/a.xml
	get -X DELETE $site/dav/a.xml
done
get -X MKCOL $proxy/dav/box
get -T ajp13/workers.properties $proxy/dav/box/b
get -X COPY -H "Destination: $proxy/dav/c" $proxy/dav/box/b
get -X MOVE -H "Destination: $proxy/dav/d" -H 'Overwrite: F' $proxy/dav/c
get -X PROPPATCH -H 'Content-Type: text/xml' -d '<propertyupdate xmlns="DAV:"/>' $proxy/dav/d
get -X LOCK -H 'Timeout: Second-60' -d '<lockinfo xmlns="DAV:"><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>ann</owner></lockinfo>' $jk/dav/d
get -X UNLOCK -H 'Lock-Token: <opaquelocktoken:none>' $jk/dav/d
get -X SEARCH $jk/dav/
get -X REPORT $jk/dav/
get -X PATCH -d 'a=b' $jk/dav/d
get -X DELETE $jk/dav/box
get $proxy/closed/hello
get $jk/shop/none; get -X OPTIONS $jk/shop/hello; get -X TRACE $proxy/shop/price
head -c 9000 /dev/zero | tr '\0' x | get --data-binary @- -H 'Expect:' $jk/shop/order
get -u ann:tea $ssl/shop/who
get -u ann:tea --cert ann.pem --key ann.key $ssl/shop/who
get --cert ann.pem --key ann.key $ssl/store/who
get "$ssl/store/hello?name=tea"
for n in 1 2; do get "$proxy/shop/picture?size=$((n * 90))" -o $n & get "$jk/shop/hello?name=$n" & done
sleep 2
nmap -Pn -sT -n -p 8009 --script ajp-headers,ajp-methods,ajp-request 127.0.0.1
kill $apache
wait $apache
exit 0
