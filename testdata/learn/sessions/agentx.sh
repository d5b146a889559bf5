# What was said for agentx.pcapng, as root, in a directory with what is in agentx/, in a hall of hosts.sh in which everything is but a neighbor, by subagents of
# one snmpd, at two places, at each of which it was captured on its own: a socket, and a port for the one subagent that is big-endian.
#
#   cc -o bakery bakery.c $(net-snmp-config --agent-libs); npm install net-snmp; bash hosts.sh up
#   export MIBS= SNMP_PERSISTENT_DIR=$PWD/state SNMPCONFPATH=$PWD/conf; mkdir -p conf state; chmod 777 . state; printf 'agentXSocket unix:%s/relay.s\n' $PWD | tee conf/shop.conf conf/frr.conf
#   ip netns exec ax-hall snmpd -f -Lo -C -c master.conf -I -smux,extend,proc -x unix:$PWD/master.s,tcp:127.0.0.1:16705 udp:127.0.0.1:16161 &
#   ip netns exec ax-hall relay -w 1.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/master.s --name /var/agentx/master -- \
#     relay -w 2.pcapng --listen tcp:127.0.0.1:16706 --to tcp:127.0.0.1:16705 --name agentx-tcp -- bash agentx.sh
#   cat 1.pcapng 2.pcapng >agentx.pcapng; bash hosts.sh down

exec >/dev/null 2>&1
chmod 666 relay.s
at=udp:127.0.0.1:16161
get() { snmpget -v2c -c public -t 3 -r 0 $at "$@"; }
next() { snmpgetnext -v2c -c public -t 3 -r 0 $at "$@"; }
set_() { snmpset -v2c -c private -t 3 -r 0 $at "$@"; }
bulk() { snmpbulkget -v2c -c public -t 3 -r 0 "$@"; }
walk() { snmpwalk -v2c -c public -t 3 -r 0 $at "$@"; }
mine=.1.3.6.1.4.1.8072 bakery=.1.3.6.1.4.1.8072.9999.17 shop=.1.3.6.1.4.1.8072.9999.18 gate=.1.3.6.1.4.1.8072.9999.19
ended() { kill $1; wait $1; }

./bakery unix:$PWD/relay.s & baker=$!; sleep 1
get $bakery.{1,2,3}.0; get $bakery.{4,5,6,7}.0; get $bakery.{8,9,10}.0; get $bakery.11.0
get $bakery.1.7 $bakery.12.0 $bakery.20.1.9.3.114.121.101
next $bakery $bakery.20.1.2; bulk -Cn1 -Cr3 $at $bakery.6 $bakery.20.1.2 $bakery.20.1.3
set_ $bakery.12.0 i 12; set_ $bakery.12.0 i 51; set_ $bakery.12.0 s twelve; set_ $bakery.1.0 i 4
set_ $bakery.20.1.2.3.98.117.110 i 75 $bakery.20.1.3.3.98.117.110 s 'the apprentice, who was late'
set_ $bakery.20.1.2.3.114.121.101 i 1480 $bakery.12.0 i 41
snmpget -v2c -c wine -t 3 -r 0 $at $bakery.1.0; snmpgetnext -v2c -c wine -t 3 -r 0 $at $bakery

perl shop.pl & keeper=$!; sleep 1
get $shop.1.1 $shop.2.70000 $shop.3.0; get $shop.4.0 $shop.5.0 $shop.7.1; walk $shop
set_ $shop.1.2 s 'white tea, the second flush' $shop.2.2 i 1299; set_ $shop.9.1 i 5; set_ $shop.4.0 a 203.0.113.77
set_ $shop.2.1 i 399 $bakery.12.0 i 45; get $shop.2.1 $bakery.12.0
set_ $shop.1.1 s 'tea, green' $bakery.12.0 i 33 $bakery.20.1.3.3.114.121.101 s 'Machine 2'

timeout 30 node gate.js 16706 9000 & gate_=$!; sleep 2
get $gate.1.0 $gate.2.0; next $gate.3 $gate.3.1.3 $gate.3.1.4.3; set_ $gate.1.0 s 'ring, ring'; set_ $gate.2.0 i 8
walk $gate; get $gate.3.1.4.9 $gate.8.0 $bakery.2.0; bulk -Cn0 -Cr4 $at $gate.3.1.2 $gate.3.1.4
set_ $gate.3.1.2.512 s 'the plumber' $shop.2.70000 u 77; set_ $gate.1.0 s 'bell is off' $bakery.12.0 i 44

snmpd -X -f -Lo -C -c sub.conf -I extend,override,pass,proc -x unix:$PWD/relay.s & sub=$!; sleep 2
next $mine.1.3.2.2.1.3; get $mine.1.3.2.3.1.1.4.109.105.108.108 $mine.1.3.2.3.1.3.4.111.118.101.110 $mine.1.3.2.3.1.4.4.111.118.101.110; walk $mine.2.255
set_ $mine.2.255.1.0 s 'barley'; set_ $mine.2.255.2.0 i 99 $mine.2.255.1.0 s 'oats and a bit of rye'; set_ $mine.2.255.3.0 u 9
get $mine.2.254.1.0 $mine.2.254.2.0; next $mine.2.254; set_ $mine.2.254.1.0 i 1; walk .1.3.6.1.4.1.2021.2.1; get .1.3.6.1.4.1.2021.8.1.101.1

/usr/lib/frr/zebra --vty_socket $PWD -z $PWD/zserv -i $PWD/zebra.pid -f /dev/null -u frr -g frr & zebra=$!; sleep 1
/usr/lib/frr/ripd --vty_socket $PWD -z $PWD/zserv -i $PWD/ripd.pid -M snmp -f $PWD/ripd.conf -u frr -g frr & rip=$!; sleep 7
get .1.3.6.1.2.1.23.1.{1,2}.0; next .1.3.6.1.2.1.23.2.1.{1,2,4} .1.3.6.1.2.1.23.3.1.{3,6,9}; bulk -Cn1 -Cr4 $at .1.3.6.1.2.1.23.1 .1.3.6.1.2.1.23.4.1.3 .1.3.6.1.2.1.23.4.1.5
set_ .1.3.6.1.2.1.23.3.1.5.10.88.0.1 i 3

wait $gate_
get $gate.1.0 $shop.1.1; ended $baker; next $bakery
ended $rip; ended $zebra; ended $keeper; ended $sub
exit 0
