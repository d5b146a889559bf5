# What clients said for munge.pcapng, which is what four users said, one after the other:
#
#   munged --socket=$PWD/munged.sock --key-file=$PWD/munge.key --seed-file=$PWD/seed --pid-file=$PWD/pid --log-file=$PWD/log --force --origin=192.0.2.7
#   for user in root lp games nobody
#   do mkdir $user && chown $user $user && setpriv --reuid $user --regid $(id -g $user) --init-groups \
#     relay -w $user/said.pcapng --listen unix:$PWD/$user/relay.sock --to unix:$PWD/munged.sock --name /run/munge/munge.socket.2 -- sh munge.sh $user
#   done
#   cat root/said.pcapng lp/said.pcapng games/said.pcapng nobody/said.pcapng >munge.pcapng
#
# The munged that lp and those behind him talk to was started anew with --origin=198.51.100.20 --max-ttl=600.

cd $1
S=--socket=$PWD/relay.sock
put() { munge $S "$@"; }
get() { unmunge $S "$@" >/dev/null 2>&1; }
exec 2>/dev/null
case $1 in
root)
	for c in none aes128 aes256 blowfish cast5; do put -c $c -s "with the cipher $c" -m sha256 | get; done
	for m in sha1 ripemd160 sha256 sha512; do put -m $m -s "job $m of 4711" -t 120 | get -N; done
	for z in none bzlib zlib; do seq 1 30 | put -z $z | get; printf 'step %s\n' 1 2 3 4 5 6 7 8 9 | put -z $z -c none | get; done
	remunge $S -q -N 3 -l 24 -d -T 2 >/dev/null; remunge $S -q -N 3 -l 100 -e -c aes256 -m sha512 >/dev/null
	put -s 'for lp only' -u lp -o ../for-lp; put -s 'for the group games' -g games -o ../for-games; put -s 'soon over' -t 1 -o ../short; put -s 'for anybody' -o ../any
	chmod a+r ../for-* ../short ../any
	get -i ../any; get -i ../any; get -i ../for-lp
	head -c 60 /dev/urandom | put | get; put -s 'and a day' -t 86400 | get; put -s 'as long as may be' -t -1 | get;;
lp)
	sleep 2 # until what is soon over is that
	get -i ../for-lp; get -i ../for-lp; get -i ../for-games; get -i ../short; get -i ../any
	for n in 1 31 32 90 150; do head -c $n /etc/services | put | get; done
	put -s 'printer one: 12 pages' -u lp -g lp -t 60 | get; put -s 'printer two' -U lp -G lp | get; put -u nobody -n -o ../for-nobody
	chmod a+r ../for-nobody
	for u in daemon 1000 4294967290; do put -u $u -s "of user $u" -m sha512 | get; done
	remunge $S -q -N 2 -l 16 -d -u lp -z zlib >/dev/null;;
games)
	get -i ../for-games; get -i ../for-nobody; get -i ../short
	for t in 15 90 601 100000; do put -t $t -s "$t seconds" | get; done
	tr A-Z a-z <../any | get; printf 'MUNGE:AwQDAAB:' | get; printf 'no credential at all' | get; sed 's/....:/AAAA:/' ../any | get
	for s in 'score 17' 'level 3, 2 lives' 'north; south; east; west' 'QUIT'; do put -s "$s" -g games -c aes256 | get; done;;
nobody)
	get -i ../for-nobody; get -i ../for-lp; get -i ../short; get -i ../any
	for c in aes128 cast5; do for z in bzlib zlib; do seq -s, 100 7 200 | put -c $c -z $z -m sha1 | get; done; done
	put -n -t 30 -u nobody -g nogroup | get; put -s '{"node": 17, "rank": 3, "of": 64}' | get; put -s '{"node": 18, "rank": 255, "of": 256}' | get
	remunge $S -q -N 2 -l 60 -d -t 45 >/dev/null;;
esac
exit 0
