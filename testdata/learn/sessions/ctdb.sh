# What clients said for ctdb.pcapng, to the first of three nodes, in a directory that is mounted at /srv in a namespace of its own:
#
#   sh ctdb/cluster.sh && until CTDB_TEST_MODE=yes CTDB_BASE=$PWD/node0 ctdb nodestatus; do sleep 1; done
#   relay -w ctdb.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/node0/run/ctdbd.socket --name /run/ctdb/ctdbd.socket -- sh ctdb.sh

exec >/dev/null 2>&1
export CTDB_TEST_MODE=yes CTDB_BASE=$PWD/node0 CTDB_SOCKET=$PWD/relay.s
for of in status uptime ping getcapabilities getreclock 'attach notes persistent' 'attach sessions' '-n 1 getdbmap' \
	'pstore notes color blue' 'writekey sessions alice desk-7'; do ctdb $of; done
CTDB_SOCKET=$PWD/node1/run/ctdbd.socket ctdb writekey sessions alice 'desk 9, phone'
for of in 'readkey sessions alice' 'catdb notes' 'getdbseqnum notes' 'dbstatistics sessions' 'getvar MonitorInterval' 'setvar RecoverTimeout 31' \
	ip 'ipinfo 10.9.1.2' ifaces 'setifacelink lo up' 'addtickle 10.9.7.20:50123 10.9.1.2:445' 'addtickle 10.9.7.21:983 10.9.1.2:445' \
	'gettickles 10.9.1.2' 'deltickle 10.9.7.20:50123 10.9.1.2:445' 'gratarp 10.9.1.2 lo' statistics '-n 2 statisticsreset' 'setdebug INFO' \
	'process-exists 4194000' '-n 2 ban 300' 'addip 10.9.3.1/24 lo' 'setleaderrole on' runstate; do ctdb $of; done
exit 0
