# What a client said for openflow.pcapng, OpenFlow 1.3 with a switch that has no ports of a
# machine:
#
#   ovsdb-tool create conf.db /usr/share/openvswitch/vswitch.ovsschema
#   export OVS_RUNDIR=$PWD
#   ovsdb-server conf.db --remote=punix:$PWD/db.sock &
#   ovs-vswitchd --enable-dummy --disable-system unix:$PWD/db.sock &
#   ovs-vsctl --db=unix:$PWD/db.sock add-br br0 -- set bridge br0 datapath_type=dummy fail_mode=secure protocols=OpenFlow13
#   for i in 1 2 3 4; do ovs-vsctl --db=unix:$PWD/db.sock add-port br0 p$i -- set interface p$i type=dummy; done
#   relay -w openflow.pcapng --listen unix:$PWD/of.sock --to unix:$PWD/br0.mgmt --name /run/openvswitch/br0.mgmt -- sh openflow.sh

O="ovs-ofctl --no-names -O OpenFlow13"
S=unix:$PWD/of.sock
for i in 1 2 3 4 5 6 7 8 9 10; do
$O show $S
$O add-flow $S "priority=$((i * 100)),idle_timeout=$((i * 30)),cookie=$((i * 7919)),in_port=$((i % 4 + 1)),actions=output:$(((i + 1) % 4 + 1))"
$O add-flow $S "priority=$((i * 10)),tcp,nw_src=10.0.$i.0/24,tp_dst=$((i * 80)),actions=set_field:10.1.0.$i->ip_dst,output:2"
$O add-flow $S "table=$((i % 3)),priority=7,dl_src=52:54:00:00:00:0$((i % 10)),dl_vlan=$((i * 5)),actions=drop"
$O add-group $S "group_id=$i,type=select,bucket=output:1,bucket=output:$((i % 4 + 1))"
$O add-meter $S "meter=$i,kbps,burst,bands=type=drop,rate=$((i * 1000)),burst_size=$((i * 50))"
$O dump-flows $S
$O dump-aggregate $S
$O dump-ports $S $((i % 4 + 1))
$O dump-groups $S
$O dump-meters $S "meter=$i"
$O queue-stats $S
$O mod-port $S $((i % 4 + 1)) down
$O mod-port $S $((i % 4 + 1)) up
[ $((i % 2)) = 0 ] || $O del-flows $S "in_port=$((i % 4 + 1))"
[ $((i % 3)) = 0 ] || $O del-meter $S "meter=$i"
done
