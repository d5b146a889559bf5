# What clients said for glusterd.pcapng, in a /srv of its own with glusterd.vol, on a host called store with the address 192.0.2.7:
#
#   glusterd -N -f /srv/glusterd.vol -l /srv/log -p /srv/pid & sleep 3
#   relay -w glusterd.pcapng --listen unix:/srv/relay.s --to unix:/srv/server --name /var/run/glusterd.socket -- bash glusterd.sh

exec >/dev/null 2>&1
c() { timeout 15 gluster --mode=script --glusterd-sock=/srv/relay.s "$@"; }
B=192.0.2.7:/srv/bricks
mkdir /srv/bricks
c peer status; c pool list; c volume list; c volume info
c volume create books $B/b1 force; c volume create films replica 3 $B/f1 $B/f2 $B/f3 force; c volume create books $B/b9 force
c volume create sounds disperse 3 redundancy 1 $B/s1 $B/s2 $B/s3 force; c volume create two replica 2 $B/t1 $B/t2
c volume start books; c volume start films; c volume list; c volume info books; c volume info none
c volume set books performance.cache-size 32MB; c volume set books auth.allow 192.0.2.*; c volume set films cluster.quorum-count 2; c volume set books no.such-option 1
c volume get books performance.cache-size; c volume get films cluster.quorum-count; c volume get all cluster.op-version; c volume get books nothing.at-all
c volume status books; c volume status films detail; c volume status books clients; c volume status books inode; c volume status films $B/f2; c volume status books callpool; c volume status none
c volume profile books start; c volume profile books info; c volume profile books stop; c volume top books open; c volume top books read list-cnt 3
c volume add-brick books $B/b2 force; c volume rebalance books start; c volume rebalance books status; c volume rebalance books stop; c volume remove-brick books $B/b2 start; c volume remove-brick books $B/b2 status; c volume remove-brick books $B/b2 force
c volume replace-brick films $B/f3 $B/f4 commit force; c volume reset-brick films $B/f2 start; c volume heal films; c volume heal films info; c volume heal books; c volume heal films
c volume quota books enable; c volume quota books limit-usage / 10GB; c volume quota books list; c volume quota books disable
c volume bitrot films enable; c volume bitrot films scrub-frequency weekly; c volume bitrot films disable
c volume log books rotate; c volume clear-locks books / kind all inode; c volume sync 192.0.2.9; c volume barrier books enable; c volume statedump books
c snapshot create first books; c snapshot list; c snapshot info; c snapshot config snap-max-hard-limit 100; c snapshot status; c snapshot delete first
c peer probe 192.0.2.9; c peer detach 192.0.2.9; c peer detach 192.0.2.7; c pool list
c volume geo-replication status; c volume reset books auth.allow; c volume reset films; c system:: getwd; c system:: uuid get; c system:: fsm log; c system:: getspec books; c system:: getspec none
c get-state odir /srv file state; c volume delete sounds; c volume stop films force; c volume stop books; c volume stop books; c volume delete books; c volume info; c volume delete films; c volume list
exit 0
