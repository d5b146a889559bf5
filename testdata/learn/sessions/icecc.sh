# What was said for icecc.pcapng, in /tmp/desk, which belongs to the user icecc, with three relays, one around the other: at the socket of a daemon
# called lamp, at the scheduler, and at a daemon called shelf in a network namespace of its own, 10.77.0.2:
#
#   icecc-scheduler -p 8770 -n desk &
#   relays() { relay -w client.pcapng --listen unix:$PWD/lamp.relay --to unix:$PWD/lamp.sock --name /run/icecc/iceccd.socket -- \
#     relay -w scheduler.pcapng --listen tcp:0.0.0.0:8765 --to tcp:127.0.0.1:8770 --name scheduler -- \
#     relay -w shelf.pcapng --listen tcp:127.0.0.1:10301 --to tcp:10.77.0.2:10301 --name shelf -- "$@"; }
#   relays bash icecc.sh first; chmod 666 lamp.relay; relays bash icecc.sh; cat client.pcapng scheduler.pcapng shelf.pcapng >icecc.pcapng
#
# The first time shelf gets its compiler, of 15 MB, which is not kept.

export ICECC_TEST_SOCKET=$PWD/lamp.relay ICECC_TEST_REMOTEBUILD=1
if [ "$1" = first ]; then
	ICECC_TEST_SOCKET=$PWD/lamp.sock iceccd -s 127.0.0.1:8765 -n desk -N lamp -m 2 -p 10300 --no-remote -b $PWD/lamp &
	ICECC_TEST_SOCKET=$PWD/shelf.sock ip netns exec shelf iceccd -s 10.77.0.1:8765 -n desk -N shelf -m 3 -p 10301 -b $PWD/shelf &
	sleep 8
	for n in 1 2 3; do echo 'int none;' >none.c; icecc gcc -c none.c; sleep 2; done
	exit 0
fi
ask() { printf '%s\n' "$@" quit | timeout 5 nc 127.0.0.1 8771; }
until [ "$(ask listcs | grep -cE 'lamp|shelf')" = 2 ]; do sleep 2; done # which have lost the scheduler
script -qc 'icecream-sundae -s 127.0.0.1 -n desk' monitor.log >/dev/null 2>&1 </dev/zero & monitor=$!
sleep 2
mkdir -p src; cd src
echo 'int add(int a, int b) { return a + b; }' >add.c
printf 'int add(int, int);\nint main(void) { return add(2, -2); }\n' >main.c
printf 'static double half(float x) { return x / 2; }\nint unused(int n) { int k; return n; }\n' >odd.c
printf 'template <class T> T twice(T x) { return x + x; }\nint four() { return twice(2); }\n' >twice.cc
echo 'int broken( { return; }' >broken.c
icecc gcc -c -O2 main.c
icecc gcc -c -Wall -Wextra odd.c
icecc gcc add.c main.o -o sum
icecc g++ -c -std=c++17 -fno-exceptions -DNAME=four -Iinclude twice.cc -o twice.o
icecc gcc -c broken.c
ICECC_PREFERRED_HOST=shelf icecc gcc -c -g -O0 add.c -o debug.o
ICECC_PREFERRED_HOST=lamp icecc gcc -c -fPIC add.c -o shared.o
ICECC_REPEAT_RATE=1 icecc gcc -c -O3 -funroll-loops odd.c -o odd3.o
icecc gcc -E main.c
icecc g++ -c -x c++ add.c -o add++.o; icecc gcc -c none.c
ask internals listjobs
icerun true; icerun sleep 0.1
jobs=; for n in 1 2 3; do echo "int f$n(void) { return $n; }" >f$n.c; icecc gcc -c -O2 f$n.c & jobs="$jobs $!"; done
wait $jobs
kill $monitor
