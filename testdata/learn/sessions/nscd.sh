# What clients said for nscd.pcapng. The files in nscd/ are in /etc there: hosts, netgroup, nscd.conf,
# and the lines of group.more instead of those groups; netgroups and all else come from files:
#
#   mkdir /run/nscd && nscd && mv /run/nscd/socket /run/nscd/server
#   relay -w nscd.pcapng --listen unix:/run/nscd/socket --to unix:/run/nscd/server --name /run/nscd/socket -- sh nscd.sh

getent passwd root daemon bin lp www-data irc nobody proxy stranger
getent passwd 0 1 33 65534 4711 38
getent group root adm lp audio backup operator staff sudo mail strangers
getent group 0 4 7 29 34 37 50 27 4711
getent initgroups lp news irc daemon nobody
getent hosts mail.example.org www.example.org printer files.example.net v6only.example.net nowhere.example.org
getent hosts 192.0.2.10 192.0.2.12 198.51.100.7 203.0.113.200 192.0.2.99 2001:db8::11 2001:db8:1::7 2001:db8::99
getent ahosts mail.example.org www.example.org printer files v6 nowhere.example.org
getent ahostsv4 smtp www printer.example.org
getent services ssh domain http imap2 ntp nothing printer/tcp syslog/udp sunrpc/tcp https/udp
getent services 22/tcp 53/udp 514/udp 515 993 4711/tcp
getent netgroup printers; getent netgroup servers; getent netgroup everything; getent netgroup nobody
getent netgroup printers printer.example.org lp example.org
getent netgroup printers files.example.net lp example.com
getent netgroup servers www.example.org www-data example.org
getent netgroup everything localhost root example.org
id news; id man
getent passwd lp mail news uucp root
getent group www-data games users nogroup adm
nscd -g
nscd -i hosts
getent hosts mail imap laserprinter web.example.org files
getent ahosts imap web.example.org localhost
getent services 80/tcp 631/tcp 25 123
nscd -i passwd
getent passwd backup list games sync 13 34
ls -l /etc >/dev/null
nscd -g
exit 0
