# What clients said for ipmi.pcapng, IPMI 1.5 without integrity:
#
#   ipmi_sim -n -c ipmi-lan.conf -f ipmi-board.emu -s $PWD/state &
#   relay -w ipmi.pcapng --listen udp:127.0.0.1:16231 --to udp:127.0.0.1:16230 --name @ipmi -- sh ipmi.sh

I="ipmitool -I lan -H 127.0.0.1 -p 16231 -U admin -P secret -R 1 -N 1"
for auth in NONE MD5; do
$I -A $auth mc info
$I -A $auth chassis status
$I -A $auth sel info
$I -A $auth sel time get
$I -A $auth mc watchdog get
$I -A $auth chassis identify 7
$I -A $auth raw 0x04 0x2d 1
$I -A $auth raw 0x04 0x2d 2
done
