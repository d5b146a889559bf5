# What clients said for dns.pcapng:
#
#   dnsmasq -C dnsmasq.conf --addn-hosts="$PWD/dns.hosts" &
#   relay -w dns.pcapng --listen udp:127.0.0.1:10054 --to udp:127.0.0.1:10053 --name @dns -- sh dns.sh

D() { dig @127.0.0.1 -p 10054 +tries=1 +time=1 "$@" >/dev/null 2>&1; }
for o in "" "+noedns" ; do
for n in www mail ns printer docs alias multi many nothing lo a-rather-long-host-name.department; do
 D $o $n.example.org A; D $o $n.example.org AAAA
done; done
for o in "+noedns" "+norec +noedns" "+nocookie" "+dnssec"; do
D $o example.org MX; D $o example.org TXT; D $o _ldap._tcp.example.org SRV; D $o _sip._udp.example.org SRV; D $o example.org NAPTR
D $o _verify.example.org TXT; D $o -x 192.0.2.10; D $o -x 2001:db8::10; D $o -x 192.0.2.9; D $o example.org CAA; D $o example.org ANY
D $o www.example.net A; D $o example.org SOA; D $o raw.example.org TYPE65280; D $o alias.example.org CNAME; D $o version.bind CH TXT
done
getent ahosts www.example.org >/dev/null
for i in 1 2 3 4 5 6; do D +noedns host$i.example.org A;  D +noedns many.example.org A; done
