# What viewers said to lttng-relayd for lttnglive.pcapng, on the host of lttng.sh, with the same program:
#
#   export LTTNG_HOME=/srv; lttng-relayd -L tcp://127.0.0.1:6344 & lttng-sessiond --no-kernel & sleep 2
#   relay -w lttnglive.pcapng --listen tcp:127.0.0.1:5344 --to tcp:127.0.0.1:6344 --name /run/lttng/live -- bash lttnglive.sh

exec >/dev/null 2>&1
l() { timeout 10 lttng "$@"; }
b() { timeout -s INT $1 babeltrace2 -i lttng-live net://127.0.0.1$2; }
b 2 ''; b 2 /host/desk/none
l create window --live=200000 --set-url=net://127.0.0.1; l enable-channel -u look --subbuf-size=4k --num-subbuf=4; l enable-event -u -c look 'shop:*'; l start
b 2 ''; (sleep 0.6; taskset -c 0 /srv/shop 3 30000) & b 2.2 /host/desk/window
l create market --live=300000 --set-url=net://127.0.0.1/squares/old-town; l enable-channel -u stalls --buffers-pid --subbuf-size=4k --num-subbuf=2; l enable-event -u -c stalls shop:sold; l start
b 2 ''; (sleep 0.5; taskset -c 0 /srv/shop 6 20000; sleep 0.1; l destroy market) & b 2 /host/desk/market; l stop window; l destroy window; b 2 ''
exit 0
