# What Postfix 3.7 said for milter.pcapng, to three filters one after the other, in a network of its own:
#
#   postfix -c $PWD/postfix start # with main.cf of milter/, its smtpd on port 2500, and none of it in a chroot
#   opendkim -f -x milter/opendkim.conf -p local:$PWD/opendkim.sock & opendmarc -f -c milter/opendmarc.conf -p local:$PWD/opendmarc.sock &
#   python3 milter-filter.py $PWD/filter.sock & python3 milter-filter.py $PWD/filter2.sock symbols &
#   for name in opendkim opendmarc filter filter2
#   do rm -f relay.sock; relay -w $name.pcapng --listen unix:$PWD/relay.sock --to unix:$PWD/$name.sock --name /run/milter/milter.sock -- bash milter.sh $name
#   done
#   cat opendkim.pcapng opendmarc.pcapng filter.pcapng filter2.pcapng >milter.pcapng

chmod 666 relay.sock
mail() { helo=$1 from=$2 to=$3 subject=$4 n=$((n + 1)); shift 4
	swaks --server 127.0.0.1:2500 --helo "$helo" --from "$from" --to "$to" --h-Subject "$subject" --h-Date "Mon, 02 Mar 2026 10:$((n + 10)):00 +0100" --h-Message-Id "<$n.4711@$helo>" "$@"; }
exec >/dev/null 2>&1
case $1 in
opendkim)
	mail mail.example.org ann@example.org bob@example.com 'hello' --body 'A short text.'
	mail mx.example.net tom@example.net ann@example.org,lists@example.org 'Re: hello' --xclient-addr 192.0.2.25 --xclient-name mx.example.net --body 'Another one,\n\nof three lines.';;
opendmarc)
	n=20
	mail mx1.example.com news@example.com ann@example.org 'news' --xclient-addr IPV6:2001:db8::25 --xclient-name mx1.example.com --body 'nothing new'
	mail host-7.example.net bounce-17@lists.example.net ann@example.org 'offer' --xclient-addr 198.51.100.77 --h-From '"Your bank" <bank@example.com>';;
filter)
	n=30
	mail mx.example.net tom@example.net list@example.org 'please change this' --xclient-addr 192.0.2.25 --xclient-name mx.example.net --body 'to capital letters\nöäü'
	mail localhost a@example.com b@example.org 'nothing'
	mail relay7.example.com spam@example.com ann@example.org 'buy now'
	mail mx.example.net tom@example.net full@example.org,nobody@example.org,ann@example.org 'quarantine, accept' --body 'for one of three'
	mail slow.example.net x@example.net y@example.org 'slow' --xclient-addr 192.0.2.99 --xclient-name slow.example.net
	mail mx.example.net '<>' ann@example.org 'discard the bounce' --attach-type application/octet-stream --attach @milter-filter.py;;
filter2)
	n=40
	mail mx2.example.net tim@example.net list@example.org 'skip the rest' --xclient-addr 203.0.113.9 --xclient-name mx2.example.net --body "$(seq -s, 1 400)"
	exec 3<>/dev/tcp/127.0.0.1/2500
	for line in 'EHLO dialup.example.net' 'XHELP me' 'VRFY ann' 'MAIL FROM:<tom@example.net> SIZE=1000 BODY=8BITMIME' RSET 'MAIL FROM:<tim@example.net>' 'RCPT TO:<ann@example.org> NOTIFY=SUCCESS,FAILURE' NOOP QUIT
	do printf '%s\r\n' "$line" >&3; sleep 0.1; done; cat <&3;;
esac
exit 0
