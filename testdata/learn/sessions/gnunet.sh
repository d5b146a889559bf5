# What clients said for gnunet.pcapng, in a directory of its own, with one relay for each service, one around the other:
#
#   for s in arm statistics identity namecache namestore dht gns datastore peerinfo
#   do relays="$relays relay -w $s.pcapng --listen unix:$PWD/$s.s --to unix:$PWD/$s.server --name /run/gnunet/gnunet-service-$s.sock --"; done
#   $relays bash gnunet.sh; cat [a-z]*.pcapng >gnunet.pcapng
#
# Services talk to each other through the relays, too, but for what they tell statistics.

exec >/dev/null 2>&1
printf '[PATHS]\nGNUNET_HOME=%s\nGNUNET_RUNTIME_DIR=%s\nGNUNET_USER_RUNTIME_DIR=%s\n' $PWD/home $PWD $PWD >all.conf
for s in arm statistics identity namecache namestore dht gns datastore peerinfo; do printf '[%s]\nUNIXPATH=%s\n' $s $PWD/$s.s; done >>all.conf
for s in $(sed -n 's/^\[\(.*\)\]/\1/p' /usr/share/gnunet/config.d/*.conf); do printf '[%s]\nSTART_ON_DEMAND=NO\nIMMEDIATE_START=NO\n' $s; done >>all.conf
printf '[arm]\nSTART_SYSTEM_SERVICES=NO\nSTART_USER_SERVICES=YES\n' >>all.conf
serve() {
	cp all.conf $1.conf
	case $1 in
	arm | identity | datastore | peerinfo | namecache | namestore | gns | dht | statistics) printf '[%s]\nUNIXPATH=%s\n' $1 $PWD/$1.server >>$1.conf;;
	esac
	case $1 in
	datastore | statistics);;
	*) printf '[statistics]\nUNIXPATH=%s\n' $PWD/statistics.server >>$1.conf;; # they have a lot to tell
	esac
	/usr/lib/x86_64-linux-gnu/gnunet/libexec/gnunet-service-$1 -c $1.conf & pids="$pids $!"; sleep 0.7
}
g() { t=$1; shift; timeout 5 gnunet-$t -c all.conf "$@"; }
n() { g namestore -z ann "$@"; }

serve arm; serve statistics; serve identity; serve namecache; serve namestore; serve peerinfo; serve core
g identity -C ann; timeout 3 gnunet-identity -c all.conf -m & monitor=$!; g identity -C bob --eddsa; g identity -d
g arm -I; g arm -i resolver; g arm -i nothing; g arm -k resolver; timeout 2 gnunet-arm -c all.conf -m
n -a -n www -t A -V 192.0.2.7 -e 1d; n -a -n www -t AAAA -V 2001:db8::7 -e '30 min' -p; n -a -n mail -t MX -V '10 mail.example' -e never
serve dht; serve zonemaster; serve gns; serve revocation
n -a -n note -t TXT -V 'a note of some length, for ann and for bob' -e 2d -s; n -a -n alias -t CNAME -V www.example -e 1h -p
timeout 3 gnunet-namestore -c all.conf -z ann -m & n -d -n mail -t MX -V '10 mail.example' -e never; wait $!
n -D -n www; n -i 'Ann of the hill'
ann=$(g identity -d -q -e ann)
g namestore -z bob -a -n friend -t PKEY -V $ann -e 3d -p; g namestore -z bob -Z $ann
g namestore -X -z bob
g gns -u www.ann -t AAAA; g gns -u www.ann -t ANY; g gns -u nobody.ann; g gns -u friend.bob -t PKEY; g gns -u www.$ann -t A
g namecache -z $ann -n www; g namecache -z $ann -n none
g dht-put -k lunch -d 'soup of the day' -t 8 -e 600 -r 3; timeout 5 gnunet-dht-monitor -c all.conf -T 4s & sleep 0.5; g dht-put -k dinner -d bread -t 8 -R; g dht-get -k lunch -t 8 -T 1s -V; g dht-get -k supper -t 8 -T 1s -x; wait $!
serve datastore
printf 'The first block' >a; head -c 300 /usr/share/common-licenses/BSD >b
g publish -n -k licence -k bsd -m title:BSD -p 70 -r 2 -a 0 b
g datastore -d -f dump; g datastore -i -f dump
g peerinfo -i -n; g peerinfo -s; g peerinfo -g -f
g statistics -s namestore; g statistics -s datastore -n '# bytes stored'; g statistics -s nobody; timeout 3 gnunet-statistics -c all.conf -w -s datastore -n '# bytes stored' & sleep 0.5; g publish -n -k second -a 1 a; wait $!
g identity -D bob; g arm -e
kill $pids
exit 0
