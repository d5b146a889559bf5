# swarm.sh SESSIONS RELAY: three peers that share what tracker.py makes, each behind a relay, and a tracker, in a network of their own.
HERE=$1 relay=$2
ip link set lo up
for n in 1 2 3 5 6 7 9; do ip address add 10.77.0.$n/32 dev lo; done
export HOME=$PWD/home XDG_CACHE_HOME=$PWD/home
python="/usr/bin/python3 $HERE/bittorrent"
$python/tracker.py make
$python/tracker.py 10.77.0.1 8099 & pids=$!
for n in seed cli; do
	mkdir -p $n
	cat >$n/settings.json <<-'JSON'
		{"encryption": 0, "utp-enabled": false, "dht-enabled": true, "lpd-enabled": false, "port-forwarding-enabled": false, "bind-address-ipv4": "10.77.0.5",
		 "bind-address-ipv6": "::1", "peer-port": 51413, "rpc-bind-address": "10.77.0.5", "rpc-port": 9399, "rpc-whitelist-enabled": false, "watch-dir-enabled": false,
		 "speed-limit-up-enabled": false, "start-added-torrents": true, "trash-original-torrent-files": false}
	JSON
done
sed -i 's/10.77.0.5/10.77.0.8/; s/51413/51444/' cli/settings.json; ip address add 10.77.0.8/32 dev lo
transmission-daemon -f -g seed -w $PWD/share >seed.log 2>&1 & pids="$pids $!"
$python/peer.py seed 10.77.0.6:6881 letter.txt notes.txt noise.bin album atlas & pids="$pids $!"
aria2c --no-conf -d share -V --seed-ratio=0 --listen-port=7103 --enable-dht=false --dht-file-path=none --bt-seed-unverified --file-allocation=none \
	-Z torrents/{letter.txt,notes.txt,noise.bin,album}.torrent >aria2.log 2>&1 & pids="$pids $!"
sleep 2
for name in letter.txt notes.txt noise.bin album; do transmission-remote 10.77.0.5:9399 -a torrents/$name.torrent; done
sleep 5
$relay -w transmission.pcapng --listen tcp:10.77.0.1:7001 --to tcp:10.77.0.5:51413 --name transmission -- \
	$relay -w libtorrent.pcapng --listen tcp:10.77.0.2:7002 --to tcp:10.77.0.6:6881 --name libtorrent -- \
	$relay -w aria2.pcapng --listen tcp:10.77.0.3:7003 --to tcp:10.77.0.7:7103 --name aria2 -- bash $HERE/bittorrent.sh $HERE
kill $pids
cat transmission.pcapng libtorrent.pcapng aria2.pcapng >bittorrent.pcapng
