# What clients said for opensmtpd.pcapng, on a host called mail, in a network of its own with nothing but lo, with a /srv and a /var/spool/smtpd of its own,
# where /srv/mail/anna and /srv/mail/berta belong to 1001 and 1002, and far.example's MX is never asked for:
#
#   python3 opensmtpd/far.py & smtpd -d -f opensmtpd/smtpd.conf & sleep 2; mv /var/run/smtpd.sock /var/run/server
#   relay -w opensmtpd.pcapng --listen unix:/var/run/smtpd.sock --to unix:/var/run/server --name /var/run/smtpd.sock -- bash opensmtpd.sh

exec >/dev/null 2>&1
c() { timeout 10 smtpctl "$@"; }
mail() { printf 'Subject: %s\n\n%s\n' "$1" "$2" | sendmail -F "$3" -f "$4" "${@:5}"; }
all() { (cd /var/spool/smtpd/queue && ls -d */* | sed 's,.*/,,'); }
one() { ls /var/spool/smtpd/queue/*/$1 | grep -m1 -E '^[0-9a-f]{16}$'; }
stats() { setpriv --regid opensmtpq --clear-groups stdbuf -oL smtpctl show stats | head -n $1; }
c show status; c show queue; c show hosts; c log verbose; c monitor & watching=$!
mail 'Bread' 'Four of rye, please.' Anna anna@mail.example berta@shop.example
mail 'Cakes' 'One with plums.' Berta berta@mail.example staff@mail.example carol@far.example full@far.example
mail 'A walk' 'On Sunday?' Anna anna@shop.example full@far.example nobody@far.example dora@gone.example
mail 'Invoice 2041' "$(seq 1 200)" Shop shop@shop.example emil@gone.example full@far.example
sleep 2; c show queue; c show hosts; c show relays; c show routes; c show hoststats; c show status; stats 3; kill $watching
c pause mta; c pause mta; c pause smtp; c pause mda; c show status; mail Late 'too late' Dora dora@mail.example anna@mail.example
c resume smtp; mail Later 'not too late' Dora dora@mail.example anna@mail.example frida@far.example; c resume mda; c resume mda; c resume mta; c resume smtp
c pause mta from 127.0.0.1 for far.example; c pause mta from 2001:db8::25 for gone.example; c show mta paused; mail 'Held' 'for a while' Anna anna@mail.example g@far.example h@far.example
sleep 1; c resume mta from 127.0.0.1 for far.example; c resume mta from 192.0.2.25 for nowhere.example; c show mta paused; c resume route 0; c resume route 1; c resume route 77
for m in $(all | head -n 2); do c pause envelope $m; c resume envelope $m; c schedule $m; e=$(one $m); c pause envelope $e; c resume envelope $e; c schedule $e; c discover $m; c discover $e; done
c trace smtp; c trace scheduler; c untrace smtp; c profile imsg; c profile queue; c unprofile imsg; c update table aliases; c update table nothing; c discover 0123456789abcdef
c discover deadbeef; c schedule deadbeef; c remove 0123456789abcdef; c pause envelope all; c schedule all; sleep 1; stats 2
c show relays; c show routes; c show hosts; c show hoststats; c remove $(one $(all | tail -n 1)); c remove $(all | head -n 1); c remove all; c show queue; c log brief; c show status; timeout 2 smtpctl monitor
exit 0
