# What clients said for zookeeper.pcapng, in a network namespace of its own, with the directory zookeeper beside it:
#
#   ip link set lo up; bash zookeeper/server.sh & sleep 6
#   relay -w zookeeper.pcapng --listen tcp:127.0.0.1:2181 --to tcp:127.0.0.1:2191 --name zookeeper -- bash zookeeper.sh

exec >/dev/null 2>&1
at=127.0.0.1:2181
jars=/usr/share/java/zookeeper.jar:/usr/share/java/slf4j-nop.jar
services() { timeout 40 python3 zookeeper/services.py $at "$@"; }
cli() { timeout 40 java -Djava.net.preferIPv4Stack=true "$@" -cp $jars org.apache.zookeeper.ZooKeeperMain -server $at -timeout 12000; }
native() { timeout 40 /usr/lib/zookeeper/bin/cli_mt -h $at "$@"; }
# slowly hands on lines, as somebody who types does.
slowly() { while read -r line; do echo "$line"; sleep 0.2; done; }

slowly <<END | cli
ls /
create /inventory "what there is"
create /inventory/apples 1250
create -s /inventory/crate- "of pears"
create -e /inventory/clerk me
create -c /inventory/bin
create -t 45000 /inventory/milk "best before noon"
get -s /inventory/apples
set -v 0 /inventory/apples 1249
set -v 0 /inventory/apples 1248
set -s /inventory/milk sour
stat -w /inventory/apples
set /inventory/apples 900
ls -s -w /inventory
create /inventory/kiwis "$(seq -s, 60)"
getAllChildrenNumber /inventory
getEphemerals
addauth digest clerk:biscuit
whoami
setAcl /inventory/kiwis auth::cdrwa,ip:192.0.2.7:r
getAcl -s /inventory/kiwis
config
addWatch -m PERSISTENT /inventory/bin
create /inventory/bin/peel "of an apple"
get -w /inventory/bin/peel
removewatches /inventory/bin -a
removewatches /inventory/bin/peel -c
sync /inventory
delete /inventory
delete -v 4 /inventory/apples
deleteall /inventory/bin
get /nothing
quit
END
services registry
services transactions
# This session is taken over while verbose is typed, of which the server hears nothing.
slowly <<END | native -m session &
create /native
create +e /native/here
create +s /native/q
create2 +es /native/q
create2 +t=120000 /native/brief
create2 /native
ls /native
ls2 /native
wexists /native/soon
create /native/soon
set /native/soon the rain in Spain
aget /native/soon
config
addauth digest ann:letter
sync /native
wexists /native/later
delete /native/soon
delete /native/soon
reconfig -remove 3 -version 7
ls2 /zookeeper
aget /native/brief
verbose
verbose
verbose
verbose
verbose
verbose
verbose
verbose
create +c /native/later
quit
END
sleep 5
services takeover session
wait
services recipes
services secrets
timeout 40 java -Djava.net.preferIPv4Stack=true -cp $jars zookeeper/Orders.java $at
echo 'Client { org.apache.zookeeper.server.auth.DigestLoginModule required username="ann" password="letter"; };' >client.conf
slowly <<END | cli -Djava.security.auth.login.config=client.conf
whoami
create /ann "of her own" sasl:ann:cdrwa
getAcl /ann
version
close
quit
END
services login
services members
services strangers
rm -f client.conf session
exit 0
