# What clients said for rpcbind.pcapng, on a machine called desk that has a loopback and a /run of its own; rpcbind/rpcb.c was compiled to rpcb:
#
#   rpcbind -f -r & # then the relay takes the place of its socket
#   mv /run/rpcbind.sock /run/rpcbind.server
#   relay -w rpcbind.pcapng --listen unix:/run/rpcbind.sock --to unix:/run/rpcbind.server -- sh rpcbind.sh

exec >/dev/null 2>&1
rpcinfo; rpcinfo -p; rpcinfo -s
./rpcb 4 null; ./rpcb 3 time; ./rpcb 4 stat
rpc.statd --no-notify -p 662 -o 2020 -F -d & statd=$!
rpc.rquotad -F -p 875 & rquotad=$!
rpc.mountd -F -p 20048 & mountd=$!
sleep 1.5
rpcinfo -s; rpcinfo -p
./rpcb 4 addrlist 100005 3 tcp; ./rpcb 4 addrlist 100024 1 udp
AUTHENTICATE=1 ./rpcb 3 set 536870913 1 tcp 10.0.0.7.31.64; ./rpcb 4 set 536870913 2 local /run/desk.sock; ./rpcb 3 set 536870914 1 udp6 ::1.120.14; ./rpcb 4 set 536870913 1 tcp 10.0.0.8.4.1
./rpcb 3 addr 536870913 1 tcp; ./rpcb 4 versaddr 536870913 3 tcp; ./rpcb 3 addr 536870915 1 udp; ./rpcb 4 addr 100024 1 tcp 127.0.0.1.2.150
./rpcb 2 pset 536870920 1 6 7001; ./rpcb 2 pset 536870920 1 17 7002; ./rpcb 2 pport 536870920 1 17; ./rpcb 2 pport 100021 4 6; ./rpcb 2 dump; ./rpcb 2 punset 536870920 1 0
rpcinfo -T local localhost 100011 2; ./rpcb 3 addr 100005 1 udp6; ./rpcb 3 addr 100011 2 tcp 10.0.0.7.0.0; ./rpcb 4 versaddr 100024 1 tcp6
while read -r words; do ./rpcb $words; done <<E
3 set 300019 1 tcp 10.0.0.7.2.189
4 set 300019 1 udp 10.0.0.7.2.190
3 set 100004 2 udp 10.0.0.7.3.91
3 set 100004 1 tcp 10.0.0.7.3.92
4 set 391002 2 tcp6 fd00::7.141.22
3 set 805306368 1 local /run/printers/socket
2 pset 150001 2 17 891
2 pport 100004 2 17
2 pport 150001 1 17
3 addr 805306368 1 local
3 addr 391002 2 tcp6
4 addrlist 300019 1 udp
4 addrlist 100005 1 udp6
4 versaddr 100004 2 udp
4 taddr fd00::7.141.22
3 uaddr /run/printers/socket
3 taddr nonsense
2 punset 150001 2 17
3 unset 100004 2 udp
4 unset 300019 1 tcp
E
AUTHENTICATE=1 ./rpcb 4 indirect 100000 4 0; ./rpcb 4 indirect 100024 1 0; ./rpcb 4 indirect 100024 1 1 desk; ./rpcb 4 indirect 200000 1 0
./rpcb 3 taddr 10.0.0.7.31.64; ./rpcb 4 taddr /run/desk.sock; ./rpcb 4 uaddr /run/desk.sock
rpcinfo -m
rpcinfo -T local localhost 100000; rpcinfo -T local localhost 100000 3; rpcinfo -T local localhost 100005 3
rpcinfo -d -T tcp 536870913 1; rpcinfo -d 536870914 1
AUTHENTICATE=1 ./rpcb 4 unset 536870913 2 local; ./rpcb 3 unset 536870930 1 tcp; ./rpcb 5 null; ./rpcb 3 dump
./rpcb 4 time; ./rpcb 4 stat
kill $mountd $rquotad $statd
sleep 0.5
rpcinfo
exit 0
