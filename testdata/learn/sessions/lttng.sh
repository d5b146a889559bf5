# What lttng's daemon said to lttng-relayd for lttng.pcapng, on a host called desk, in a network of its own with nothing but lo, and with a /run, a /srv and a
# /dev/shm of its own:
#
#   gcc -o /srv/shop lttng/shop.c -llttng-ust -ldl
#   export LTTNG_HOME=/srv; lttng-relayd -C tcp://127.0.0.1:6342 & lttng-sessiond --no-kernel & sleep 2
#   relay -w lttng.pcapng --listen tcp:127.0.0.1:5342 --to tcp:127.0.0.1:6342 --name /run/lttng/relayd -- bash lttng.sh

exec >/dev/null 2>&1
l() { timeout 10 lttng "$@"; }
# Buffers of each user, in one channel and in two.
l create bakery --set-url=net://127.0.0.1
l enable-channel -u counter --subbuf-size=4k --num-subbuf=4; l enable-event -u -c counter shop:sold; l add-context -u -c counter -t vpid
l start; /srv/shop 120; l rotate; /srv/shop 40; l stop; l destroy
l create market --set-url=net://127.0.0.1/squares/old-town
l enable-channel -u stalls --subbuf-size=4k --num-subbuf=2 --tracefile-size=16384 --tracefile-count=3; l enable-channel -u doors --subbuf-size=8k --num-subbuf=2 --switch-timer=300000
l enable-event -u -c stalls 'shop:*'; l enable-event -u -c doors shop:opened --loglevel-only=TRACE_DEBUG_LINE
l start; /srv/shop 90 2000; l regenerate metadata; /srv/shop 20; l stop; l clear; l destroy
# Live, a snapshot, and buffers of each process.
l create window --live=500000 --set-url=net://127.0.0.1; l enable-channel -u look --subbuf-size=4k --num-subbuf=4; l enable-event -u -c look shop:opened; l start; /srv/shop 20 60000; l destroy
l create drawer --snapshot --set-url=net://127.0.0.1/drawers; l enable-channel -u paper --subbuf-size=4k --num-subbuf=2; l enable-event -u -c paper -a
l start; /srv/shop 60; l snapshot record --name=second; l destroy
l create cellar --set-url=net://127.0.0.1; l enable-channel -u --buffers-pid wine --subbuf-size=4k --num-subbuf=4; l enable-event -u -c wine shop:sold; l start
/srv/shop 150; l destroy
exit 0
