# Makes an /etc of its own for charon and for what speaks to it, which find it at different sockets: start.sh NAME SOCKET

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")"); name=$1; etc=/srv/$name
mkdir -p $etc/ipsec.d/{cacerts,certs,private,crls,acerts,aacerts,ocspcerts}
cp /srv/office.pem /srv/guests.pem $etc/ipsec.d/cacerts/; cp /srv/$name.pem $etc/ipsec.d/certs/; cp /srv/$name.key $etc/ipsec.d/private/key.pem
cp $here/$name.conf $etc/ipsec.conf; cp $here/secrets $etc/ipsec.secrets; cp $here/strongswan.conf $etc/strongswan.conf
sed "s,/run/server,$2," $here/strongswan.conf > $etc/client.conf
cp /usr/lib/ipsec/charon $etc/charon
printf '#!/bin/sh\nSTRONGSWAN_CONF=%s LD_PRELOAD=/srv/uname.so exec %s "$@"\n' $etc/strongswan.conf $etc/charon > $etc/start; chmod +x $etc/start
for f in ipsec.d ipsec.conf ipsec.secrets strongswan.conf; do mount --bind $etc/$f /etc/$f; done
mount --bind $etc/start /usr/lib/ipsec/charon
export STRONGSWAN_CONF=$etc/client.conf
