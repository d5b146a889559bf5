# What clients said for sssd.pcapng, with a /run, an /etc and a /var/lib/sss of their own. The files in sssd/ are there: slapd.conf and world.py; sssd.conf
# in /etc/sssd; passwd, group, hosts, networks and services in /etc. In nsswitch.conf, files are before sss, but for netgroups.
#
#   for u in greta mia; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout /dev/null -subj /CN=$u -outform der -out $u.der; done
#   python3 world.py >world.ldif; mkdir db; slapadd -f slapd.conf -l world.ldif && slapd -f slapd.conf -h ldap://127.0.0.1:3891/
#   sssd -i & sleep 4; cd /var/lib/sss/pipes; mv nss server
#   relay -w sssd.pcapng --listen unix:$PWD/nss --to unix:$PWD/server --name $PWD/nss -- sh sssd.sh

exec >/dev/null 2>&1
g() { getent -s sss "$@"; }
p() { python3 sssd/ask.py "$@"; }
g passwd greta karin.von-dorn nils@site nobody7 olga@site ida
g passwd 5001 123456 2100 4711
g group staff7 on-call plant@site nogroup7 all-of-us
g group 5200 80021 2044 4711
id hugo; id olga@site
g initgroups greta mia lars stranger
g hosts mx1.example.net www gate.example.net six.example.org nowhere.example.net
g hosts 192.0.2.80 203.0.113.9 2001:db8::1 192.0.2.77
g ahosts mail
g networks core-net paper nowhere-net 192.0.2.0 203.0.113.0
g services ledger spoolx/udp ldg/tcp chat7 valve/udp nothing7
g services 7411 50123/udp 9191/tcp 4711 4/tcp
getent netgroup desks; getent netgroup everything7; getent netgroup racks web.example.net lars example.org
g passwd; g group
p orig greta engineers mia nobody7
p account hugo on-call 5117 4711
p sid greta engineers 5002 S-1-5-21-1004336348-1177238915-682003330-1114 S-1-5-21-1004336348-1177238915-682003330-2207 S-1-5-32-544 stranger 70003
p groups ida
p cert greta.der mia.der
p subid greta
g services; g networks
id mia
p sid mia 80022 staff7 S-1-5-21-1004336348-1177238915-682003330-513
exit 0
