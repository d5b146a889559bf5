# What agents said for agentx.pcapng, while others asked for what they have. snmpd.conf is
# three lines: rwcommunity secret, master agentx, agentXSocket unix:master.
#
#   snmpd -f -Lo -C -c snmpd.conf -x unix:$PWD/master udp:127.0.0.1:16171 &
#   relay -w agentx.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/master --name /var/agentx/master -- sh agentx.sh

HERE=$(dirname "$0")
python3 "$HERE/agentx-agent.py" relay.sock 1 & a=$!
python3 "$HERE/agentx-agent.py" relay.sock 2 & b=$!
sleep 3
A="-t 1 -r 0 -v2c -c secret 127.0.0.1:16171"
T=1.3.6.1.4.1.8072.9999
for part in 1 2; do
for row in 1 2 3 4 5; do
snmpget $A $T.$part.1.$row $T.$part.2.$row
snmpget $A $T.$part.3.$row $T.$part.4.$row $T.$part.5.$row
snmpget $A $T.$part.6.$row $T.$part.7.$row $T.$part.8.$row
snmpget $A $T.$part.9.$row
snmpgetnext $A $T.$part.$row
snmpset $A $T.$part.1.1 i $((row * 30))
done
snmpwalk $A $T.$part
snmpbulkget $A $T.$part.2
done
sleep 8
kill $a $b
sleep 1
