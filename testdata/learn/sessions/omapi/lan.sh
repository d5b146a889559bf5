# A lan of two servers and a station with clients: lan.sh up, lan.sh down. The clients with their names get leases: lan.sh clients.
case $1 in
up)
	for n in one two three; do ip netns add lan-$n; ip -n lan-$n link set lo up; done
	ip -n lan-one link add lan type bridge; ip -n lan-one addr add 10.77.1.1/24 dev lan; ip -n lan-one link set lan up
	for n in two three; do
		ip -n lan-one link add $n type veth peer name lan netns lan-$n
		ip -n lan-one link set $n master lan up; ip -n lan-$n link set lan up
	done
	ip -n lan-two addr add 10.77.1.2/24 dev lan; ip -n lan-three addr add 10.77.1.3/24 dev lan
	for n in one two; do
		: >$n.leases; rm -f $n.pid
		ip netns exec lan-$n dhcpd -4 -q -cf $n.conf -lf $n.leases -pf $PWD/$n.pid lan
	done ;;
clients)
	client() { # NUMBER NAME VENDOR [ID]
		ip -n lan-three link add c$1 link lan address 02:00:5e:10:00:0$1 type macvlan mode bridge; ip -n lan-three link set c$1 up
		printf '%s;\n' "send host-name \"$2\"" "send vendor-class-identifier \"$3\"" "request subnet-mask, routers, host-name" ${4:+"send dhcp-client-identifier $4"} >c$1.conf
		[ $1 = 6 ] && echo 'omapi port 7912;' >>c$1.conf
		ip netns exec lan-three timeout 20 dhclient -1 -q -sf /bin/true -cf c$1.conf -lf $PWD/c$1.leases -pf $PWD/c$1.pid c$1
	}
	client 1 desk-phone 'phone 7960'
	client 2 laptop 'MSFT 5.0' '"marys-laptop"'
	client 3 door-lock 'lock'
	client 4 hall-phone 'phone 7940' 01:02:00:5e:10:00:04
	client 5 x 'udhcp 1.35.0' 00:ff:0a:0b:0c:00:02:00:00:ab:11:d8:fe:09:77:61:31:05:4c
	client 6 camera-with-a-rather-long-name-of-its-own 'cam' '"attic"'
	ip netns exec lan-three dhclient -r -q -sf /bin/true -cf c5.conf -lf $PWD/c5.leases -pf $PWD/c5.pid c5 ;;
down)
	for n in one two three; do ip netns pids lan-$n | xargs -r kill -9; ip netns del lan-$n; done ;;
esac
