# A hall and a yard, two network namespaces beside each other: hosts.sh up, hosts.sh down. In the yard is a router that says where other networks are.
case $1 in
up)
	ip netns add ax-hall; ip netns add ax-yard
	ip link add eth0 netns ax-hall type veth peer name eth0 netns ax-yard
	n=1
	for host in ax-hall ax-yard; do
		ip -n $host link set lo up; ip -n $host link set eth0 up; ip -n $host address add 10.88.0.$n/24 dev eth0; n=$((n + 1))
	done
	ip -n ax-yard address add 192.0.2.1/24 dev lo
	mkdir -p yard; chmod 777 yard; printf 'router rip\n network eth0\n network lo\n timers basic 5 30 20\n' >yard/yard.conf
	for daemon in zebra ripd; do
		ip netns exec ax-yard /usr/lib/frr/$daemon --vty_socket $PWD/yard -z $PWD/yard/zserv -i $PWD/yard/$daemon.pid -f $PWD/yard/yard.conf -u frr -g frr >/dev/null 2>&1 &
	done
	;;
down)
	kill $(cat yard/*.pid); ip netns del ax-hall; ip netns del ax-yard
	;;
esac
