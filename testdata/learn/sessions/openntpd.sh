# What clients said for openntpd.pcapng, in a network of its own with nothing but lo, with openntpd/hosts as /etc/hosts and
# /var/lib/openntpd/run and /run/openntpd of its own:
#
#   cc -shared -fPIC -o clock.so openntpd/clock.c; python3 openntpd/servers.py & sleep 2
#   LD_PRELOAD=$PWD/clock.so ntpd -d -v -f openntpd/ntpd.conf & sleep 2; mv /var/lib/openntpd/run/ntpd.sock /var/lib/openntpd/run/server
#   relay -w openntpd.pcapng --listen unix:/var/lib/openntpd/run/ntpd.sock --to unix:/var/lib/openntpd/run/server --name /run/ntpd.sock -- bash openntpd.sh

exec >/dev/null 2>&1
c() { timeout 5 ntpctl -s "$@"; }
c status; c all; c peers; c Sensors
for i in 1 2 3 4 5 6 7 8; do sleep 11; c status; c peers; c Sensors; c all; c status; done
for i in 1 2 3 4 5 6; do sleep 19; c all; c status; c Sensors; c peers; done
exit 0
