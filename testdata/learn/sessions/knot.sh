# What clients said for knot.pcapng, the files in knot/ being here, in /tmp/knot, and in a network of their own:
#
#   unshare -n
#   ip link set lo up
#   sh zones.sh && knotc -C $PWD/confdb conf-import knot.conf && knotd -C $PWD/confdb &
#   relay -w knot.pcapng --listen unix:$PWD/relay --to unix:$PWD/server --name /run/knot/knot.sock -- sh knot.sh

exec >/dev/null 2>&1
c() { knotc -s $PWD/relay "$@"; }
q() { kdig @127.0.0.1 -p 5300 "$@"; }

c status; c status version
c zone-status; c zone-status example.org; c zone-status example.net +serial +role; c zone-status -- +events
for t in SOA MX AAAA; do q example.org $t; done; q +tcp www.example.org; q ns7.example.net; q 25.2.0.192.in-addr.arpa PTR
c stats; c stats server; c stats server.zone-count; c zone-stats example.org mod-stats; c zone-stats example.net mod-stats.request-protocol
c zone-read example.net; c zone-read example.org mail; c zone-read example.org @ MX; c zone-read example.org ns1 AAAA; c zone-read 2.0.192.in-addr.arpa; c zone-read example.info
c zone-begin example.net
c zone-get example.net; c zone-get example.net ns2 A; c zone-set example.net www 600 A 198.51.100.80
c zone-set example.net shop 30 CNAME www.example.net.; c zone-set example.net ns2 A 198.51.100.3; c zone-set example.net news 7200 TXT '"some news of today"'; c zone-set example.net www 600 A nonsense
c zone-unset example.net ns2 A 198.51.100.2; c zone-unset example.net *.wild; c zone-diff example.net; c zone-commit example.net
c zone-begin example.org 2.0.192.in-addr.arpa; c zone-set example.org ftp 60 A 192.0.2.21; c zone-set 2.0.192.in-addr.arpa 21 PTR ftp.example.org.; c zone-set 2.0.192.in-addr.arpa 60 3600 PTR sip.example.org.
c zone-diff --; c zone-status -- +transaction; c zone-abort 2.0.192.in-addr.arpa; c zone-commit --; c zone-begin example.org; c zone-unset example.org web; c zone-set example.org web 120 A 192.0.2.82; c zone-diff example.org; c zone-abort example.org
c conf-list; c conf-list server; c conf-list zone; c conf-list key
c conf-read server; c conf-read zone.domain; c conf-read 'zone[example.org]'; c conf-read 'acl[may-transfer]'; c conf-read remote.address; c conf-read 'policy[short].algorithm'; c conf-read template
c conf-begin; c conf-begin; c conf-set 'zone[example.edu]'; c conf-set 'zone[example.edu].file' edu.zone; c conf-set 'zone[example.edu].acl' may-transfer may-update; c conf-set 'zone[example.edu].dnssec-signing' maybe
c conf-set 'remote[third]'; c conf-set 'remote[third].address' 203.0.113.53@53 203.0.113.54; c conf-set 'zone[example.com].master' third first; c conf-unset 'zone[example.net].zonefile-load'; c conf-set server.tcp-workers 8
c conf-get 'zone[example.edu]'; c conf-get remote; c conf-get server.tcp-workers; c conf-unset 'acl[may-update].action' update; c conf-diff; c conf-diff 'zone[example.edu]'; c conf-commit; c conf-commit
c conf-begin; c conf-set 'key[other].algorithm' hmac-sha512; c conf-set 'key[other]'; c conf-set 'key[other].algorithm' hmac-sha512; c conf-commit; c conf-abort
c conf-begin; c conf-unset 'zone[example.edu]'; c conf-diff zone; c conf-abort
c -b zone-reload example.org; c zone-reload 2.0.192.in-addr.arpa example.net; c -b zone-flush; c -b -f zone-flush example.net +outdir /tmp/knot/db; c zone-retransfer example.com; c zone-refresh example.org; c zone-notify example.org
c -b zone-sign example.org; c zone-keys-load example.org; c zone-key-rollover example.org zsk; c -b zone-key-rollover example.org ksk; c zone-ksk-submitted example.org
c zone-freeze; c zone-status example.org +freeze; c zone-thaw example.org; c zone-xfr-freeze example.net; c zone-status example.net example.org 2.0.192.in-addr.arpa
c -b zone-backup example.net +backupdir /tmp/knot/db/b +nojournal; c -b zone-backup +backupdir /tmp/knot/db/all; c -b zone-restore example.net +backupdir /tmp/knot/db/b; c -f zone-purge example.com +expire +timers
c reload; c zone-status; c -f status cert-key; c stats server; c zone-read example.net
c stop
exit 0
