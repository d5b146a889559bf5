# What Postfix's programs said to each other for postfix.pcapng, of which each service was captured on its own:
#
#   . postfix/host.sh; $relays bash postfix.sh; cat /srv/*.pcapng >postfix.pcapng

exec >/dev/null 2>&1
chmod 666 /srv/spool/private/{proxymap,tlsmgr,verify,trace,defer,bounce} /srv/spool/public/{showq,flush}
here=$(dirname "$(realpath "$0")")
export MAIL_CONFIG=/srv/etc
cd /srv/spool; mv private/rewrite /srv/real/rewrite
relay -w /srv/rewrite.pcapng --listen unix:$PWD/private/rewrite --to unix:/srv/real/rewrite --name private/rewrite -- bash -c "chmod 666 private/rewrite; python3 $here/postfix/mail.py first"
mv /srv/real/rewrite private/rewrite; postqueue -p
sendmail -f dora@shop.example emil@gone.example full@full.example <<<'Subject: Are you there?'; sendmail -f berta@shop.example -N never emil@gone.example <<<'Subject: Again'; python3 $here/postfix/mail.py second; sleep 2; postqueue -p; postqueue -j; postqueue -s gone.example; postqueue -s full.example; postqueue -s nowhere.example
for k in shop.example far.example; do postmap -q $k proxy:hash:/srv/etc/domains; done; postmap -q sales@shop.example proxy:hash:/srv/etc/aliases; postmap -q gone.example proxy:hash:/srv/etc/transport; postmap -q x proxy:hash:/srv/etc/secret
postmap -s proxy:hash:/srv/etc/domains
sendmail -bv berta@shop.example; sendmail -v -f dora@shop.example carol@far.example <<<'Subject: Report'
sleep 2; postqueue -p; postqueue -f; sleep 2; postqueue -p; postqueue -i $(postqueue -j | sed -n '1s/.*"queue_id": "\([^"]*\)".*/\1/p'); sleep 1
exit 0
