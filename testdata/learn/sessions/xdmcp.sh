# What X servers said for xdmcp.pcapng to xdm, as root in an empty directory, with this one as $HERE and the relay as $RELAY:
#
#   unshare -n -m -u bash $HERE/xdmcp/hosts.sh $HERE $RELAY

exec >/dev/null 2>&1
# show has a server for so many seconds.
show() { timeout -s KILL $1 "${@:2}" & }
welcome="-query 10.78.0.1" closed="-port 178 -query 10.78.0.1" indirect="-port 179 -indirect 10.78.0.1"

# A display without an address, and then others with some.
show 5 Xvfb :50 -query 127.0.0.1
show 5 Xvfb :51 -displayID lost -query 127.0.0.1
sleep 6
again() { kill -KILL $(cat xdm1.pid); rm xdm1.pid; sleep 0.3; xdm -nodaemon -config config1 & xdm=$!; }
# Displays whose only address is gone when they are to be managed, of which the first one's session is forgotten.
lost() {
	: >slow
	ip link add lost type bridge
	ip link set lost up
	ip address add 10.9.9.$1/24 dev lost
	show 12 Xvfb "${@:2}" -query 127.0.0.1
	sleep 0.7
	ip link del lost
}
lost 1 :60 -listen tcp -class Lost
sleep 1.3
again
sleep 6
lost 2 :61 -listen tcp -displayID drifting
sleep 12
rm slow
ip link add desk type bridge
ip link set desk up
ip address add 10.78.0.1/24 broadcast 10.78.0.255 dev desk
ip address add fd78::1/64 dev desk nodad
show 215 Xvfb :10 -listen tcp $welcome
show 215 Xvfb :21 -listen tcp -class Kiosk $welcome
show 215 Xvfb :22 -listen tcp -displayID 'bench 4' -class 'Acme-Terminal-19' $welcome
show 215 Xvnc :25 -listen tcp -SecurityTypes None -rfbport 5925 $welcome
show 215 Xvfb :26 -listen tcp -cookie 12345678 -displayID main $welcome
show 30 Xvfb :107 $welcome -nolisten tcp
show 7 Xvfb :2004 $closed
show 7 Xvfb :31 -class Kiosk $closed
show 9 Xvfb :32 $indirect
show 9 Xvfb :33 -displayID desk $indirect
sleep 10
echo '* CHOOSER 10.78.0.1' >access3
kill -HUP $(cat xdm3.pid)
ip address add 10.78.1.1/16 broadcast 10.78.255.255 dev desk
show 30 Xvfb :34 -listen tcp -class Choosing $indirect
show 9 Xvfb :35 -listen tcp -broadcast
show 30 Xvfb :37 -class 'No-One-Listens' $welcome -nolisten tcp
show 9 Xvfb :43 -listen tcp -port 178 -broadcast
sleep 12
ip address add 10.200.7.9/20 broadcast 10.200.15.255 dev desk
show 20 Xvfb :44 -class Late $welcome -nolisten tcp
show 9 Xvfb :45 -listen tcp -displayID guest -class Guest $indirect
show 9 Xvfb :1999 -listen tcp -from 10.200.7.9 $welcome
show 9 Xvfb :38 -listen tcp -cookie 0x0123456789abcd -displayID lab-7 $welcome
show 9 Xvfb :39 -listen tcp -cookie wrongkey -displayID main -class Wrong $welcome
show 9 Xvfb :40 -listen tcp -from 10.78.1.1 -once $welcome
show 190 Xvfb :300 -listen tcp $welcome
show 190 Xvfb :41 -listen tcp -class B $welcome
show 190 Xvnc :42 -listen tcp -SecurityTypes None -rfbport 5942 -displayID vnc -class VNC $welcome
sleep 165
again
sleep 30
kill $xdm
exit 0
