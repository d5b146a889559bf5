# What clients said for kcm.pcapng, which is what two users said, one after the other, on a machine called desk with 192.0.2.10 and 2001:db8::10.
# The files are in kcm/: krb5.conf in /etc, and realm.sh makes two realms.
#
#   sh realm.sh && /usr/lib/heimdal-servers/kdc --addresses=127.0.0.1 &
#   GLIBC_TUNABLES=glibc.malloc.tcache_count=0:glibc.malloc.perturb=255 kcm --detach # it takes the offset of a new cache from memory as it is
#   S=/run/.heim_org.h5l.kcm-socket; mv $S /run/server
#   relay -w root.pcapng --listen unix:$S --to unix:/run/server --name $S -- bash kcm.sh root; rm -f $S
#   setpriv --reuid 10001 --regid 10001 --clear-groups relay -w ann.pcapng --listen unix:$S --to unix:/run/server --name $S -- bash kcm.sh ann
#   cat root.pcapng ann.pcapng >kcm.pcapng

here=$(dirname "$(realpath "$0")")
exec >/dev/null 2>&1
i() { echo "$1" | kinit --password-file=STDIN "${@:3}" "$2"; }
g() { kgetcred "$@"; }
py() { python3 "$here/kcm/kcm.py"; }
case $1 in
root)
	kinit -k -t /srv/backup.keytab backup
	i secret1 ann/admin -l 2h -c KCM:admin -e aes128-cts-hmac-sha1-96 -r 6d --no-forwardable
	py <<-P
		ask(0); ask(1, *z("admin")); ask(1, *z("no-such-cache"))
		ticket("admin", 2, 23, "postgres/db.example.org@EXAMPLE.ORG")
		chmod("admin", 0o640); chmod("0:1", 0o604)
		flags("admin", 1); flags("0:1", 0)
		offset("admin", -86400); offset("0:1", 17)
		chown("admin", 10001, 10001); chown("no-such-cache", 7, 7); ask(18)
	P
	kdestroy;;
ann)
	i secret0 ann -a 198.51.100.44 -a 2001:db8::44; g HTTP/www.example.org
	i secret2 bob -c KCM:10001:night-shift --ntlm-domain=EXAMPLE; g ldap/directory.lab.example.net@LAB.EXAMPLE.NET
	py <<-P
		retrieve("10001:4", 1, wanted("HTTP/www.example.org@EXAMPLE.ORG"))
		retrieve("10001:4", 1 << 30 | 1, wanted("krbtgt/EXAMPLE.ORG@EXAMPLE.ORG", "ann@EXAMPLE.ORG", key=18))
		retrieve("10001:night-shift", 1 << 29 | 1, wanted("host/mail.example.org@LAB.EXAMPLE.NET", ends=1900000000))
		remove("10001:4", 0, wanted("HTTP/www.example.org@EXAMPLE.ORG", "ann@EXAMPLE.ORG"))
		config("10001:4", None, "FriendlyName", b"The one at work")
		config("10001:night-shift", "imap/mail.example.org@EXAMPLE.ORG", "proxy", bytes([7, 0, 3, 128, 255]))
		offset("10001:4", 300)
		ntlm(24, "ann", "EXAMPLE", bytes(range(1, 251, 16))); ntlm(24, "bob.night", "LAB", bytes(range(7, 247, 15)))
		ntlm(25, "ann", "EXAMPLE"); ntlm(25, "zoe", "EXAMPLE"); ask(28); ntlm(26, "bob.night", "LAB"); ask(28)
		move("10001:4", "10001:kept"); move("10001:9", "10001:kept")
	P
	klist -v -c KCM:10001:kept
	kdestroy;;
esac
exit 0
