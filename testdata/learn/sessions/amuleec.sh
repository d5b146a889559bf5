# What clients said for amuleec.pcapng, on a host with two amuled and a server of eD2k, all of a network namespace of its own, in its /tmp/mules:
#
#   unshare -nm bash -c 'mount -t tmpfs mules /tmp && mkdir /tmp/mules && cp -r amuleec amuleec.sh /tmp/mules && chown -R nobody /tmp/mules && cd /tmp/mules
#     ip link set lo up; for n in 1 2 3; do ip addr add 10.9.0.$n/24 dev lo; done
#     setpriv --reuid=nobody --regid=nogroup --clear-groups bash amuleec/host.sh \
#       relay -w amuleec.pcapng --listen tcp:127.0.0.1:4712 --to tcp:127.0.0.1:4713 --name amuled -- bash amuleec.sh; cp amuleec.pcapng "$OLDPWD"'

exec >/dev/null 2>&1
ask() { # COMMAND...: commands, and seconds between them
	for said; do case $said in [0-9]*) sleep "$said" ;; *) echo "$said" ;; esac; done | amulecmd -h 127.0.0.1 -p 4712 -P "${password-letter}"
}
link() { grep "|$1" shelf.links; }
digest() { link "$1" | cut -d'|' -f5; }
none=00112233445566778899AABBCCDDEEFF

printf '%s\n' "add $(sed 's/$/|sources,10.9.0.1:4613|\//;/photo/!d' lamp.links)" quit | amulecmd -h 127.0.0.1 -p 4723 -P shelf
password=wrong ask status
ask status 'show servers' 'show dl' 'show ul' 'show shared' 'get bwlimits' 'get ipfilter state' 'connect 10.9.0.3:4661' 'search local song' results progress
ask 'add ed2k://|server|10.9.0.3|4661|/' 'add ed2k://|server|10.9.0.44|4242|/' 'add http://10.9.0.3/nothing' "add $(link map)" "add $(link map)" \
	'connect ed2k' 5 status 'show servers' 'search global great journey' 2 progress results 'download 0' 'download 3' 1 'show dl'
ask 'set bwlimit up 25' 'set bwlimit down 300' 'set ipfilter on' 'set ipfilter level 200' 'set ipfilter clients off' 'reload ipfilter file' \
	'reload ipfilter net http://10.9.0.3/ipfilter.zip' 'reload shared' 'statistics 1' 'get bwlimits'
ask "priority low $(digest kernel)" "priority high $(digest kernel)" 'pause kernel-notes.pdf' 'show dl' "priority auto $(digest kernel)" \
	"priority normal $none" "pause $none" 'pause all' "add $(link Gro)" 'resume all' 'cancel map.png'
ask 'connect kad' 1 status 'disconnect kad' 'search kad lantern' 'disconnect ed2k' disconnect connect 3 status 'show ul'

amuleweb -h 127.0.0.1 -p 4712 -P letter -A admin -G guest -a -s 4780 -t default </dev/null & web=$!
sleep 2
page() { curl -s -b jar -c jar "http://127.0.0.1:4780/$1"; }
page login.html
page 'index.html?pass=admin'
page stats.php
page 'amuleweb-main-dload.php'
page "amuleweb-main-dload.php?command=pause&$(digest kernel)=on"
page "amuleweb-main-dload.php?command=resume&$(digest kernel)=on"
page "amuleweb-main-dload.php?command=prioup&$(digest kernel)=on"
page "footer.php?Submit=Download+link&ed2klink=$(link song | sed 's/|/%7C/g')&selectcat=all"
page "amuleweb-main-shared.php?command=priodown&$(digest song)=on"
page 'amuleweb-main-shared.php?command=reload'
page 'amuleweb-main-search.php?command=search&searchval=map&searchtype=Global&avail=2&minsize=1&minsizeu=KByte&maxsize=900&maxsizeu=MByte'
sleep 1
page amuleweb-main-search.php
page "amuleweb-main-search.php?command=download&$(digest Gro)=on&targetcat=all"
page 'amuleweb-main-servers.php?cmd=remove&ip=738199818&port=4242'
page 'amuleweb-main-servers.php?cmd=disconnect&ip=50333962&port=4661'
page 'amuleweb-main-prefs.php?Submit=Apply&max_line_up_cap=900&max_up_limit=40&max_down_limit=500&slot_alloc=6&tcp_port=4613&udp_port=4614&max_file_src=280&max_conn_total=450&check_free_space=on&min_free_space=12&autorefresh_time=90'
page 'log.php?show=srv'
page 'log.php?rstsrv=1'
page amuleweb-main-stats.php
page amuleweb-main-kad.php
page stats_tree.php
kill $web
wait $web

printf 'connect kad\nquit\n' | amulecmd -h 127.0.0.1 -p 4723 -P shelf
Xvfb :77 -screen 0 1000x760x24 -nolisten tcp & x=$!
export DISPLAY=:77 GDK_BACKEND=x11
mkdir -p .aMule
sleep 1
openbox & desk=$!
for compressed in 0 1; do
	printf '[EC]\nHost=127.0.0.1\nPort=4712\nPassword=%s\nZLIB=%s\n' "$(printf letter | md5sum | cut -d' ' -f1)" $compressed >.aMule/remote.conf
	amulegui --skip & gui=$!
	sleep 6
	[ $compressed = 1 ] || bash amuleec/hands.sh
	kill $gui
done
kill $desk $x
ask 'show shared' status
exit 0
