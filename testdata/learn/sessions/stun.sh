# What clients said for stun.pcapng:
#
#   turnserver -n --no-tls --no-dtls -L 127.0.0.1 -p 13478 -a -u u:p -r realm --no-cli &
#   relay -w stun.pcapng --listen udp:127.0.0.1:13479 --to udp:127.0.0.1:13478 --name @stun -- sh stun.sh

for i in $(seq 40); do turnutils_stunclient -p 13479 127.0.0.1; done
timeout 20 turnutils_uclient -u u -w p -p 13479 -n 6 -m 2 -y -l 60 127.0.0.1
