# Starts three nodes of a cluster, each with a directory here.
printf '127.0.0.%d\n' 1 2 3 >nodes
for n in 0 1 2; do
	b=$PWD/node$n
	mkdir -p $b/db/volatile $b/db/persistent $b/db/state $b/run $b/var $b/share $b/events/legacy $b/events/notification
	cp nodes $b/nodes
	printf '10.9.%d.%d/24 lo\n' 1 1 1 2 2 1 2 2 >$b/public_addresses
	printf '#!/bin/sh\n' >$b/notify.sh; chmod +x $b/notify.sh
	cat >$b/ctdb.conf <<C
[logging]
	location = file:$b/log
[cluster]
	node address = 127.0.0.$((n+1))
	cluster lock = $PWD/cluster.lock
[database]
	volatile database directory = $b/db/volatile
	persistent database directory = $b/db/persistent
	state database directory = $b/db/state
C
	CTDB_TEST_MODE=yes CTDB_BASE=$b ctdbd
done
