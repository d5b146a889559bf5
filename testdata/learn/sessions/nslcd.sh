# What clients said for nslcd.pcapng, in a network, a /run and an /etc of their own. The files in nslcd/ are there: slapd.conf, world.ldif;
# nslcd.conf, nsswitch.conf and pam.d/check in /etc.
#
#   slapadd -f slapd.conf -l world.ldif && slapd -f slapd.conf -h ldap://127.0.0.1:3890/
#   nslcd && mv /run/nslcd/socket /run/nslcd/server
#   relay -w nslcd.pcapng --listen unix:/run/nslcd/socket --to unix:/run/nslcd/server --name /run/nslcd/socket -- sh nslcd.sh

exec >/dev/null 2>&1
chmod 777 /run/nslcd/socket
all() { db=$1; shift; for key; do getent $db "$key"; done; }
all passwd ann bob carol dave eve-mallory nobody7 10001 10008 10029 4711
all group users7 ops guests empty nogroup7 10000 10100 70000 4711
all shadow ann carol eve-mallory dave nobody7
id ann; id carol; id dave; id eve-mallory; all initgroups bob stranger
all hosts mail.example.org imap www.example.org web printer v6.example.org nowhere.example.org 192.0.2.10 192.0.2.21 198.51.100.7 192.0.2.99 2001:db8::20 2001:db8:1::7 2001:db8::99
all ahosts web printer; all ahostsv4 smtp.example.org; all ahostsv6 v6.example.org
all networks office lab desk-net attic 192.0.2.0 198.51.100.0
all protocols ospf OSPFIGP 89 254 wonder
all services game7 g7 gamed/udp game7/tcp 27015 27015/udp 515/udp spooler printer/tcp
all rpc own portmap 536870913 nothing 4711
all ethers desk1 desk2 desk9 02:00:5e:10:00:01 aa:bb:cc:dd:ee:ff 02:00:5e:10:00:77
all netgroup desks all machines none
all aliases postmaster staff sales nobody
getent passwd; getent group; getent hosts; getent shadow; getent services; getent rpc; getent protocols; getent networks
getent.ldap aliases; getent.ldap ethers; getent.ldap netgroup; getent.ldap services domain; getent.ldap services 53/udp; getent.ldap services ssh/tcp
getent.ldap group.bymember ann; getent.ldap group.bymember dave; getent.ldap netgroup.norec all; getent.ldap hostsv4; getent.ldap hostsv6 www.example.org; getent.ldap networksv4 lab; getent.ldap passwd bob; getent.ldap rpc 100003
echo secret0 | pamtester check ann authenticate acct_mgmt open_session close_session
echo wrong | pamtester check ann authenticate
echo secret2 | pamtester -I rhost=192.0.2.77 -I tty=ssh -I ruser=carl check carol authenticate acct_mgmt open_session close_session
echo secret3 | pamtester -I tty=/dev/tty4 check dave authenticate acct_mgmt
echo none | pamtester check stranger authenticate
type() { for line; do echo "$line"; sleep 0.3; done; }
type adminpass 'new secret' 'new secret' | pamtester check bob chauthtok
type 'new secret' | pamtester -I rhost=desk2.example.org check bob authenticate acct_mgmt
type secret4 longer4secret longer4secret | setpriv --reuid 10029 pamtester check eve-mallory chauthtok
type wrong new new | setpriv --reuid 10001 pamtester check ann chauthtok
type secret0 | setpriv --reuid 10001 chsh.ldap -s /bin/sh ann; type wrong | setpriv --reuid 10001 chsh.ldap -s /bin/bash ann; type adminpass | chsh.ldap -s /bin/bash bob; getent passwd ann bob
exit 0
