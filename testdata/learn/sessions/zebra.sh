# What clients said for zebra.pcapng, in a network of their own:
#
#   unshare -n
#   ip link set lo up
#   ip link add left type veth peer right && ip link set left up && ip link set right up
#   ip address add 10.9.0.1/24 dev left && ip address add 2001:db8:9::1/64 dev left nodad
#   D="--vty_socket $PWD -u root -g root"
#   zebra $D -z $PWD/zserv.api -i zebra.pid -f /dev/null &
#   mkdir other && bgpd $D --vty_socket $PWD/other -Z -l 127.0.0.2 -p 1790 -i other.pid -f zebra-peer.conf &
#   echo username root nopassword >vtysh.conf
#   relay -w zebra.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/zserv.api --name /run/frr/zserv.api -- sh zebra.sh

D="--vty_socket $PWD -z $PWD/relay.sock -u root -g root -f /dev/null"
vty() { for line; do set -- "$@" -c "$line"; shift; done; vtysh --vty_socket $PWD --config_dir $PWD -c 'configure terminal' "$@" >/dev/null; }

staticd $D -i staticd.pid & S=$!; sleep 0.5
vty 'ip route 192.0.2.0/24 10.9.0.7' 'ip route 198.51.100.0/25 left' 'ip route 203.0.113.64/26 blackhole 200' 'ip route 0.0.0.0/0 10.9.0.254 tag 77'
vty 'ipv6 route 2001:db8:1::/48 2001:db8:9::7' 'ipv6 route 2001:db8:2::/47 left' 'ipv6 route 2001:db8:4::/64 reject' 'ip route 192.0.2.128/28 10.9.0.8 10.9.0.9'
vty 'ip route 10.77.0.0/16 10.9.0.3' 'ip route 10.77.0.0/16 10.9.0.4' 'ip route 10.78.1.0/24 10.9.0.3 left 120' 'ip route 10.79.0.1/32 10.77.0.1' 'ip route 10.80.0.0/12 10.9.0.5 table 100'
ospfd $D -i ospfd.pid & O=$!; sleep 0.5
vty 'router ospf' 'network 10.9.0.0/24 area 0' 'redistribute static' 'redistribute connected' 'default-information originate'
bgpd $D -p 0 -i bgpd.pid & B=$!; sleep 0.5
vty 'router bgp 65001' 'no bgp ebgp-requires-policy' 'neighbor 127.0.0.2 remote-as 65002' 'neighbor 127.0.0.2 port 1790' 'neighbor 127.0.0.2 ebgp-multihop 3' \
	'neighbor 127.0.0.2 disable-connected-check' 'address-family ipv4 unicast' 'redistribute static' 'redistribute connected' 'network 192.0.2.0/24' 'maximum-paths 4'
sleep 3
ip address add 10.9.1.1/24 dev right; ip address add 10.9.1.2/30 dev left; ip link set right down; sleep 0.3
ip link set right up; ip link set left mtu 1400; ip address del 10.9.1.1/24 dev right; sleep 0.3
ip link add bridge7 type bridge; ip link set bridge7 up; ip address add 172.20.0.1/16 dev bridge7; sleep 0.3
ripd $D -i ripd.pid & R=$!; sleep 0.5
vty 'router rip' 'network left' 'redistribute static' 'redistribute bgp' 'redistribute kernel'
pbrd $D -i pbrd.pid & P=$!; sleep 0.5
vty 'nexthop-group out' 'nexthop 10.9.0.7' 'nexthop 10.9.0.8' 'exit' 'pbr-map steer seq 10' 'match src-ip 10.9.0.64/26' 'match dst-ip 192.0.2.0/24' 'set nexthop-group out' 'exit' \
	'pbr-map steer seq 20' 'match src-ip 10.9.0.128/25' 'set nexthop 10.9.0.9' 'exit' 'interface right' 'pbr-policy steer'
vty 'no ip route 192.0.2.0/24 10.9.0.7' 'no ip route 10.77.0.0/16 10.9.0.3' 'no ipv6 route 2001:db8:2::/47 left' 'no ip route 203.0.113.64/26 blackhole 200'
ip link del bridge7; sleep 0.5
kill $P $R $B $O $S; wait
