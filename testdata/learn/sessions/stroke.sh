# What clients said for stroke.pcapng, in a network of its own, with stroke/start.sh's /etc, a /run and a /srv of its own, where /srv/uname.so is made of
# stroke/uname.c, and office.pem, guests.pem, gate.pem and branch.pem of keys and authorities by pki; eth0 has 10.9.0.1/24, lo 10.1.0.1/24 and 10.1.7.1/28, and in a
# second network, at the other end of eth0, are 10.9.0.2/24, 10.2.0.1/24 and 10.2.7.1/28:
#
#   there: . stroke/start.sh branch /run/server; /usr/lib/ipsec/starter --nofork; and what stands in /srv/branch/do, once it does
#   . stroke/start.sh gate /run/relay
#   relay -w stroke.pcapng --listen unix:/run/relay --to unix:/run/server --name /run/charon.ctl -- bash stroke.sh

exec >/dev/null 2>&1
c() { timeout 20 /usr/lib/ipsec/stroke "$@"; }
there() { for one; do echo "/usr/lib/ipsec/stroke $one"; done > /srv/branch/do.new; mv /srv/branch/do.new /srv/branch/do; }
/usr/lib/ipsec/starter --nofork & starter=$!
sleep 3; c status; c listcainfos; c up web; c up-nb voice; c up-nb old; there 'up road'; sleep 4
c status voice; c status road; c leases; c leases 10.4.0.0/24 10.4.0.1; c leases 10.3.0.0/28; c leases nowhere
c rekey voice; c rekey 'voice{3}'; c rekey nothing; c loglevel ike 2; c loglevel cfg 0; c loglevel any 1; c loglevel nosuch 3; c listpubkeys; c listaacerts; c listcrls
c listocsp --utc; c listcounters voice; c resetcounters road; c resetcounters; c listcounters road; c memusage
c rereadsecrets; c rereadcacerts; c rereadocspcerts; c rereadall; c purgeocsp; c purgecrls; c purgecerts; c purgeike
c user-creds road anna 'of anna'; c user-creds nothing berta 'a longer word, of berta'; c exportconncert branch
c add shop @gate.example shop@example 10.9.0.1 10.9.0.77 10.1.0.0/24 10.7.0.0/16; c add 'a kiosk' gate.old kiosk 10.9.0.1 10.9.0.78 10.1.7.0/28 10.8.0.0/30
c status shop; c route shop; c unroute shop; c delete shop; c delete shop; c unroute 'a kiosk'; c up 'a kiosk[9]'
c down 'voice{3}'; c down-nb 'web[1]'; c down-nb old; c down-srcip 10.4.0.1 10.4.0.9; c down-srcip 10.3.0.1; c down 'nothing[77]'; c status
sed "s/^conn old/conn older/; s/lifetime=20m/lifetime=25m/; s/dpddelay=20s/dpddelay=45s/; s/C=CH, O=Office, CN=\*/C=CH, O=Shop, CN=*/
	s,192.0.2.81/office,192.0.2.82/office,; /^ca guests/,/auto/d" /etc/ipsec.conf > /srv/new; cat /srv/new > /etc/ipsec.conf
cat >> /etc/ipsec.conf <<'F'

conn press
	keyexchange=ikev1
	leftauth=psk
	rightauth=psk
	leftauth2=xauth-generic
	xauth_identity=press
	rightsubnet=10.6.0.0/24
	ah=sha256-sha1!
	leftsourceip=%config4,%config6
	leftdns=10.1.0.53,10.1.0.54
	dpdaction=hold
	dpdtimeout=90s
	closeaction=clear
	installpolicy=no
	sha256_96=yes
	auto=start
F
kill -HUP $starter; sleep 3; c status press; c up-nb voice; sleep 1; c statusall voice; c listcainfos; c leases
c status; kill $starter; wait $starter
exit 0
