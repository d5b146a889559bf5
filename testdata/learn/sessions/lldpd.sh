# What clients said for lldpd.pcapng, on a switch called core, to whose three ports a desk and a phone are connected, each a network with a name of its own:
#
#   ip link add eth0 type veth peer name eth0 netns desk # eth1 to its eth1, eth2 to eth0 of phone; with addresses of 10.0.0.0/24 and 10.0.2.0/24
#   lldpd -d -k -i -c -M 4 -S 'A switch' -P Switch-24 -u $PWD/server & # and there with -u $PWD/desk, or with -M 3 -u $PWD/phone, and other names
#   relay -w lldpd.pcapng --listen unix:$PWD/relay.s --to unix:$PWD/server --name /run/lldpd.socket -- sh lldpd.sh

exec >/dev/null 2>&1
touch relay.s.lock; chmod 666 relay.s relay.s.lock # lldpcli takes a lock beside the socket
c() { lldpcli -u $PWD/relay.s "$@"; }
c watch & watching=$!
c show chassis
c configure system description 'A switch with ports'; c configure system ip management pattern '10.*,!172.16.*'
c configure ports eth0 lldp portidsubtype local 'port-1' description 'to the desk'; c configure ports eth1 lldp status rx-only
c configure lldp portidsubtype macaddress
c configure ports eth0 med policy application voice vlan 500 priority voice dscp 46; c configure ports eth2 med policy application streaming-video tagged vlan 120 priority video dscp 34
c configure ports eth2 med location elin 911; c configure ports eth1 med location coordinate latitude 48.85667N longitude 2.2014E altitude 117.47 m datum WGS84; c configure ports eth0 med location address country US language en_US street 'Commercial Road' city Roseville
c configure ports eth2 med power pse source primary priority high value 5000; c configure ports eth0 dot3 power pse supported enabled paircontrol powerpairs spare class class-3
c configure lldp custom-tlv add oui 33,44,55 subtype 44 oui-info 45,45,45,45,45; c configure ports eth0 lldp custom-tlv replace oui 33,44,55 subtype 44 oui-info 01,02
c show neighbors ports eth2 details; c show neighbors ports eth9
lldpcli -u $PWD/phone configure system description 'A phone that was moved'; lldpcli -u $PWD/phone update; sleep 1
c configure system chassisid desk-17
c configure system bond-slave-src-mac-type fixed
c pause; c update; c configure system platform Switch-48
c configure system interface pattern 'eth*'; c show configuration
c configure ports eth1 lldp vlan-tx 7 priority 3; c -f json show interfaces ports eth1 summary
lldpcli -u $PWD/phone configure system description 'A phone'; lldpcli -u $PWD/phone update; sleep 1
kill $watching; wait $watching
exit 0
