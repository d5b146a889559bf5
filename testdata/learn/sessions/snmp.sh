# What clients said for snmp.pcapng:
#
#   snmpd -f -Lo -C -c snmpd.conf udp:127.0.0.1:16161 &
#   relay -w snmp.pcapng --listen udp:127.0.0.1:16162 --to udp:127.0.0.1:16161 --name @snmp -- sh snmp.sh

A=127.0.0.1:16162
for i in 1 2 3 4 5 6; do
snmpget -v2c -c public $A .1.3.6.1.2.1.1.5.0 .1.3.6.1.2.1.1.3.0
snmpget -v1 -c public $A .1.3.6.1.2.1.1.$i.0
snmpgetnext -v2c -c public $A .1.3.6.1.2.1.2.2.1.$i
snmpset -v2c -c private $A .1.3.6.1.2.1.1.6.0 s "shelf $i of row $((i * i))"
snmpbulkget -v2c -Cr$((i + 1)) -c public $A .1.3.6.1.2.1.2.2.1.$i
snmpget -v2c -c public $A .1.3.6.1.9.9.$i.0
done
snmpwalk -v2c -c public $A .1.3.6.1.2.1.11
