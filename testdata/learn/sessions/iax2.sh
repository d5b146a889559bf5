# What was said for iax2.pcapng to an exchange of Asterisk 22.10, built from its source (./configure --without-pjproject --disable-xmldoc), as root in an empty directory, with
# this one as $HERE, the relay as $RELAY and Asterisk as $AST:
#
#   unshare -n -m -u bash $HERE/iax2/exchange.sh $HERE/iax2 $RELAY $AST

exec >sessions.log 2>&1
installed=$1
at() { "$installed/sbin/asterisk" -C $PWD/$1/asterisk.conf -rx "$2"; }
begin() { "$installed/sbin/asterisk" -C $PWD/$1/asterisk.conf -F; }
# call has somebody call an extension of the exchange, and do something in that call.
call() { at $1 "channel originate IAX2/hub/$2 extension $3@act"; }
begin office
sleep 2
begin branch
sleep 2
nmap -n -sU -p 4569 --script iax2-version 10.4.0.2
call office 100 hush
sleep 1
call branch 104 hush
begin lab
sleep 3
at office "channel originate IAX2/hub/112@inside extension wait@act"
call lab 100 keys
call lab 105 tone
sleep 1
mount --bind . /etc/iaxmodem
iaxmodem modem1 &
modem1=$!
iaxmodem modem2 &
modem2=$!
sleep 2
begin kiosk
sleep 3
call kiosk 110 hush
sleep 1
at kiosk 'channel originate IAX2/nobody:secret@10.4.0.2/100@inside extension hush@act'
at kiosk 'channel originate IAX2/office:wrong@10.4.0.2/100@inside extension hush@act'
sleep 1
printf 'ATE0\rATD101\r' >tty1
call branch 105 tone
sleep 1
call branch 107 talk
sleep 2
printf 'ATH\r' >tty1
call office 106 hush
sleep 2
call office 108 hush
sleep 1
call branch 115 hush
call lab 111 move
sleep 1
call office 113 long
sleep 4
printf 'ATE0\rATD117\r' >tty2
for n in 100 55; do at office "channel originate Local/$n@asks extension hush@act"; done
sleep 2
at office 'iax2 provision 10.4.0.2 si-000364000126 forced'
at lab 'iax2 provision hub si-000364000127'
at hub 'iax2 unregister branch'
# The exchange does not answer for a while, and somebody forgets a call.
hub=$(cat hub/run/asterisk.pid) office=$(cat office/run/asterisk.pid)
kill -STOP $hub
call lab 109 hush &
sleep 1.3
kill -CONT $hub
sleep 1
call office 100 wait
sleep 0.4
kill -KILL $office
sleep 0.5
begin office
sleep 3.5
kill $modem1 $modem2
sleep 1
kill -KILL $modem1 $modem2
exit 0
