# Makes a host called mail, of which Postfix is, in namespaces of its own and with a /srv of its own: maps, its configuration, and two servers that take mail, of
# which the second takes none. Its services' sockets are moved to where relays find them.

hostname mail; ip link set lo up; mkdir -p /srv/etc /srv/spool /srv/data /srv/mail/shop.example; chown postfix /srv/data; chmod 755 /srv; chown -R 1001:1001 /srv/mail
printf '127.0.0.1 localhost mail.example mail\n' >/etc/hosts
cp postfix/main.cf /srv/etc
sed 's/^smtp      inet  n       -       y       -       -       smtpd/127.0.0.1:2525 inet n - n - - smtpd/; s/^\([a-z]*  *unix  *[-n]  *[-ny]  *\)y/\1n/; s/^\(pickup.*\)y\(  *60\)/\1n\2/' /etc/postfix/master.cf.proto >/srv/etc/master.cf
cp /etc/postfix/{postfix-files,dynamicmaps.cf,postfix-script,post-install} /srv/etc/ ; cp -r /etc/postfix/*.d /srv/etc/
(
cd /srv/etc; openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 3650 -subj /CN=mail.example 2>/dev/null
echo 'shop.example one' >domains; printf 'berta@shop.example shop.example/berta\norders@shop.example shop.example/orders/\n' >boxes; printf 'sales@shop.example berta@shop.example, carol@far.example\n' >aliases
printf 'far.example smtp:[127.0.0.1]:2526\ngone.example smtp:[127.0.0.1]:2999\nfull.example smtp:[127.0.0.1]:2527\n' >transport; printf 'x y\n' >secret
)
for f in domains boxes aliases transport secret; do postmap -c /srv/etc hash:/srv/etc/$f; done
smtp-sink -u postfix 127.0.0.1:2526 10 & smtp-sink -u postfix -f RCPT 127.0.0.1:2527 10 &
postfix -c /srv/etc start; sleep 2
mkdir /srv/real
for s in private/{proxymap,tlsmgr,verify,trace,defer,bounce} public/{showq,flush}; do n=${s#*/}; mv /srv/spool/$s /srv/real/$n; relays="$relays relay -w /srv/$n.pcapng --listen unix:/srv/spool/$s --to unix:/srv/real/$n --name $s --"; done
