# What a router said for bgp.pcapng to another, both gobgpd:
#
#   gobgpd -f bgp-server.toml --api-hosts 127.0.0.1:50071 &
#   relay -w bgp.pcapng --listen tcp:127.0.0.1:17901 --to tcp:127.0.0.1:17900 --name @bgp -- sh bgp.sh

gobgpd -f bgp-client.toml --api-hosts 127.0.0.1:50072 &
client=$!
sleep 12
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
gobgp -p 50072 global rib add 10.$i.0.0/$((12 + i)) nexthop 10.0.0.2 origin igp med $((100 * i))
gobgp -p 50072 global rib add 172.16.$i.0/24 nexthop 10.0.0.$((i + 2)) community 65002:$((i * 10))
gobgp -p 50072 global rib add 172.17.$i.0/25 nexthop 10.0.0.2 origin egp aspath 65011,6502$((i % 10))
gobgp -p 50071 global rib add 192.168.$i.0/24 nexthop 10.0.0.1 local-pref 200 aspath 65010,6502$((i % 10)),7000$((i % 10))
gobgp -p 50071 global rib add 10.200.0.0/$((15 + i)) nexthop 10.0.0.1 origin incomplete
gobgp -p 50071 global rib add 10.201.$i.0/26 nexthop 10.0.0.1 origin egp med $((3 * i))
[ $i -lt 5 ] || gobgp -p 50072 global rib del 172.16.$((i - 4)).0/24
[ $i -lt 5 ] || gobgp -p 50071 global rib del 10.201.$((i - 4)).0/26
done
sleep 8
kill $client
wait $client
